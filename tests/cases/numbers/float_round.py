# round() is exact, ties go to the even neighbour.
for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e300, 1234.5678, 5e-324, -0.0, 0.125, 0.375, 1e16 + 2, 1.7e308):
    print(x, round(x), [round(x, n) for n in (0, 1, 2, 3, -1, -2, 20, 400, -400)])
for f in (lambda: round(float('inf')), lambda: round(float('nan')), lambda: round(1.7e308, -308), lambda: round(1.5, 'x')):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(round(float('nan'), 2), round(float('inf'), 2), round(1.5, None), round(True, 1), type(round(2.0)), type(round(2.0, 0)))
