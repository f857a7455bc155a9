# Numbers that asyncio goes by. They are here to be looked up: what the native transports and loops do
# does not change with them.

# Writes to a lost connection before each further one is logged.
LOG_THRESHOLD_FOR_CONNLOST_WRITES = 5

# Seconds until a server without descriptors accepts again.
ACCEPT_RETRY_DELAY = 1

# Frames that debug mode keeps of the place where something was made.
DEBUG_STACK_DEPTH = 10

# Seconds for the beginning and the end of TLS.
SSL_HANDSHAKE_TIMEOUT = 60.0
SSL_SHUTDOWN_TIMEOUT = 30.0

# Bytes that sendfile() without the system's help reads at a time.
SENDFILE_FALLBACK_READBUFFER_SIZE = 256 * 1024

# Watermarks of TLS, in KiB.
FLOW_CONTROL_HIGH_WATER_SSL_READ = 256
FLOW_CONTROL_HIGH_WATER_SSL_WRITE = 512

# Seconds that asyncio.run() gives the threads of the default executor in the end.
THREAD_JOIN_TIMEOUT = 300


def __getattr__(name):
    # An enum, which only transports of the user's own look at.
    if name != '_SendfileMode':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from enum import Enum
    names = 'UNSUPPORTED', 'TRY_NATIVE', 'FALLBACK'
    mode = globals()[name] = Enum(name, names, module=__name__)
    return mode
