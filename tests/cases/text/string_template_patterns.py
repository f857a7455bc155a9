# Templates with patterns of their own.
import string

class T(string.Template):
    delimiter='%'; idpattern='[a-z]+_[a-z]+'
print(T('%a_b %x %% %{c_d}').safe_substitute(a_b=1,c_d=2))
class U(string.Template):
    pattern=r'(?P<escaped>\[\[)|\[(?P<named>\w+)\]|(?P<braced>x)y|(?P<invalid>\[)'
print(U('[a] [[ [b]').substitute(a=1,b=2), U('[a] [').is_valid(), U('[q][a]').get_identifiers())
print(string.Template('$a ${b} $$').substitute(a=1,b=2), string.Template.pattern.pattern.count('named'))
print(string.Formatter().format('{0!r:>5} {x}', 'a', x=3))
