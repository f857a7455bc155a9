# A step that nobody awaits is reported.
async def g():
    yield 1


class K:
    async def meth(self):
        yield 1


x = g()
x.aclose()
x.asend(1)
x.athrow(ValueError)
x.__anext__()
K().meth().aclose()
