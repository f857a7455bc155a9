# A new interpreter that is told what process it is: what it is told, and what it does then.

import os
import sys

_executable = None


def set_executable(executable):
    """The interpreter that new processes are started with."""
    global _executable
    _executable = os.fspath(executable)


def get_executable():
    """The interpreter that new processes are started with."""
    return _executable or sys.executable


def freeze_support():
    """Does nothing: a program is never frozen into one with the interpreter."""


def _options():
    """The options of this interpreter, for a child."""
    flags = sys.flags
    options = [f'-{letter}' for letter, is_set in
               (('d', flags.debug), ('O', flags.optimize > 0), ('O', flags.optimize > 1),
                ('B', flags.dont_write_bytecode), ('s', flags.no_user_site), ('S', flags.no_site),
                ('E', flags.ignore_environment), ('v', flags.verbose), ('b', flags.bytes_warning > 0),
                ('b', flags.bytes_warning > 1)) if is_set]
    options += [f'-W{warning}' for warning in sys.warnoptions]
    for name, value in sys._xoptions.items():
        options += ['-X', name if value is True else f'{name}={value}']
    return options


def command_line(pipe_handle, alive):
    """What starts an interpreter that reads from the pipe which process it is."""
    call = f'from multiprocessing.spawn import spawn_main; spawn_main({pipe_handle}, {alive})'
    return [get_executable(), *_options(), '-c', call, '--multiprocessing-fork']


def preparation():
    """What a child has to know of this program before it can read objects of it."""
    from multiprocessing import get_start_method
    if _is_preparing:
        raise RuntimeError(_TOO_EARLY)
    main = sys.modules['__main__']
    name = getattr(getattr(main, '__spec__', None), 'name', None)
    file = getattr(main, '__file__', None)
    return {'path': sys.path, 'argv': sys.argv, 'folder': os.getcwd(), 'method': get_start_method(),
            'main_name': name, 'main_file': file and os.path.abspath(file)}


_TOO_EARLY = '''
A process cannot be started yet: this one is being prepared, for which it imports the program's main
module. What starts processes has to stand where that import does not come to:

    if __name__ == '__main__':
        ...
'''

_is_preparing = False


def _prepare(told):
    sys.path[:], sys.argv[:] = told['path'], told['argv']
    try:
        os.chdir(told['folder'])
    except OSError:
        pass
    from multiprocessing import set_start_method
    if told['method'] is not None:
        set_start_method(told['method'], force=True)
    name, file = told['main_name'], told['main_file']
    # A package's main module is `package.__main__`, which nobody guards against being imported.
    if name is not None and name.rpartition('.')[2] == '__main__' or name is None and file is None:
        return
    import runpy
    import types
    made = types.ModuleType('__mp_main__')
    sys.modules['__mp_main__'] = sys.modules['__main__'] = made
    if name is not None:
        made.__dict__.update(runpy.run_module(name, run_name='__mp_main__', alter_sys=False))
    elif os.path.exists(file):
        made.__dict__.update(runpy.run_path(file, run_name='__mp_main__'))


def spawn_main(pipe_handle, alive):
    """What a new interpreter begins with."""
    global _is_preparing
    import pickle
    from multiprocessing import process
    from multiprocessing.starting import taken_over
    taken_over(alive)
    with open(pipe_handle, 'rb') as pipe:
        _is_preparing = True
        _prepare(pickle.load(pipe))
        _is_preparing = False
        child = pickle.load(pipe)
    code = child._live(alive)
    os._exit(code & 255)
