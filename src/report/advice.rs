//! What to do about an error, told from its class and message. Says nothing where it would be a guess.

use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::display::facts::Failure;

/// Whether a message has all parts of a pattern; `…` stands between them.
fn fits(message: &str, pattern: &str) -> bool {
    pattern.split('…').all(|part| message.contains(part))
}

/// Rows of a pattern and an advice.
type Rows = &'static [(&'static str, &'static str)];

/// The advice of the first row that fits.
fn advice<'a>(
    rows: impl IntoIterator<Item = &'a (&'a str, &'a str)>,
    message: &str,
) -> Option<String> {
    let row = rows.into_iter().find(|(pattern, _)| fits(message, pattern));
    row.map(|(_, text)| (*text).to_owned())
}

/// What is advised for classes and those derived from them. The first row that fits counts.
static EXCEPTIONS: &[(&str, Rows)] = &[
    // ---- asyncio -------------------------------------------------------------------------------
    (
        "RuntimeError",
        &[
            (
                "asyncio.run() cannot be called from a running event loop",
                "this code runs in a loop already: write `await …` instead of `asyncio.run(…)`, or \
         `asyncio.create_task(…)` to go on meanwhile",
            ),
            (
                "no running event loop",
                "do this inside of an `async def` function that `asyncio.run(…)` has started",
            ),
            (
                "There is no current event loop",
                "start with `asyncio.run(main())`: it makes a loop, and ends it",
            ),
            (
                "event loop is already running",
                "a running loop cannot be run once more: `await` the coroutine instead of \
         `run_until_complete`",
            ),
            (
                "while another loop is running",
                "one loop at a time runs in a thread: `await` the coroutine instead",
            ),
            (
                "Event loop is closed",
                "the loop that this belongs to has ended; do all of it in one `asyncio.run(…)`",
            ),
            (
                "attached to a different loop",
                "a future belongs to the loop that it was made in: make it inside of the coroutine that \
         awaits it, in one `asyncio.run(…)`",
            ),
            (
                "is bound to a different event loop",
                "locks, events and queues belong to the loop that first waited for them: make them inside \
         of the coroutine, in one `asyncio.run(…)`",
            ),
            (
                "cannot reuse already awaited coroutine",
                "a coroutine runs once: call the function again for another one, or keep a task, whose \
         result can be awaited as often as you like",
            ),
            (
                "Task cannot await on itself",
                "nobody else would end it: await another task, or return",
            ),
            (
                "Task got bad yield",
                "inside of `__await__`, yield only what another awaitable yields: `yield from \
         other.__await__()`",
            ),
            ("await wasn't used with future", "write `await future`, not `yield future`"),
            (
                "Lock is not acquired",
                "take the lock by `async with lock:`, which gives it back by itself",
            ),
            (
                "should be used inside a task",
                "call it in a coroutine that runs as a task, as under `asyncio.run(…)`",
            ),
            (
                "TaskGroup…has not been entered",
                "make tasks inside of `async with asyncio.TaskGroup() as group:`",
            ),
            (
                "TaskGroup…is finished",
                "the group is over: make its tasks inside of the `async with` block",
            ),
            (
                "coroutine is being awaited already",
                "two await the same coroutine: make a task of it, which any number may await",
            ),
            (
                "asynchronous generator is already running",
                "ask an asynchronous generator for one item at a time",
            ),
            (
                "coroutine ignored GeneratorExit",
                "a coroutine that is closed must end: do not catch what `close()` raises in it",
            ),
        ],
    ),
    (
        "ValueError",
        &[
            (
                "task_done() called too many times",
                "call `task_done()` once for each item that `get()` gave",
            ),
            (
                "a coroutine was expected",
                "give it what a call of an `async def` function returns: `main()`, not `main`, and no result",
            ),
        ],
    ),
    (
        "TypeError",
        &[
            (
                "a coroutine was expected",
                "give it what a call of an `async def` function returns: `work()`, not `work`, and no result",
            ),
            (
                "An asyncio.Future, a coroutine or an awaitable is required",
                "give it coroutines, tasks or futures: `work()`, not `work`, and no results",
            ),
            (
                "Passing coroutines is forbidden",
                "make tasks of them first: `asyncio.create_task(work())`",
            ),
            (
                "coroutines cannot be used with",
                "callbacks are ordinary functions: use `asyncio.create_task(work())` for a coroutine",
            ),
            (
                "object …can't be used in 'await' expression",
                "only coroutines, tasks and futures can be awaited: is the function an `async def`, and is \
         it called? If it is an ordinary one, leave `await` out",
            ),
            (
                "'coroutine'…object is not",
                "this is a coroutine, not its result: put `await` in front of the call",
            ),
            (
                "'coroutine'…unsupported operand",
                "one side is a coroutine, not its result: put `await` in front of the call",
            ),
            ("'async_generator' object is not iterable", "go over it by `async for`"),
            (
                "'async for' requires an object with __aiter__",
                "this is no asynchronous iterator: an ordinary `for` goes over it; if it is a coroutine, \
         await it first",
            ),
            (
                "object does not support the asynchronous context manager",
                "this is no asynchronous context manager: use `with` without `async`",
            ),
            (
                "'Lock' object does not support the context manager",
                "asyncio's locks are waited for: `async with lock:`",
            ),
            (
                "object does not support the context manager protocol",
                "it needs `__enter__` and `__exit__`; asynchronous ones are used by `async with`",
            ),
        ],
    ),
    (
        "AttributeError",
        &[(
            "'coroutine' object has no attribute",
            "this is a coroutine, not its result: put `await` in front of the call",
        )],
    ),
    (
        "InvalidStateError",
        &[
            (
                "Result is not set",
                "wait until it is done: `await` it instead of calling `result()`",
            ),
            ("Exception is not set", "wait until it is done before you ask for its exception"),
            ("invalid state", "a future gets its result once: ask `done()` first"),
        ],
    ),
    ("QueueEmpty", &[("", "wait for an item by `await queue.get()`, or ask `empty()` first")]),
    ("QueueFull", &[("", "wait for room by `await queue.put(…)`, or ask `full()` first")]),
    (
        "QueueShutDown",
        &[("", "the queue was shut down: this is how its workers hear that they may end")],
    ),
    (
        "IncompleteReadError",
        &[(
            "",
            "the other side has closed the connection early; what it had sent is in `error.partial`",
        )],
    ),
    (
        "DeadlockError",
        &[
            (
                "Queue.join()",
                "`join()` waits until `task_done()` was called for every item: call it after each `get()`, \
         best in a `finally`",
            ),
            (
                "Cycle:",
                "have all tasks take the locks in the same order, or hold one lock at a time",
            ),
            (
                "which it holds itself",
                "a lock of asyncio is taken once: move the inner `async with` out, or split the function",
            ),
            (
                "although it was cancelled",
                "a task that is cancelled has to end: after `except asyncio.CancelledError`, clean up and \
         `raise` it again",
            ),
            (
                "Queue.get()",
                "nothing puts an item any more: tell the workers that there is no more work \
         (`queue.shutdown()`), or cancel them",
            ),
            (
                "Queue.put()",
                "the queue is full, and nothing gets an item any more: start a worker first",
            ),
            (
                "Event.wait()",
                "nothing is left that could call `set()`: set the event before its setter ends",
            ),
            ("Barrier", "fewer tasks than the barrier counts will ever come: check their number"),
            (
                "Future",
                "nothing is left that could call `set_result()` or `set_exception()` of the future",
            ),
            (
                "",
                "see what each task waits for: something that would end one of these waits is missing",
            ),
        ],
    ),
    (
        "CancelledError",
        &[(
            "",
            "the task was cancelled; whoever awaits it catches `asyncio.CancelledError` or lets it end, \
         too",
        )],
    ),
    // ---- the language --------------------------------------------------------------------------
    (
        "TypeError",
        &[
            (
                "missing 1 required positional argument: 'self'",
                "call the method on an instance: `Class().method()`",
            ),
            (
                "takes 0 positional arguments but 1 was given",
                "in a class, a method's first parameter is the instance: `def method(self):`",
            ),
            (
                "can only concatenate str",
                "make text of it first: `str(value)`, or write `f\"… {value}\"`",
            ),
            (
                "unsupported operand type(s) for…'NoneType'",
                "one side is None: does the function that it came from `return` something?",
            ),
            (
                "unsupported operand type(s) for…'str'",
                "text and numbers do not mix: `int(text)` or `str(number)` makes one of the other",
            ),
            (
                "'NoneType' object is not",
                "this is None: does the function that it came from `return` something?",
            ),
            (
                "object is not callable",
                "only functions, classes and their like can be called: is a name used twice, or an operator \
         missing in front of the bracket?",
            ),
            ("object is not subscriptable", "only containers have items: `[…]` does not fit here"),
            ("object is not iterable", "only containers and iterators can be gone over"),
            (
                "unhashable type",
                "keys of dicts and items of sets do not change: use a tuple for a list",
            ),
            (
                "does not support item assignment",
                "it cannot be changed: make a new one, or a list of it",
            ),
        ],
    ),
    (
        "AttributeError",
        &[(
            "'NoneType' object has no attribute",
            "this is None: does the function that it came from `return` something?",
        )],
    ),
    (
        "UnboundLocalError",
        &[(
            "",
            "the function assigns to this name somewhere, so it is the function's own, and has no value \
         yet; `global` or `nonlocal` in front would mean the outer one",
        )],
    ),
    (
        "NameError",
        &[
            ("name 'null' is not defined", "in Python that is `None`"),
            ("name 'true' is not defined", "in Python that is `True`"),
            ("name 'false' is not defined", "in Python that is `False`"),
            (
                "name 'this' is not defined",
                "in Python a method's instance is its first parameter, `self`",
            ),
        ],
    ),
    ("ZeroDivisionError", &[("", "make sure that what stands below is not 0 before you divide")]),
    (
        "KeyError",
        &[("", "the key is not there: `d.get(key)` gives None instead, `key in d` asks first")],
    ),
    (
        "IndexError",
        &[
            ("pop from an empty", "ask whether there is something in it first"),
            ("out of range", "the first item is number 0, the last one number len(…) - 1"),
        ],
    ),
    (
        "ValueError",
        &[
            (
                "invalid literal for int()",
                "the text is no whole number: `float(text)` reads others; catch ValueError for what people type",
            ),
            (
                "too many values to unpack",
                "there are more values than names on the left; `*rest` takes those that are left",
            ),
            ("not enough values to unpack", "there are fewer values than names on the left"),
        ],
    ),
    (
        "ModuleNotFoundError",
        &[(
            "",
            "is it installed for this interpreter, or does its file lie beside the program? Modules written in C cannot be loaded",
        )],
    ),
    (
        "ImportError",
        &[(
            "most likely due to a circular import",
            "two modules import each other: import the name inside of the function that needs it",
        )],
    ),
    (
        "FileNotFoundError",
        &[("", "a path without `/` in front begins in the folder that the program was started in")],
    ),
    ("IsADirectoryError", &[("", "this is a folder: name a file in it")]),
    ("PermissionError", &[("", "whoever runs the program may not do that")]),
    (
        "ConnectionRefusedError",
        &[("", "nothing listens at that address: is the server up, and the port right?")],
    ),
    (
        "RecursionError",
        &[(
            "",
            "a function calls itself without an end: is the case missing in which it returns at once?",
        )],
    ),
    (
        "UnicodeDecodeError",
        &[(
            "",
            "the bytes are in another encoding: name it, as in `open(path, encoding=\"latin-1\")`",
        )],
    ),
    (
        "StopAsyncIteration",
        &[("", "the asynchronous iterator has no more items: `async for` ends by itself")],
    ),
    (
        "StopIteration",
        &[("", "the iterator has no more items: `next(iterator, default)` gives a value instead")],
    ),
];

