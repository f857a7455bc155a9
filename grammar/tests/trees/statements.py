pass; break; continue
if a: b
elif c: d; e;
elif f:
    g
else: h
while a:
    b;
else:
    c
for x, *y in z, w: pass
else: pass
for (x) in y: pass
for x.y in a: pass
for x[0], (y, [z]) in b,: pass
try: a
except: b
try: a
except B: c
except (D, E) as f: g
else: h
finally: i
try:
    a
finally:
    b;
try: a
except* B as c: d
except* (E): f
with a: pass
with a as b, c as d.e, f: pass
with (a, b): pass
with (a as b, c,): pass
with (a, b) as c: pass
with (a): pass
with (a, *b): pass
with (a := b): pass
with (yield_): pass
with (a for b in c): pass
with (a), (b): pass
with (a) + b: pass
with (a.b)(c) as [d, e]: pass
with (): pass
raise
raise a
raise a from b
assert a
assert a, b
return a, *b
print(a); exec(b)
x
# comment
if a:
    # comment
  # comment
    if b:
        c

    d
