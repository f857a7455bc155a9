//! A host whose time jumps to the next deadline when every thread waits. While one runs, or is blocked
//! in something else, time passes really. Everything else is the wrapped host's.

use std::cell::RefCell;
use std::io;
use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::child::Processes;
use super::net::Net;
use super::poller::{Event, Interest, Poller};
use super::terminal::Terminals;
use super::{
    Files, Host, Posix, Signals, Sleeper, Stream, System, ThreadBody, ThreadNumbers, Waited, Waker,
    Watched, Zone,
};

/// What reading the clock costs: time stands still while code runs, but a program that waits for it
/// to pass by looking at it must not wait for ever.
const TICK: u64 = 100;

/// The monotonic clock, and the first moment of 2025, in nanoseconds.
const SEEDED_START: (u64, i128) = (1_000_000_000_000, 1_735_689_600_000_000_000);

/// Wraps a host; the clock starts at the wrapped one's time.
pub struct VirtualClock<H> {
    inner: Arc<H>,
    clock: Arc<Clock>,
    /// What the wall clock is ahead of the monotonic one.
    wall: i128,
    started: u64,
}

impl<H: Host + 'static> VirtualClock<H> {
    /// Under a seed the clock starts at the same time in every run.
    pub fn new(inner: H) -> VirtualClock<H> {
        let (started, epoch) = match inner.seed() {
            Some(_) => SEEDED_START,
            None => (inner.monotonic(), inner.wall_clock()),
        };
        let wall = epoch - i128::from(started);
        let patient = inner.seed().is_some();
        let time =
            Time { now: started, running: 1, outside: 0, patient, next: 1, ..Time::default() };
        let clock = Arc::new(Clock(Mutex::new(time)));
        VirtualClock { inner: Arc::new(inner), clock, wall, started }
    }

    pub fn inner(&self) -> &H {
        &self.inner
    }

    /// Waits while something outside is at work, so that time passes. The thread counts as running:
    /// nobody else's time jumps meanwhile.
    fn really(&self, deadline: Option<u64>, wait: impl FnOnce(Option<u64>) -> Waited) -> Waited {
        let (start, now) = (self.inner.monotonic(), self.clock.lock().go_outside());
        let waited = wait(deadline.map(|d| start.saturating_add(d.saturating_sub(now))));
        let passed = now.saturating_add(self.inner.monotonic().saturating_sub(start));
        let reached = if waited == Waited::Deadline { deadline } else { None };
        let mut time = self.clock.lock();
        time.outside -= 1;
        time.now = time.now.max(reached.unwrap_or(0)).max(passed);
        waited
    }
}

/// The time, and who waits for what. Shared by all threads.
struct Clock(Mutex<Time>);

#[derive(Default)]
struct Time {
    now: u64,
    /// Threads that do not wait.
    running: usize,
    /// Those of them that wait for something outside.
    outside: usize,
    /// Time jumps as long as nothing outside is at work, however long somebody runs: under a seed.
    patient: bool,
    next: u64,
    waits: Vec<Wait>,
    /// Threads that were woken while they were about to wait.
    early: Vec<Thread>,
}

/// One thread's wait, until it takes notice that it is over.
struct Wait {
    number: u64,
    thread: Thread,
    deadline: Option<u64>,
    waker: Waker,
    over: Option<Waited>,
}

/// Who waits: the main thread, or the one of that sleeper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Thread {
    Main,
    Other(u64),
    /// One that waits with the poller at that address.
    Polling(usize),
}

impl Thread {
    fn of(poller: &Poller) -> Thread {
        Thread::Polling(std::ptr::from_ref(poller).addr())
    }
}

/// What a thread is given to come to a wait, under a seed; it may be in one that is not known here.
const PATIENCE: u64 = 10_000_000_000;

impl Time {
    /// A thread is about to wait for something outside: time passes really. The time.
    fn go_outside(&mut self) -> u64 {
        self.outside += 1;
        if self.patient {
            // Those who wait for time to jump look again.
            self.waits.iter().for_each(|wait| wait.waker.wake());
        }
        self.now
    }

    /// Whether the thread was woken before it waited.
    fn take_early(&mut self, thread: Thread) -> bool {
        let before = self.early.len();
        self.early.retain(|woken| *woken != thread);
        self.early.len() < before
    }

    /// How long a wait lasts really, unless it is ended.
    fn limit(&self, deadline: Option<u64>) -> Option<u64> {
        let left = deadline?.saturating_sub(self.now);
        let jumps = self.patient && self.outside == 0;
        Some(if jumps { left.saturating_add(PATIENCE) } else { left })
    }

