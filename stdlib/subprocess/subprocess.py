# Child processes. What starts them is native; here are their pipes, their end, and the functions that
# do all of it in one call.

import io
import os
import signal
import sys
import time
import warnings

from _processes import reap as _reap, spawn as _spawn, wait as _wait

__all__ = [
    "Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output",
    "run", "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired",
    "CompletedProcess",
]

PIPE = -1
STDOUT = -2
DEVNULL = -3

# Children nobody waited for, to be asked for their end before the next one starts.
_active = []


def _cleanup():
    for process in list(_active):
        if process.poll() is not None and process in _active:
            _active.remove(process)


class SubprocessError(Exception):
    """What goes wrong with children."""


_SAME_AS_OUTPUT = property(lambda self: self.output, lambda self, value: setattr(self, "output", value),
                           doc="The same as output.")


class CalledProcessError(SubprocessError):
    """A child ended with a code other than 0, or by a signal."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if not self.returncode or self.returncode > 0:
            return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."
        try:
            return f"Command '{self.cmd}' died with {signal.Signals(-self.returncode)!r}."
        except ValueError:
            return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."

    stdout = _SAME_AS_OUTPUT


class TimeoutExpired(SubprocessError):
    """A child did not end in time."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    stdout = _SAME_AS_OUTPUT


class CompletedProcess:
    """A child that has ended, with what it wrote."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            parts.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            parts.append(f"stderr={self.stderr!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def check_returncode(self):
        """Raises CalledProcessError unless the code is 0."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)


def _refuse(**given):
    for name, value in given.items():
        if value is not None:
            raise NotImplementedError(f"{name} is not supported")


