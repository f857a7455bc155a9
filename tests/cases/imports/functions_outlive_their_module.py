# What a module defines goes on working when the module itself is collected.
# expect: 1
# expect: 2 True
import gc
import types


def make():
    module = types.ModuleType('short_lived')
    exec('x = 1\ndef f(): return x\ndef g(): return x + 1', module.__dict__)
    circle = [module]
    circle.append(circle)
    return module.f, module.__dict__


function, names = make()
gc.collect()
print(function())
print(names['g'](), '__name__' in names)
