//! The one door to the outside: everything that a script can ask of the world goes through [`Host`].

/// Where output goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// Why a wait ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waited {
    /// The deadline has come.
    Deadline,
    /// A signal arrived, or another thread woke the interpreter.
    Interrupted,
}

/// The world as one interpreter sees it. Times are nanoseconds.
pub trait Host: Send {
    /// The keys of this run's string hashes.
    fn hash_key(&self) -> (u64, u64);

    /// A clock that never goes back.
    fn monotonic(&self) -> u64;

    /// Nanoseconds since the Unix epoch.
    fn wall_clock(&self) -> i128;

    /// Waits until the deadline on the monotonic clock (`None`: for ever) unless interrupted before.
    fn wait(&self, deadline: Option<u64>) -> Waited;

    /// Random bytes.
    fn entropy(&self, out: &mut [u8]);

    /// Writes all bytes; nothing is buffered on this side.
    fn write(&self, stream: Stream, bytes: &[u8]) -> std::io::Result<()>;

    /// Whether the stream is a terminal, so that somebody waits for every line.
    fn is_terminal(&self, stream: Stream) -> bool {
        let _ = stream;
        false
    }

    /// The content of a file.
    fn read_file(&self, path: &str) -> std::io::Result<Vec<u8>>;

    /// Minutes that the local time is ahead of UTC at that moment, and the zone's abbreviation.
    fn utc_offset(&self, epoch_seconds: i64) -> (i32, String);
}
