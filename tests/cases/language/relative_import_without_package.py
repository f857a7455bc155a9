# Imports that cannot work.
from _outcome import outcome

outcome("""\
__import__('')
""")
outcome("""\
__import__('a', level=-1)
""")
outcome("""\
__import__(5)
""")
outcome("""\
__import__('a', {}, None, (), 1)
""")
outcome("""\
import sys; sys.modules['fake'] = None; import fake
""")