/// What to do about an exception.
pub(crate) fn of_exception(_vm: &Vm, failure: &Failure) -> Vec<String> {
    if !failure.suggestion.is_empty() {
        return Vec::new();
    }
    let is = |class: &str| failure.kinds.iter().any(|kind| kind.rsplit('.').next() == Some(class));
    let rows = EXCEPTIONS.iter().filter(|(class, _)| is(class)).flat_map(|(_, rows)| *rows);
    if let Some(text) = advice(rows, &failure.message) {
        return vec![text];
    }
    if misfitting_call(failure).is_some() {
        return vec!["compare what the call gives with what the definition takes".to_owned()];
    }
    let undefined = failure.message.strip_prefix("name '").filter(|_| is("NameError"));
    if let Some(name) = undefined.and_then(|rest| rest.strip_suffix("' is not defined")) {
        return vec![format!(
            "define or import `{name}` before this line; if it is meant as text, put it in quotes"
        )];
    }
    if is("BaseExceptionGroup") {
        return vec!["`except* Class:` catches the exceptions of that class in a group".to_owned()];
    }
    Vec::new()
}

/// The qualified name of the function whose parameters a call does not fit.
pub(crate) fn misfitting_call(failure: &Failure) -> Option<&str> {
    if failure.kinds.first().is_none_or(|kind| kind != "TypeError") {
        return None;
    }
    let (name, rest) = failure.message.split_once("() ")?;
    let told = ["missing ", "takes ", "got "].iter().any(|begin| rest.starts_with(begin));
    (told && rest.contains("argument")).then_some(name)
}

