def f(: pass
