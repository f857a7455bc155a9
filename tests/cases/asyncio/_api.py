# The public names of asyncio, by the page of the documentation that tells of them, each with its
# signature where it has one. `loop` stands for loops of every kind; windows' names are left out.

PAGES = {
    'runner': """
Runner.close ()
Runner.get_loop ()
Runner.run (coro, *, context=None)
run (main, *, debug=None, loop_factory=None)
    """,
    'task': """
Task.add_done_callback (fn, /, *, context=None)
Task.cancel (msg=None)
Task.cancelled ()
Task.cancelling ()
Task.done ()
Task.exception ()
Task.get_context ()
Task.get_coro ()
Task.get_name ()
Task.get_stack (*, limit=None)
Task.print_stack (*, limit=None, file=None)
Task.remove_done_callback (fn, /)
Task.result ()
Task.set_name (value, /)
Task.uncancel ()
TaskGroup.create_task (coro, *, name=None, context=None)
Timeout.expired ()
Timeout.reschedule (when)
Timeout.when ()
all_tasks (loop=None)
as_completed (fs, *, timeout=None)
create_eager_task_factory (custom_task_constructor)
create_task (coro, *, name=None, context=None)
current_task (loop=None)
eager_task_factory (loop, coro, *, name=None, context=None)
gather (*coros_or_futures, return_exceptions=False)
iscoroutine (obj)
run_coroutine_threadsafe (coro, loop)
shield (arg)
sleep (delay, result=None)
timeout (delay)
timeout_at (when)
to_thread (func, /, *args, **kwargs)
wait (fs, *, timeout=None, return_when='ALL_COMPLETED')
wait_for (fut, timeout)
    """,
    'stream': """
StreamReader.at_eof ()
StreamReader.feed_eof ()
StreamReader.read (n=-1)
StreamReader.readexactly (n)
StreamReader.readline ()
StreamReader.readuntil (separator=b'\\n')
StreamWriter.can_write_eof ()
StreamWriter.close ()
StreamWriter.drain ()
StreamWriter.get_extra_info (name, default=None)
StreamWriter.is_closing ()
StreamWriter.start_tls (sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)
StreamWriter.transport
StreamWriter.wait_closed ()
StreamWriter.write (data)
StreamWriter.write_eof ()
StreamWriter.writelines (data)
open_connection (host=None, port=None, *, limit=65536, **kwds)
open_unix_connection (path=None, *, limit=65536, **kwds)
start_server (client_connected_cb, host=None, port=None, *, limit=65536, **kwds)
start_unix_server (client_connected_cb, path=None, *, limit=65536, **kwds)
    """,
    'sync': """
Barrier.abort ()
Barrier.broken
Barrier.n_waiting
Barrier.parties
Barrier.reset ()
Barrier.wait ()
BoundedSemaphore (value=1)
BrokenBarrierError
Condition.acquire ()
Condition.locked ()
Condition.notify (n=1)
Condition.notify_all ()
Condition.release ()
Condition.wait ()
Condition.wait_for (predicate)
Event.clear ()
Event.is_set ()
Event.set ()
Event.wait ()
Lock.acquire ()
Lock.locked ()
Lock.release ()
Semaphore.acquire ()
Semaphore.locked ()
Semaphore.release ()
    """,
    'subprocess': """
create_subprocess_exec (program, *args, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)
create_subprocess_shell (cmd, stdin=None, stdout=None, stderr=None, limit=65536, **kwds)
subprocess.DEVNULL
subprocess.PIPE
subprocess.Process.communicate (input=None)
subprocess.Process.kill ()
subprocess.Process.pid
subprocess.Process.returncode
subprocess.Process.send_signal (signal)
subprocess.Process.stderr
subprocess.Process.stdin
subprocess.Process.stdout
subprocess.Process.terminate ()
subprocess.Process.wait ()
subprocess.STDOUT
    """,
    'queue': """
LifoQueue (maxsize=0)
PriorityQueue (maxsize=0)
Queue.empty ()
Queue.full ()
Queue.get ()
Queue.get_nowait ()
Queue.join ()
Queue.maxsize
Queue.put (item)
Queue.put_nowait (item)
Queue.qsize ()
Queue.shutdown (immediate=False)
Queue.task_done ()
QueueEmpty
QueueFull
QueueShutDown
    """,
    'exceptions': """
CancelledError
IncompleteReadError.expected
IncompleteReadError.partial
InvalidStateError
LimitOverrunError.consumed
SendfileNotAvailableError
TimeoutError
    """,
    'graph': """
FrameCallGraphEntry (frame)
FutureCallGraph (future, call_stack, awaited_by)
capture_call_graph (future=None, /, *, depth=1, limit=None)
format_call_graph (future=None, /, *, depth=1, limit=None)
future_add_to_awaited_by (fut, waiter, /)
future_discard_from_awaited_by (fut, waiter, /)
print_call_graph (future=None, /, *, file=None, depth=1, limit=None)
    """,
    'eventloop': """
AbstractEventLoop ()
EventLoop (selector=None)
Handle.cancel ()
Handle.cancelled ()
Handle.get_context ()
SelectorEventLoop (selector=None)
Server.abort_clients ()
Server.close ()
Server.close_clients ()
Server.get_loop ()
Server.is_serving ()
Server.serve_forever ()
Server.sockets
Server.start_serving ()
Server.wait_closed ()
TimerHandle.when ()
get_event_loop ()
get_running_loop ()
new_event_loop ()
set_event_loop (loop)
loop.add_reader (fd, callback, *args)
loop.add_signal_handler (sig, callback, *args)
loop.add_writer (fd, callback, *args)
loop.call_at (when, callback, *args, context=None)
loop.call_exception_handler (context)
loop.call_later (delay, callback, *args, context=None)
loop.call_soon (callback, *args, context=None)
loop.call_soon_threadsafe (callback, *args, context=None)
loop.close ()
loop.connect_accepted_socket (protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)
loop.connect_read_pipe (protocol_factory, pipe)
loop.connect_write_pipe (protocol_factory, pipe)
loop.create_connection (protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None)
loop.create_datagram_endpoint (protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None)
loop.create_future ()
loop.create_server (protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)
loop.create_task (coro, *, name=None, context=None)
loop.create_unix_connection (protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)
loop.create_unix_server (protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)
loop.default_exception_handler (context)
loop.get_debug ()
loop.get_exception_handler ()
loop.get_task_factory ()
loop.getaddrinfo (host, port, *, family=0, type=0, proto=0, flags=0)
loop.getnameinfo (sockaddr, flags=0)
loop.is_closed ()
loop.is_running ()
loop.remove_reader (fd)
loop.remove_signal_handler (sig)
loop.remove_writer (fd)
loop.run_forever ()
loop.run_in_executor (executor, func, *args)
loop.run_until_complete (future)
loop.sendfile (transport, file, offset=0, count=None, *, fallback=True)
loop.set_debug (enabled)
loop.set_default_executor (executor)
loop.set_exception_handler (handler)
loop.set_task_factory (factory)
loop.shutdown_asyncgens ()
loop.shutdown_default_executor (timeout=None)
loop.sock_accept (sock)
loop.sock_connect (sock, address)
loop.sock_recv (sock, nbytes)
loop.sock_recv_into (sock, buf)
loop.sock_recvfrom (sock, bufsize)
loop.sock_recvfrom_into (sock, buf, nbytes=0)
loop.sock_sendall (sock, data)
loop.sock_sendfile (sock, file, offset=0, count=None, *, fallback=None)
loop.sock_sendto (sock, data, address)
loop.start_tls (transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)
loop.stop ()
loop.subprocess_exec (protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs)
loop.subprocess_shell (protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs)
loop.time ()
    """,
    'future': """
Future.add_done_callback (fn, /, *, context=None)
Future.cancel (msg=None)
Future.cancelled ()
Future.done ()
Future.exception ()
Future.get_loop ()
Future.remove_done_callback (fn, /)
Future.result ()
Future.set_exception (exception, /)
Future.set_result (result, /)
ensure_future (coro_or_future, *, loop=None)
isfuture (obj)
wrap_future (future, *, loop=None)
    """,
    'protocol': """
BaseProtocol.connection_lost (exc)
BaseProtocol.connection_made (transport)
BaseProtocol.pause_writing ()
BaseProtocol.resume_writing ()
BaseTransport.close ()
BaseTransport.get_extra_info (name, default=None)
BaseTransport.get_protocol ()
BaseTransport.is_closing ()
BaseTransport.set_protocol (protocol)
BufferedProtocol.buffer_updated (nbytes)
BufferedProtocol.eof_received ()
BufferedProtocol.get_buffer (sizehint)
DatagramProtocol.datagram_received (data, addr)
DatagramProtocol.error_received (exc)
DatagramTransport.abort ()
DatagramTransport.sendto (data, addr=None)
Protocol.data_received (data)
Protocol.eof_received ()
ReadTransport.is_reading ()
ReadTransport.pause_reading ()
ReadTransport.resume_reading ()
SubprocessProtocol.pipe_connection_lost (fd, exc)
SubprocessProtocol.pipe_data_received (fd, data)
SubprocessProtocol.process_exited ()
SubprocessTransport.close ()
SubprocessTransport.get_pid ()
SubprocessTransport.get_pipe_transport (fd)
SubprocessTransport.get_returncode ()
SubprocessTransport.kill ()
SubprocessTransport.send_signal (signal)
SubprocessTransport.terminate ()
Transport (extra=None)
WriteTransport.abort ()
WriteTransport.can_write_eof ()
WriteTransport.get_write_buffer_limits ()
WriteTransport.get_write_buffer_size ()
WriteTransport.set_write_buffer_limits (high=None, low=None)
WriteTransport.write (data)
WriteTransport.write_eof ()
WriteTransport.writelines (list_of_data)
    """,
    'policy': """
AbstractEventLoopPolicy.get_event_loop ()
AbstractEventLoopPolicy.new_event_loop ()
AbstractEventLoopPolicy.set_event_loop (loop)
DefaultEventLoopPolicy ()
get_event_loop_policy ()
set_event_loop_policy (policy)
    """,
    'extending': """
_enter_task (loop, task)
_leave_task (loop, task)
_register_task (task)
_unregister_task (task)
Future.__init__ (*args, **kwargs)
Task.__init__ (*args, **kwargs)
    """,
    'others': """
FIRST_COMPLETED
FIRST_EXCEPTION
ALL_COMPLETED
BaseEventLoop
AbstractServer ()
iscoroutinefunction (func)
StreamReaderProtocol (stream_reader, client_connected_cb=None, loop=None)
loop.slow_callback_duration
    """,
}