static SYNTAX: Rows = &[
    ("expected ':'", "the head of a block ends with a colon"),
    ("was never closed", "every opening bracket needs its closing one"),
    ("unmatched '", "there is no bracket open that this could close"),
    (
        "closing parenthesis",
        "brackets are closed in the reverse order of their opening, each by its own kind",
    ),
    ("instead of '='?", "`=` gives a name a value, `==` compares"),
    (
        "cannot assign to",
        "on the left of `=` stands a name, an attribute, an item, or several of them",
    ),
    ("cannot delete", "`del` takes names, attributes and items"),
    ("Perhaps you forgot a comma", "items are separated by commas; texts are joined by `+`"),
    ("Missing parentheses in call to 'print'", "print is a function: `print(…)`"),
    ("Missing parentheses in call to", "it is a function: call it with parentheses"),
    ("unterminated triple-quoted", "a text that three quotes begin ends with three of the same"),
    (
        "unterminated",
        "a text ends on its line, with the quote that it begins with; three quotes make one of several lines",
    ),
    (
        "expected an indented block",
        "set the lines of the block in by four spaces; `pass` stands for an empty one",
    ),
    (
        "unexpected indent",
        "lines of one block begin in the same column; only after a colon they are set in further",
    ),
    ("unindent does not match", "begin the line in the column of the block that it belongs to"),
    ("inconsistent use of tabs", "use spaces only: tabs and spaces look the same and are not"),
    (
        "expected 'except' or 'finally'",
        "a `try` is followed by `except …:` or `finally:`, set in as far as itself",
    ),
    ("'return' outside function", "`return` belongs into a `def`; a program ends by `sys.exit()`"),
    ("'yield' outside function", "`yield` belongs into a `def`"),
    (
        "'await' outside function",
        "`await` belongs into an `async def` function, which `asyncio.run(main())` starts",
    ),
    (
        "outside …async",
        "only an `async def` function can wait: make it one, and await it where it is called",
    ),
    ("'break' outside loop", "`break` ends the `for` or `while` around it, and there is none"),
    ("'continue' not properly in loop", "`continue` belongs into a `for` or `while`"),
    ("positional argument follows keyword", "arguments without a name come first: `f(1, name=2)`"),
    ("keyword argument repeated", "give each argument once"),
    ("duplicate argument", "each parameter needs a name of its own"),
    (
        "parameter without a default follows",
        "parameters with a default come last: `def f(a, b=1):`",
    ),
    ("leading zeros", "numbers do not begin with 0; `0o17` is an octal one"),
    (
        "invalid decimal literal",
        "a name does not begin with a digit, and a number has no letters in it",
    ),
    (
        "invalid character",
        "the sign looks like another one: it comes from a text processor or a web page",
    ),
    ("invalid non-printable", "there is a sign that cannot be seen; write the space or line anew"),
    ("unexpected character after line continuation", "a backslash is the last sign of its line"),
    (
        "multiple exception types must be parenthesized",
        "several classes stand in parentheses: `except (A, B):`",
    ),
    (
        "default 'except:' must be last",
        "`except:` catches all, so what follows would never be asked",
    ),
    ("f-string: expecting '}'", "an expression in an f-string ends with `}`"),
    ("f-string: single '}'", "in an f-string a brace of the text is written twice: `}}`"),
    (
        "f-string: empty expression",
        "write the value between the braces, or `{{}}` for braces of the text",
    ),
    (
        "f-string: valid expression required",
        "write a value between the braces, or `{{}}` for braces of the text",
    ),
    (
        "nonlocal declaration not allowed at module level",
        "`nonlocal` belongs into a function within a function",
    ),
    (" global declaration", "`global` stands before the name is used in the function"),
    (" nonlocal declaration", "`nonlocal` stands before the name is used in the function"),
    ("is parameter and ", "a parameter is the function's own: use another name"),
    (
        "no binding for nonlocal",
        "`nonlocal` means a variable of a function around this one; one of the module is `global`",
    ),
    ("import * only allowed at module level", "import the names that you need"),
    (
        "from __future__ imports must occur at the beginning",
        "put it in front of everything but the documentation",
    ),
    (
        "did you forget parentheses around the comprehension target",
        "several targets stand in parentheses: `[(x, y) for x, y in pairs]`",
    ),
    (
        "Generator expression must be parenthesized",
        "beside other arguments it stands in parentheses of its own",
    ),
    (
        "expected 'else' after 'if' expression",
        "an `if` within an expression needs both values: `a if condition else b`",
    ),
    ("trailing comma not allowed", "take the last comma away, or put the names in parentheses"),
    ("Expected one or more names after 'import'", "name what is imported"),
    ("' cannot be keyword", "the word belongs to the language: use another name"),
    ("assignment expression cannot be used", "`:=` stands inside of expressions, in parentheses"),
    (
        "source code cannot contain null bytes",
        "the file is no text, or in UTF-16: save it as UTF-8",
    ),
    (
        "Non-UTF-8 code",
        "save the file as UTF-8, or say its encoding in its first line: `# -*- coding: latin-1 -*-`",
    ),
    ("unknown encoding", "name an encoding that exists, or save the file as UTF-8"),
    ("too many nested", "split the expression or the blocks"),
    ("invalid syntax. Maybe you meant", "`=` gives a name a value, `==` compares"),
];

/// What to do about a syntax error.
pub(crate) fn of_syntax(message: &str) -> Vec<String> {
    advice(SYNTAX, message).into_iter().collect()
}

/// What to do about a warning.
pub(crate) fn of_warning(category: &str, text: &str) -> Vec<String> {
    let text = match category {
        "SyntaxWarning" if text.contains("invalid escape sequence") => {
            "write the backslash twice, or `r` in front of the quotes"
        }
        "SyntaxWarning" if text.contains("\"is\" with") || text.contains("\"is not\" with") => {
            "`is` asks for the very same object: compare values by `==`"
        }
        "SyntaxWarning" if text.contains("assertion is always true") => {
            "`assert` takes no parentheses: `assert condition, message`"
        }
        "SyntaxWarning" if text.contains("perhaps you missed a comma") => {
            "put a comma between the items"
        }
        "ResourceWarning" => "close it by a `with` block",
        _ => return Vec::new(),
    };
    vec![text.to_owned()]
}
