//! One TLS connection as a machine over bytes: records go in, data comes out, and the other way round.
//! It neither waits nor knows where the bytes go; sockets, memory and the event loop drive it.

use std::io::{self, Read, Write};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::server::{Accepted, Acceptor};
use rustls::{
    CipherSuite, ClientConnection, Error, HandshakeKind, ProtocolVersion, ServerConnection,
};

use super::config::{Beside, Sessions, Settings, failure_of};
use super::failure::{Failure, of_error};
use super::suites;

/// Bytes in front of every record: what it is, a version, its length.
const HEADER: usize = 5;
/// A record may be this long, with what encryption adds.
const LONGEST: usize = 16384 + 2048;
/// Data that is encrypted at once; a multiple of what fits into a record.
pub(crate) const PIECE: usize = 65536;

/// How far it is.
enum Phase {
    /// A client that has not begun: nothing goes out before the first step.
    Fresh(Box<Start>),
    /// A server that waits for the first message.
    Listening(Box<Acceptor>),
    /// A server that has got it; somebody has to decide which context answers.
    Asked(Box<Accepted>),
    Client(Box<ClientConnection>),
    Server(Box<ServerConnection>),
    /// It could not begin.
    Dead,
}

/// What a client's end is made of.
struct Start {
    settings: Settings,
    host: Option<String>,
    sessions: Arc<Sessions>,
}

/// How a handshake goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// More has to come in.
    NeedsData,
    /// A client has said hello, naming the host that it means: [`Link::answer`] goes on.
    Hello(Option<String>),
    Done,
}

/// Runs the same on both kinds of connections.
macro_rules! either {
    ($phase:expr, $connection:ident => $work:expr, $other:expr) => {
        match $phase {
            Phase::Client($connection) => $work,
            Phase::Server($connection) => $work,
            Phase::Fresh(_) | Phase::Listening(_) | Phase::Asked(_) | Phase::Dead => $other,
        }
    };
}

pub(crate) struct Link {
    phase: Phase,
    pub(super) beside: Beside,
    /// The record that is coming in.
    record: Vec<u8>,
    /// What came behind a client's hello.
    later: Vec<u8>,
    /// Data for whoever reads, from `taken` on.
    plain: Vec<u8>,
    taken: usize,
    /// Records that have to go out, from `sent` on.
    out: Vec<u8>,
    sent: usize,
    failure: Option<Failure>,
    /// The other side has said that it is done.
    pub(crate) peer_closed: bool,
    pub(super) said_goodbye: bool,
    /// Suites that a client offered and that are known here, too.
    shared: Option<Vec<&'static suites::Suite>>,
    /// Data for the application came before anything else.
    begun: bool,
}

impl Link {
    fn new(phase: Phase) -> Link {
        Link {
            phase,
            beside: Beside::default(),
            record: Vec::new(),
            later: Vec::new(),
            plain: Vec::new(),
            taken: 0,
            out: Vec::new(),
            sent: 0,
            failure: None,
            peer_closed: false,
            said_goodbye: false,
            shared: None,
            begun: false,
        }
    }

    /// A client's end, which means that host.
    pub(crate) fn client(
        settings: Settings,
        host: Option<String>,
        sessions: Arc<Sessions>,
    ) -> Link {
        Link::new(Phase::Fresh(Box::new(Start { settings, host, sessions })))
    }

    pub(crate) fn server() -> Link {
        Link::new(Phase::Listening(Box::default()))
    }

    pub(crate) fn set_time(&self, nanoseconds: i128) {
        self.beside.set_time(nanoseconds);
    }

    // ---- records that come in --------------------------------------------------------------------

    /// How many bytes the record that is coming in still needs, as far as that is known.
    fn missing(&self) -> usize {
        match self.record.get(3..HEADER) {
            Some(&[high, low]) => {
                let length = usize::from(high) << 8 | usize::from(low);
                (HEADER + length).saturating_sub(self.record.len())
            }
            _ => HEADER - self.record.len(),
        }
    }