class Popen:
    """A child process, from its start on."""

    _ended = None
    returncode = None

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None,
                 encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        _cleanup()
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if process_group is None:
            process_group = -1
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
        if startupinfo is not None:
            raise ValueError("startupinfo is only supported on Windows platforms")
        if creationflags != 0:
            raise ValueError("creationflags is only supported on Windows platforms")
        _refuse(preexec_fn=preexec_fn, user=user, group=group, extra_groups=extra_groups,
                umask=None if umask == -1 else umask)
        if text is not None and universal_newlines is not None and bool(text) != bool(universal_newlines):
            raise SubprocessError(
                "Cannot disambiguate when both text and universal_newlines are supplied but "
                "different. Pass one or the other."
            )
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.encoding = encoding
        self.errors = errors
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        self.pipesize = pipesize
        self._given_input = None
        self._collected = None
        arguments = self._arguments(args, shell, executable)
        options = {
            "executable": executable, "cwd": cwd, "env": env, "pass_fds": tuple(pass_fds),
            "start_new_session": start_new_session,
            "process_group": None if process_group == -1 else process_group,
        }
        sys.audit("subprocess.Popen", executable or arguments[0], arguments, cwd, env)
        self._start(arguments, (stdin, stdout, stderr), options)
        self._open_pipes(bufsize)

    @staticmethod
    def _arguments(args, shell, executable):
        """The whole command line."""
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError("path-like args is not allowed when shell is true")
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ["/bin/sh", "-c", *args]
            if executable:
                args[0] = executable
        return args

    def _start(self, arguments, streams, options):
        ours, theirs, targets = [-1, -1, -1], [], []
        try:
            for number, given in enumerate(streams):
                if given is None:
                    target = None
                elif given == PIPE and isinstance(given, int):
                    read, write = os.pipe()
                    ours[number], target = (write, read) if number == 0 else (read, write)
                    theirs.append(target)
                elif given == STDOUT and isinstance(given, int) and number == 2:
                    target = 1 if targets[1] is None else targets[1]
                elif given == DEVNULL and isinstance(given, int):
                    target = -1
                else:
                    target = given if isinstance(given, int) else given.fileno()
                    if target < 0:
                        raise OSError(9, os.strerror(9))
                targets.append(target)
            self.pid, self._ended = _spawn(arguments, *targets, options)
        except BaseException:
            for fd in ours:
                if fd >= 0:
                    os.close(fd)
            raise
        finally:
            for fd in theirs:
                os.close(fd)
        self._ours = ours

    def _open_pipes(self, bufsize):
        line = bufsize == 1
        if line and not self.text_mode:
            warnings.warn(
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer "
                "size will be used", RuntimeWarning, stacklevel=3,
            )
        if line:
            bufsize = -1
        made = []
        for number, fd in enumerate(self._ours):
            if fd < 0:
                made.append(None)
                continue
            stream = io.open(fd, "rb" if number else "wb", bufsize)
            if self.text_mode and number:
                stream = io.TextIOWrapper(stream, encoding=self.encoding, errors=self.errors)
            elif self.text_mode:
                stream = io.TextIOWrapper(
                    stream, write_through=True, line_buffering=line, encoding=self.encoding,
                    errors=self.errors,
                )
            made.append(stream)
        self.stdin, self.stdout, self.stderr = made

    def __repr__(self):
        shown = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return shown if len(shown) <= 80 else shown[:76] + "...>"

    @property
    def universal_newlines(self):
        """Another name of text_mode."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __class_getitem__(cls, item):
        import types

        return types.GenericAlias(cls, item)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        try:
            for stream in (self.stdout, self.stderr):
                if stream:
                    stream.close()
        finally:
            try:
                # What is left to write is written now.
                if self.stdin:
                    self.stdin.close()
            finally:
                if exc_type is KeyboardInterrupt:
                    # The child has got the signal, too: it may end soon, but need not.
                    try:
                        self.wait(0.25)
                    except TimeoutExpired:
                        pass
                else:
                    self.wait()

    def __del__(self, _warn=warnings.warn):
        if self._ended is None:
            return
        if self.returncode is None:
            _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
            if self.poll() is None and _active is not None:
                _active.append(self)
        else:
            self._forget()

    def _forget(self):
        ended, self._ended = self._ended, None
        if ended is not None:
            os.close(ended)

    def poll(self):
        """The return code if the child has ended, else None."""
        if self.returncode is None:
            code = _reap(self.pid)
            if code is not None:
                self.returncode = code
                self._forget()
        return self.returncode

    def wait(self, timeout=None):
        """Waits for the end of the child; its return code."""
        if self.returncode is None:
            try:
                in_time = _wait(self._ended, timeout)
            except KeyboardInterrupt:
                if timeout is None or timeout > 0.25:
                    _wait(self._ended, 0.25)
                self.poll()
                raise
            if not in_time and self.poll() is None:
                raise TimeoutExpired(self.args, timeout)
            while self.poll() is None:
                _wait(self._ended, None)
        return self.returncode

    def send_signal(self, sig):
        """Sends the child a signal, unless it has ended."""
        if self.poll() is None:
            try:
                os.kill(self.pid, sig)
            except ProcessLookupError:
                # It has ended since.
                pass

    def terminate(self):
        """Asks the child to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """Ends the child."""
        self.send_signal(signal.SIGKILL)

    # ---- all of the input and output ----------------------------------------------------------

    def _encoded(self, input):
        if input and self.text_mode:
            return input.encode(self.stdin.encoding, self.stdin.errors)
        return input or b""

    def _decoded(self, stream, parts):
        if stream is None:
            return None
        data = b"".join(parts)
        if self.text_mode:
            text = data.decode(stream.encoding, stream.errors)
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return data

    def communicate(self, input=None, timeout=None):
        """Writes the input, reads all the output, waits for the end; the output as a pair. After
        TimeoutExpired it can be called again, and nothing is lost."""
        if self._collected is not None and input:
            raise ValueError("Cannot send input after starting communication")
        if self._collected is None:
            self._collected = [], []
            if self.stdin:
                # What was written before goes first.
                try:
                    self.stdin.flush()
                except BrokenPipeError:
                    pass
                self._given_input = memoryview(self._encoded(input)).cast("B")
                if not self._given_input:
                    self._close_stdin()
        deadline = None if timeout is None else time.monotonic() + timeout
        self._exchange(deadline, timeout)
        left = None if deadline is None else max(0, deadline - time.monotonic())
        try:
            self.wait(left)
        except TimeoutExpired:
            raise self._too_late(timeout) from None
        return tuple(
            self._decoded(stream, parts)
            for stream, parts in zip((self.stdout, self.stderr), self._collected)
        )

    def _too_late(self, timeout):
        return TimeoutExpired(
            self.args, timeout,
            output=b"".join(self._collected[0]) or None,
            stderr=b"".join(self._collected[1]) or None,
        )

    def _close_stdin(self):
        try:
            self.stdin.close()
        except BrokenPipeError:
            # The child did not want it.
            pass

    def _exchange(self, deadline, timeout):
        import selectors

        with selectors.DefaultSelector() as selector:
            if self.stdin and not self.stdin.closed:
                os.set_blocking(self.stdin.fileno(), False)
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for stream, parts in zip((self.stdout, self.stderr), self._collected):
                if stream and not stream.closed:
                    selector.register(stream, selectors.EVENT_READ, parts)
            while selector.get_map():
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left < 0:
                    raise self._too_late(timeout)
                for key, _ in selector.select(left):
                    if key.data is None:
                        done = self._send_some(key.fd)
                    else:
                        done = self._receive_some(key.fd, key.data)
                    if done:
                        selector.unregister(key.fileobj)
                        if key.data is None:
                            self._close_stdin()
                        else:
                            key.fileobj.close()

    def _send_some(self, fd):
        """Whether all is sent, or nobody wants it."""
        try:
            count = os.write(fd, self._given_input[:65536])
        except BlockingIOError:
            return False
        except BrokenPipeError:
            return True
        self._given_input = self._given_input[count:]
        return not self._given_input

    def _receive_some(self, fd, parts):
        """Whether that was the end."""
        data = os.read(fd, 65536)
        if data:
            parts.append(data)
        return not data