    /// If nobody runs, time jumps to the earliest deadline, and whoever waits for that goes on: one
    /// at a time, so that threads with the same deadline always go on in the same order.
    /// `own` is the caller's wait, who looks by itself.
    fn advance(&mut self, own: Option<u64>) {
        if self.running > 0 {
            return;
        }
        let waiting = self.waits.iter_mut().filter(|w| w.over.is_none());
        let with_deadline = waiting.filter(|w| w.deadline.is_some());
        let Some(next) = with_deadline.min_by_key(|w| (w.deadline, w.number)) else { return };
        self.now = self.now.max(next.deadline.unwrap_or(0));
        next.over = Some(Waited::Deadline);
        if own != Some(next.number) {
            next.waker.wake();
        }
        self.running += 1;
    }

    /// The wait is over for its thread: why, or `found` if nobody has ended it.
    fn leave(&mut self, number: u64, found: Waited) -> Waited {
        let Some(at) = self.waits.iter().position(|w| w.number == number) else { return found };
        let wait = self.waits.remove(at);
        if wait.over.is_none() {
            self.running += 1;
            if found == Waited::Deadline {
                self.now = self.now.max(wait.deadline.unwrap_or(0));
            }
        }
        wait.over.unwrap_or(found)
    }
}

impl Clock {
    fn lock(&self) -> MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self) -> u64 {
        let mut time = self.lock();
        time.now = time.now.saturating_add(TICK);
        time.now
    }

    /// A thread waits: `really` waits for that many nanoseconds or for ever, unless `waker` wakes it.
    fn wait(
        &self,
        thread: Thread,
        deadline: Option<u64>,
        waker: Waker,
        really: &dyn Fn(Option<u64>) -> Waited,
    ) -> Waited {
        // A signal or another thread goes first, if it is there already.
        let first = really(Some(0));
        let mut time = self.lock();
        let early = time.take_early(thread);
        if first == Waited::Interrupted || first == Waited::Ready {
            return first;
        }
        if early {
            return Waited::Interrupted;
        }
        let number = time.next;
        time.next += 1;
        let left = time.limit(deadline);
        time.waits.push(Wait { number, thread, deadline, waker, over: None });
        time.running -= 1;
        time.advance(Some(number));
        if time.waits.last().is_some_and(|w| w.over.is_some()) {
            // Its own deadline was the earliest.
            return time.leave(number, Waited::Deadline);
        }
        drop(time);
        let found = really(left);
        self.lock().leave(number, found)
    }

    /// Another thread has something for this one: from now on it counts as running.
    fn wake(&self, thread: Thread) {
        let mut time = self.lock();
        if let Some(wait) = time.waits.iter_mut().find(|w| w.thread == thread && w.over.is_none()) {
            wait.over = Some(Waited::Interrupted);
            time.running += 1;
        } else if !time.early.contains(&thread) {
            time.early.push(thread);
        }
    }
}

/// A thread's place to wait.
struct VirtualSleeper {
    number: u64,
    inner: Arc<dyn Sleeper>,
    clock: Arc<Clock>,
    /// The wrapped host's clock.
    real: Arc<dyn Fn() -> u64 + Send + Sync>,
}

impl Sleeper for VirtualSleeper {
    fn wait(&self, deadline: Option<u64>) -> Waited {
        let inner = self.inner.clone();
        let waker = Waker::new(move || inner.wake());
        self.clock.wait(Thread::Other(self.number), deadline, waker, &|left| {
            self.inner.wait(left.map(|left| (self.real)().saturating_add(left)))
        })
    }

    fn wake(&self) {
        self.clock.wake(Thread::Other(self.number));
        self.inner.wake();
    }
}

impl Drop for VirtualSleeper {
    fn drop(&mut self) {
        let mut time = self.clock.lock();
        time.running = time.running.saturating_sub(1);
        time.advance(None);
    }
}