    /// Reads one piece of a record. Never more than the record: what follows the end of the connection
    /// is no business of TLS. The number of bytes; 0 at the end of the stream.
    pub(crate) fn receive(
        &mut self,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let have = self.record.len();
        self.record.resize(have + self.missing(), 0);
        let got = read(self.record.get_mut(have..).unwrap_or_default());
        self.record.truncate(have + *got.as_ref().unwrap_or(&0));
        if *got.as_ref().unwrap_or(&0) > 0 {
            self.consider();
        }
        got
    }

    /// Takes everything in.
    pub(crate) fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.failure.is_none() && !self.peer_closed {
            if matches!(self.phase, Phase::Asked(_)) {
                // Nobody has answered yet.
                self.later.extend_from_slice(bytes);
                return;
            }
            // Reading from a slice does not fail.
            let _ = self.receive(|place| bytes.read(place));
        }
    }

    /// Looks at the record as far as it has come.
    fn consider(&mut self) {
        if self.failure.is_some() {
            return;
        }
        if self.record.len() == HEADER
            && let Some(failure) = self.bad_header()
        {
            self.failure = Some(failure);
            return;
        }
        if self.record.len() >= HEADER && self.missing() == 0 {
            let record = std::mem::take(&mut self.record);
            self.process(&record);
            self.record = record;
            self.record.clear();
        }
    }

    /// What does not look like TLS at all.
    fn bad_header(&self) -> Option<Failure> {
        let &[kind, major, _, high, low] = self.record.as_slice() else { return None };
        let is_server = matches!(self.phase, Phase::Listening(_) | Phase::Asked(_));
        if is_server && !self.begun {
            match self.record.as_slice() {
                b"GET /" | b"POST " | b"HEAD " | b"PUT /" => {
                    return Some(Failure::reason("HTTP_REQUEST"));
                }
                b"CONNE" => return Some(Failure::reason("HTTPS_PROXY_REQUEST")),
                _ => {}
            }
        }
        if !(20..=24).contains(&kind) || major != 3 {
            return Some(Failure::reason("WRONG_VERSION_NUMBER"));
        }
        let length = usize::from(high) << 8 | usize::from(low);
        (length > LONGEST).then(|| Failure::reason("PACKET_LENGTH_TOO_LONG"))
    }

    fn process(&mut self, mut record: &[u8]) {
        self.begun = true;
        if let Phase::Listening(acceptor) = &mut self.phase {
            let mut answer = Ok(None);
            while !record.is_empty() && matches!(answer, Ok(None)) {
                if acceptor.read_tls(&mut record).is_err() {
                    self.failure = Some(Failure::reason("EXCESSIVE_MESSAGE_SIZE"));
                    return;
                }
                answer = acceptor.accept();
            }
            match answer {
                Ok(None) => {}
                Ok(Some(accepted)) => self.phase = Phase::Asked(Box::new(accepted)),
                Err((error, mut alert)) => {
                    let _ = alert.write_all(&mut self.out);
                    self.failure = Some(of_error(&error));
                }
            }
            return;
        }
        while !record.is_empty() && self.failure.is_none() {
            let step = either!(&mut self.phase, connection => {
                let read = connection.read_tls(&mut record);
                match read {
                    Err(_) => Err(Error::General(String::new())),
                    Ok(_) => connection.process_new_packets(),
                }
            }, return);
            match step {
                Ok(state) => {
                    let length = state.plaintext_bytes_to_read();
                    self.peer_closed |= state.peer_has_closed();
                    self.take_plain(length);
                }
                Err(error) => self.failure = Some(failure_of(&error, &self.beside)),
            }
        }
        self.collect();
        self.say_as_openssl();
    }

    /// TLS 1.2 has no alert of its own for a certificate that is missing.
    fn say_as_openssl(&mut self) {
        let version = either!(&self.phase, connection => connection.protocol_version(), None);
        if self.failure.is_some()
            && version == Some(ProtocolVersion::TLSv1_2)
            && self.out.ends_with(&[21, 3, 3, 0, 2, 2, 116])
            && let Some(last) = self.out.last_mut()
        {
            *last = 40;
        }
    }

    fn take_plain(&mut self, length: usize) {
        if length == 0 {
            return;
        }
        if self.taken > 0 {
            self.plain.drain(..self.taken);
            self.taken = 0;
        }
        let have = self.plain.len();
        self.plain.resize(have + length, 0);
        let place = self.plain.get_mut(have..).unwrap_or_default();
        let got = either!(&mut self.phase, connection => connection.reader().read(place), Ok(0));
        self.plain.truncate(have + got.unwrap_or(0));
    }

    /// Takes what the connection wants to send.
    fn collect(&mut self) {
        let out = &mut self.out;
        either!(&mut self.phase, connection => {
            while connection.wants_write() {
                // Writing into memory does not fail.
                if connection.write_tls(out).unwrap_or(0) == 0 {
                    break;
                }
            }
        }, ());
    }

    /// The stream has ended.
    pub(crate) fn end(&mut self) {
        if self.failure.is_none() && !self.peer_closed {
            self.failure = Some(Failure::Eof);
        }
    }

    // ---- the handshake ---------------------------------------------------------------------------

    /// Goes on as far as it can without more data.
    pub(crate) fn handshake(&mut self) -> Result<Step, Failure> {
        if let Phase::Fresh(_) = &self.phase
            && let Phase::Fresh(start) = std::mem::replace(&mut self.phase, Phase::Dead)
        {
            match start.settings.client(start.host.as_deref(), &start.sessions, &mut self.beside) {
                Ok(mut connection) => {
                    connection.set_buffer_limit(None);
                    self.phase = Phase::Client(Box::new(connection));
                    self.collect();
                }
                Err(failure) => self.failure = Some(failure),
            }
        }
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if let Phase::Asked(hello) = &self.phase {
            return Ok(Step::Hello(hello.client_hello().server_name().map(str::to_owned)));
        }
        let going = either!(&self.phase, connection => connection.is_handshaking(), true);
        if going && self.peer_closed {
            return Err(Failure::Eof);
        }
        Ok(if going { Step::NeedsData } else { Step::Done })
    }

    /// The answer to a client's hello: with these settings, or with an alert.
    pub(crate) fn answer(&mut self, settings: &Settings) {
        let Phase::Asked(hello) = std::mem::replace(&mut self.phase, Phase::Dead) else { return };
        let offered = hello.client_hello().cipher_suites().to_vec();
        let known = |suite: &&CipherSuite| settings.suites.iter().any(|own| own.suite == **suite);
        self.shared = Some(offered.iter().filter(known).filter_map(|s| suites::row(*s)).collect());
        if settings.keys.is_empty() {
            self.refuse_hello(40, "NO_SHARED_CIPHER");
            return;
        }
        match settings.server(*hello, &self.beside) {
            Ok(mut connection) => {
                connection.set_buffer_limit(None);
                self.phase = Phase::Server(Box::new(connection));
                self.collect();
                let later = std::mem::take(&mut self.later);
                self.feed(&later);
            }
            Err((failure, alert)) => {
                if let Some(mut alert) = alert {
                    let _ = alert.write_all(&mut self.out);
                }
                self.failure = Some(failure);
            }
        }
    }

    /// Ends a handshake at its beginning with an alert.
    pub(crate) fn refuse_hello(&mut self, alert: u8, reason: &'static str) {
        self.phase = Phase::Dead;
        self.out.extend([21, 3, 3, 0, 2, 2, alert]);
        self.failure = Some(Failure::reason(reason));
    }

    pub(crate) fn is_done(&self) -> bool {
        either!(&self.phase, connection => !connection.is_handshaking(), false)
    }

    pub(super) fn has_begun(&self) -> bool {
        !matches!(self.phase, Phase::Fresh(_) | Phase::Listening(_))
    }

    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// An end without a word has been reported.
    pub(super) fn note_gone(&mut self) {
        self.failure = Some(Failure::GoneBefore);
    }

    // ---- data ------------------------------------------------------------------------------------

    /// Data that has come and nobody has read.
    pub(crate) fn plain(&self) -> &[u8] {
        self.plain.get(self.taken..).unwrap_or_default()
    }

    /// All of it, which is read then.
    pub(crate) fn take_plain_data(&mut self) -> Vec<u8> {
        if self.taken > 0 {
            self.plain.drain(..self.taken);
            self.taken = 0;
        }
        std::mem::take(&mut self.plain)
    }

    /// So much of it is read.
    pub(crate) fn consume(&mut self, count: usize) {
        self.taken = (self.taken + count).min(self.plain.len());
        if self.taken == self.plain.len() {
            self.plain.clear();
            self.taken = 0;
        }
    }

    /// Encrypts data.
    pub(crate) fn encrypt(&mut self, data: &[u8]) {
        let done =
            either!(&mut self.phase, connection => connection.writer().write_all(data), Ok(()));
        if done.is_err() && self.failure.is_none() {
            self.failure = Some(Failure::reason("INTERNAL_ERROR"));
        }
        self.collect();
    }

    /// Says that nothing more follows.
    pub(crate) fn say_goodbye(&mut self) {
        if !self.said_goodbye {
            self.said_goodbye = true;
            either!(&mut self.phase, connection => connection.send_close_notify(), ());
            self.collect();
        }
    }

    /// Nobody would hear a goodbye.
    pub(crate) fn peer_is_deaf(&mut self) {
        self.said_goodbye = true;
    }

    /// What has to go out.
    pub(crate) fn outgoing(&self) -> &[u8] {
        self.out.get(self.sent..).unwrap_or_default()
    }

    /// All of it, which is gone then.
    pub(crate) fn take_outgoing(&mut self) -> Vec<u8> {
        if self.sent > 0 {
            self.out.drain(..self.sent);
            self.sent = 0;
        }
        std::mem::take(&mut self.out)
    }

    /// So much of it has gone.
    pub(crate) fn advance(&mut self, count: usize) {
        self.sent += count;
        if self.sent >= self.out.len() {
            self.sent = 0;
            self.out.clear();
            if self.out.capacity() > 4 * PIECE {
                self.out = Vec::new();
            }
        }
    }

    // ---- what was agreed on ----------------------------------------------------------------------

    pub(super) fn version(&self) -> Option<&'static str> {
        let version = either!(&self.phase, connection => connection.protocol_version(), None)?;
        Some(match version {
            ProtocolVersion::TLSv1_3 => "TLSv1.3",
            ProtocolVersion::TLSv1_2 => "TLSv1.2",
            _ => "unknown",
        })
    }

    pub(super) fn suite(&self) -> Option<&'static suites::Suite> {
        let chosen =
            either!(&self.phase, connection => connection.negotiated_cipher_suite(), None)?;
        suites::row(chosen.suite())
    }

    /// Suites that both sides know, in the client's order; `None` where that is not told.
    pub(super) fn shared_suites(&self) -> Option<Vec<&'static suites::Suite>> {
        self.shared.clone()
    }

    pub(super) fn protocol(&self) -> Option<&[u8]> {
        either!(&self.phase, connection => connection.alpn_protocol(), None)
    }

    pub(super) fn is_resumed(&self) -> bool {
        let kind = either!(&self.phase, connection => connection.handshake_kind(), None);
        kind == Some(HandshakeKind::Resumed)
    }

    /// The chain that the other side sent.
    pub(super) fn presented(&self) -> Vec<CertificateDer<'static>> {
        let chain = either!(&self.phase, connection => connection.peer_certificates(), None);
        chain.map(<[_]>::to_vec).unwrap_or_default()
    }

    /// The chain that leads to somebody who is trusted, or what was sent where nobody looked.
    pub(super) fn verified(&self) -> Vec<CertificateDer<'static>> {
        let chain = self.beside.with_record(|record| record.verified.clone());
        if chain.is_empty() { self.presented() } else { chain }
    }
}
