//! Which clock a test runs on: the virtual one, the real one, or each in turn.

use std::path::Path;

/// The clock of one run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Clock {
    /// Sleeping takes no time.
    Virtual,
    Real,
}

/// Tests of this folder need the real clock.
const REAL_ONLY: &str = "real_time";

/// Tests of this folder run on both: there the world outside decides when something happens.
const BOTH: &str = "sockets";

impl Clock {
    /// The clocks of a test. With `GOLDEN_CLOCK=real` that is the real one for all.
    pub(crate) fn of(script: &Path) -> &'static [Clock] {
        let is_in = |folder: &str| script.components().any(|part| part.as_os_str() == folder);
        if Clock::all_real() || is_in(REAL_ONLY) {
            &[Clock::Real]
        } else if is_in(BOTH) {
            &[Clock::Virtual, Clock::Real]
        } else {
            &[Clock::Virtual]
        }
    }

    pub(crate) fn all_real() -> bool {
        std::env::var("GOLDEN_CLOCK").is_ok_and(|clock| clock == "real")
    }
}