impl<H: Host + 'static> Host for VirtualClock<H> {
    fn seed(&self) -> Option<u64> {
        self.inner.seed()
    }

    fn repeats(&self) -> bool {
        true
    }

    fn hash_key(&self) -> (u64, u64) {
        self.inner.hash_key()
    }

    fn monotonic(&self) -> u64 {
        self.clock.tick()
    }

    fn wall_clock(&self) -> i128 {
        self.wall + i128::from(self.clock.tick())
    }

    fn cpu_time(&self) -> u64 {
        self.clock.tick() - self.started
    }

    fn wait(&self, deadline: Option<u64>) -> Waited {
        self.clock.wait(Thread::Main, deadline, self.inner.waker(), &|left| {
            self.inner.wait(left.map(|left| self.inner.monotonic().saturating_add(left)))
        })
    }

    fn sleeper(&self) -> Arc<dyn Sleeper> {
        let mut time = self.clock.lock();
        let number = time.next;
        time.next += 1;
        time.running += 1;
        drop(time);
        let inner = self.inner.clone();
        let real = Arc::new(move || inner.monotonic());
        let clock = self.clock.clone();
        Arc::new(VirtualSleeper { number, inner: self.inner.sleeper(), clock, real })
    }

    fn start_thread(&self, stack: usize, body: ThreadBody) -> io::Result<u64> {
        self.inner.start_thread(stack, body)
    }

    fn thread_numbers(&self) -> ThreadNumbers {
        self.inner.thread_numbers()
    }

    fn thread_time(&self) -> u64 {
        self.clock.tick() - self.started
    }

    fn processors(&self) -> usize {
        self.inner.processors()
    }

    fn new_poller(&self, main: bool) -> io::Result<Poller> {
        self.inner.new_poller(main)
    }

    fn poll(&self, poller: &Poller, deadline: Option<u64>, ready: &mut Vec<Event>) -> Waited {
        // What is ready goes first, as do signals and other threads.
        let waited = self.inner.poll(poller, Some(0), ready);
        if waited != Waited::Deadline || deadline == Some(0) {
            return waited;
        }
        if poller.outside() > 0 {
            return self.really(deadline, |until| self.inner.poll(poller, until, ready));
        }
        let ready = RefCell::new(ready);
        self.clock.wait(Thread::of(poller), deadline, poller.waker().clone(), &|left| {
            let until = left.map(|left| match left {
                0 => 0,
                left => self.inner.monotonic().saturating_add(left),
            });
            self.inner.poll(poller, until, &mut ready.borrow_mut())
        })
    }

    fn poller_waker(&self, poller: &Poller) -> Waker {
        let (clock, thread) = (self.clock.clone(), Thread::of(poller));
        let inner = self.inner.poller_waker(poller);
        Waker::new(move || {
            clock.wake(thread);
            inner.wake();
        })
    }

    fn wait_for(&self, fd: RawFd, interest: Interest, deadline: Option<u64>, main: bool) -> Waited {
        self.really(deadline, |until| self.inner.wait_for(fd, interest, until, main))
    }

    fn wait_for_any(
        &self,
        watched: &mut Vec<Watched>,
        deadline: Option<u64>,
        main: bool,
    ) -> io::Result<Waited> {
        if main && watched.iter().all(|entry| entry.fd < 0) && deadline != Some(0) {
            // Nothing is watched: only time passes.
            return Ok(self.wait(deadline));
        }
        let mut failed = None;
        let waited = self.really(deadline, |until| {
            self.inner.wait_for_any(watched, until, main).unwrap_or_else(|error| {
                failed = Some(error);
                Waited::Interrupted
            })
        });
        failed.map_or(Ok(waited), Err)
    }

    fn waker(&self) -> Waker {
        let (clock, inner) = (self.clock.clone(), self.inner.waker());
        Waker::new(move || {
            clock.wake(Thread::Main);
            inner.wake();
        })
    }

    fn own_signals(&self, notify: Box<dyn Fn() + Send + Sync>) -> io::Result<()> {
        self.inner.own_signals(notify)
    }

    fn take_signals(&self) -> Signals {
        self.inner.take_signals()
    }

    fn net(&self) -> &dyn Net {
        self.inner.net()
    }

    fn processes(&self) -> &dyn Processes {
        self.inner.processes()
    }

    fn terminals(&self) -> &dyn Terminals {
        self.inner.terminals()
    }

    fn entropy(&self, out: &mut [u8]) {
        self.inner.entropy(out);
    }

    fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        self.inner.write(stream, bytes)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        self.inner.is_terminal(stream)
    }

    fn read_input(&self, out: &mut [u8]) -> io::Result<usize> {
        self.inner.read_input(out)
    }

    fn input_is_terminal(&self) -> bool {
        self.inner.input_is_terminal()
    }

    fn files(&self) -> &dyn Files {
        self.inner.files()
    }

    fn system(&self) -> &dyn System {
        self.inner.system()
    }

    fn posix(&self) -> &dyn Posix {
        self.inner.posix()
    }

    fn after_fork(&self, of_main: bool) {
        let mut time = self.clock.lock();
        time.running = 1;
        time.waits.clear();
        drop(time);
        self.inner.after_fork(of_main);
    }

    fn read_file(&self, path: &str) -> io::Result<Vec<u8>> {
        self.inner.read_file(path)
    }

    fn local_zone(&self, epoch_seconds: i64) -> Zone {
        self.inner.local_zone(epoch_seconds)
    }
}
