f''
f'a'
f'{x}'
f'{x!r:>{w}}' "b" f'{y=}' u'c'
f'{x = }' rf'\{x}{{}}' F"{ x  =  !s:{y}}"
f'''
{
    x  # comment
    = }
'''
f"{'a' + f"{b + f'{c}'}"}"
f'{x:%Y-%m-%d {y}:{z!a}}' f'{x:}' f'{{' '}' f'}}'
f'{a, b}{*c, d}{lambda_}{(lambda: 1)}{yield_}'
f'\N{DIGIT ONE}{x:\N{DIGIT TWO}}\x41\{6}'
f'{x:{"{"}>10}' f'{d["a"]}' f'{ {1: 2} }' f'{x!s}'
f'{x:=5}' f'{x!=y}' f'{x==y}' f'{x>=y:d}' f'{(x:=5)}'
f"{x:a{{1}}b}" 'é' f'é{é}é'
f'{x
}' f"{x:
}"