class _Killing:
    """A running program that an exception kills; one that came of a timeout also waits for its end."""

    def __init__(self, popenargs, kwargs):
        self.process = Popen(*popenargs, **kwargs)

    def __enter__(self):
        return self.process.__enter__()

    def __exit__(self, kind, value, where):
        if kind is not None:
            self.process.kill()
            if issubclass(kind, TimeoutExpired):
                self.process.wait()
        return self.process.__exit__(kind, value, where)


def _given(kwargs, *streams):
    return any(kwargs.get(stream) is not None for stream in streams)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Runs a program to its end; a CompletedProcess."""
    if input is not None and _given(kwargs, "stdin"):
        raise ValueError("stdin and input arguments may not both be used.")
    if capture_output and _given(kwargs, "stdout", "stderr"):
        raise ValueError("stdout and stderr arguments may not be used with capture_output.")
    wanted = {"stdin": input is not None, "stdout": capture_output, "stderr": capture_output}
    kwargs.update((stream, PIPE) for stream, piped in wanted.items() if piped)
    with _Killing(popenargs, kwargs) as process:
        written = process.communicate(input, timeout=timeout)
        done = CompletedProcess(process.args, process.poll(), *written)
    if check:
        done.check_returncode()
    return done


def call(*popenargs, timeout=None, **kwargs):
    """Runs a program to its end; its return code."""
    with _Killing(popenargs, kwargs) as process:
        return process.wait(timeout=timeout)


def check_call(*popenargs, **kwargs):
    """As call, but any return code other than 0 is an error."""
    returncode = call(*popenargs, **kwargs)
    if returncode:
        cmd = kwargs.get("args")
        raise CalledProcessError(returncode, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Runs a program to its end; what it wrote. Any return code other than 0 is an error."""
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        # There is an input, of nothing.
        texts = ("text", "encoding", "errors", "universal_newlines")
        kwargs["input"] = "" if any(kwargs.get(name) for name in texts) else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Runs a line of the shell; its return code, and what it wrote without the last newline."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return done.returncode, done.stdout.removesuffix("\n")


def getoutput(cmd, *, encoding=None, errors=None):
    """Runs a line of the shell; what it wrote without the last newline."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """The arguments as one line, as programs of Windows take it apart."""
    words = []
    for word in map(os.fsdecode, seq):
        out = []
        slashes = 0
        for character in word:
            if character == "\\":
                slashes += 1
                continue
            # Backslashes mean themselves unless a quote follows.
            out.append("\\" * (2 * slashes + 1 if character == '"' else slashes) + character)
            slashes = 0
        quoted = not word or " " in word or "\t" in word
        out.append("\\" * (2 * slashes if quoted else slashes))
        text = "".join(out)
        words.append(f'"{text}"' if quoted else text)
    return " ".join(words)


def _optim_args_from_interpreter_flags():
    level = sys.flags.optimize
    return ["-" + "O" * level] if level > 0 else []


def _args_from_interpreter_flags():
    """The options that give a child interpreter the settings of this one."""
    flags = sys.flags
    args = _optim_args_from_interpreter_flags()
    letters = {
        "debug": "d", "dont_write_bytecode": "B", "no_user_site": "s", "no_site": "S", "verbose": "v",
        "bytes_warning": "b", "quiet": "q", "interactive": "i",
    }
    if flags.isolated:
        args.append("-I")
    else:
        if flags.ignore_environment:
            args.append("-E")
        if flags.safe_path:
            args.append("-P")
    for name, letter in letters.items():
        count = getattr(flags, name)
        if count > 0 and not (name == "no_user_site" and flags.isolated):
            args.append("-" + letter * count)
    args += [f"-W{option}" for option in sys.warnoptions]
    if flags.dev_mode:
        args += ["-X", "dev"]
    for name, value in sys._xoptions.items():
        if name in ("utf8", "int_max_str_digits", "faulthandler", "importtime", "frozen_modules"):
            args += ["-X", name if value is True else f"{name}={value}"]
    return args
