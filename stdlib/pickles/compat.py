# Names that pickles of Python 2 and 3 have for the same things.

# Modules as old=new: in both directions, from Python 2 only, to Python 2 only.
_BOTH_WAYS = """
    __builtin__=builtins copy_reg=copyreg Queue=queue SocketServer=socketserver
    ConfigParser=configparser repr=reprlib tkFileDialog=tkinter.filedialog
    tkSimpleDialog=tkinter.simpledialog tkColorChooser=tkinter.colorchooser
    tkCommonDialog=tkinter.commondialog Dialog=tkinter.dialog Tkdnd=tkinter.dnd
    tkFont=tkinter.font tkMessageBox=tkinter.messagebox ScrolledText=tkinter.scrolledtext
    Tkconstants=tkinter.constants ttk=tkinter.ttk Tkinter=tkinter markupbase=_markupbase
    _winreg=winreg thread=_thread dummy_thread=_dummy_thread dbhash=dbm.bsd dumbdbm=dbm.dumb
    dbm=dbm.ndbm gdbm=dbm.gnu xmlrpclib=xmlrpc.client SimpleXMLRPCServer=xmlrpc.server
    httplib=http.client htmlentitydefs=html.entities HTMLParser=html.parser Cookie=http.cookies
    cookielib=http.cookiejar BaseHTTPServer=http.server test.test_support=test.support
    commands=subprocess urlparse=urllib.parse robotparser=urllib.robotparser
    urllib2=urllib.request anydbm=dbm _abcoll=collections.abc
"""
_FROM_OLD = """
    cPickle=pickle _elementtree=xml.etree.ElementTree FileDialog=tkinter.filedialog
    SimpleDialog=tkinter.simpledialog DocXMLRPCServer=xmlrpc.server SimpleHTTPServer=http.server
    CGIHTTPServer=http.server UserDict=collections UserList=collections UserString=collections
    whichdb=dbm StringIO=io cStringIO=io
"""
_TO_OLD = """
    bz2=_bz2 dbm=_dbm functools=_functools gdbm=_gdbm pickle=_pickle
"""

# Names in modules: the old module, the new one, and names, as old=new where they differ.
_NAMES_BOTH_WAYS = """
    __builtin__ builtins xrange=range unichr=chr unicode=str long=int
    __builtin__ functools reduce
    __builtin__ sys intern
    itertools builtins izip=zip imap=map ifilter=filter
    itertools itertools ifilterfalse=filterfalse izip_longest=zip_longest
    UserDict collections IterableUserDict=UserDict
    UserList collections UserList
    UserString collections UserString
    whichdb dbm whichdb
    _socket socket fromfd
    _multiprocessing multiprocessing.connection Connection
    multiprocessing.process multiprocessing.context Process
    multiprocessing.forking multiprocessing.popen_fork Popen
    urllib urllib.error ContentTooShortError
    urllib urllib.request getproxies pathname2url url2pathname urlcleanup urlopen urlretrieve
    urllib urllib.parse quote_plus quote unquote_plus unquote urlencode
    urllib2 urllib.error HTTPError URLError
"""
_NAMES_FROM_OLD = """
    __builtin__ builtins basestring=str
    exceptions builtins StandardError=Exception
    UserDict collections UserDict
    socket socket _socketobject=SocketType
"""
_NAMES_TO_OLD = """
    __builtin__ builtins unicode=str
    UserDict collections IterableUserDict=UserDict
    exceptions builtins Exception
    __builtin__ _functools reduce
    FileDialog tkinter.filedialog FileDialog LoadFileDialog SaveFileDialog
    SimpleDialog tkinter.simpledialog SimpleDialog
    DocXMLRPCServer xmlrpc.server ServerHTMLDoc XMLRPCDocGenerator DocXMLRPCRequestHandler
    DocXMLRPCServer xmlrpc.server DocCGIXMLRPCRequestHandler
    SimpleHTTPServer http.server SimpleHTTPRequestHandler
    CGIHTTPServer http.server CGIHTTPRequestHandler
    socket _socket _socketobject=socket
"""

PYTHON2_EXCEPTIONS = tuple("""
    ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning
    DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning
    GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError
    KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError
    PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration
    SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
    UserWarning ValueError Warning ZeroDivisionError
""".split())

MULTIPROCESSING_EXCEPTIONS = (
    "BufferTooShort", "ProcessError", "TimeoutError", "AuthenticationError")

PYTHON3_OSERROR_EXCEPTIONS = tuple("""
    BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError
    ConnectionRefusedError ConnectionResetError FileExistsError FileNotFoundError
    InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError
    TimeoutError
""".split())

PYTHON3_IMPORTERROR_EXCEPTIONS = "ModuleNotFoundError",


def _modules(*tables):
    return dict(pair.split("=") for table in tables for pair in table.split())


def _names(*tables):
    all = {}
    for table in tables:
        for line in table.strip().split("\n"):
            old, new, *words = line.split()
            for word in words:
                before, _, after = word.partition("=")
                all[old, before] = new, after or before
    return all


def _reversed(mapping):
    return {new: old for old, new in mapping.items()}


_oserrors = {("builtins", name): ("exceptions", "OSError") for name in PYTHON3_OSERROR_EXCEPTIONS}
_own_places = {
    ("exceptions", name): ("builtins", name) for name in PYTHON2_EXCEPTIONS
} | {
    ("multiprocessing", name): ("multiprocessing.context", name)
    for name in MULTIPROCESSING_EXCEPTIONS
}

IMPORT_MAPPING = _modules(_BOTH_WAYS, _FROM_OLD)
REVERSE_IMPORT_MAPPING = _reversed(_modules(_BOTH_WAYS)) | _reversed(_modules(_TO_OLD))
NAME_MAPPING = _names(_NAMES_BOTH_WAYS, _NAMES_FROM_OLD) | _own_places
REVERSE_NAME_MAPPING = (
    _reversed(_names(_NAMES_BOTH_WAYS) | _own_places) | _reversed(_names(_NAMES_TO_OLD)) | _oserrors
    | {("builtins", "ModuleNotFoundError"): ("exceptions", "ImportError")})
