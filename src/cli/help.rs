//! What `--help` prints, and the short form after a mistake.

pub(crate) const USAGE: &str = "\
usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `taipan -h' for more information.
";

pub(crate) const HELP: &str = "\
taipan, an interpreter for asynchronous Python

usage: taipan [option] ... [-c cmd | -m mod | file | -] [arg] ...

What to run:
  file              a script; its folder comes first in sys.path
  -c cmd            the text of a program; ends the list of options
  -m mod            a module or package of the current folder, as a script
  -                 a program from standard input, also when nothing is named
  arg ...           what the program finds in sys.argv[1:]

Options:
  -X clock=virtual  time jumps to the next timer instead of passing
  -X name[=value]   other settings are noted for the program and have no effect
  -u                no buffering of the standard output
  -h, --help        this text
  -V, --version     the version

To look inside:
  --dump ast file   the syntax tree, as Python's ast.dump writes it
  --dump code file  the bytecode
";
