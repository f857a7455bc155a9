# Modes in which a program sees each key.

from termios import *
from termios import tcgetattr, tcsetattr

__all__ = ['cfmakeraw', 'cfmakecbreak', 'setraw', 'setcbreak']

# Where in the list of tcgetattr() each part is.
IFLAG, OFLAG, CFLAG, LFLAG, ISPEED, OSPEED, CC = range(7)


def _each_key(mode):
    """Reading gives what is there, one byte at least, at once."""
    characters = mode[CC] = mode[CC][:]
    characters[VMIN], characters[VTIME] = 1, 0


def cfmakeraw(mode):
    """Change a list of modes so that bytes pass as they are, in both directions."""
    meddling = {
        IFLAG: (IGNBRK, BRKINT, IGNPAR, PARMRK, INPCK, ISTRIP, INLCR, IGNCR, ICRNL, IXON, IXANY,
                IXOFF),
        OFLAG: (OPOST,),
        CFLAG: (PARENB, CSIZE),
        LFLAG: (ECHO, ECHOE, ECHOK, ECHONL, ICANON, IEXTEN, ISIG, NOFLSH, TOSTOP),
    }
    for part, bits in meddling.items():
        for bit in bits:
            mode[part] &= ~bit
    mode[CFLAG] |= CS8
    _each_key(mode)


def cfmakecbreak(mode):
    """Change a list of modes so that input comes key by key, without an echo."""
    mode[LFLAG] &= ~ECHO & ~ICANON
    _each_key(mode)


def _changed(fd, when, change):
    before = tcgetattr(fd)
    after = list(before)
    change(after)
    tcsetattr(fd, when, after)
    return before


def setraw(fd, when=TCSAFLUSH):
    """Let bytes pass through a terminal as they are; the modes that it had."""
    return _changed(fd, when, cfmakeraw)


def setcbreak(fd, when=TCSAFLUSH):
    """Have a terminal give its input key by key; the modes that it had."""
    return _changed(fd, when, cfmakecbreak)
