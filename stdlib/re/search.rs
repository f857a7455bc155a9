//! Searching: where in a subject a program is tried at all.

use taipan_engine::object::slots::PyResult;

use super::matcher::Machine;
use super::program::{Program, Start};
use super::text::skip;

/// How a subject is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    /// From the first place on.
    Match,
    /// The same, up to the end.
    Full,
    /// At the first place that fits.
    Search,
}

/// Where a match begins and ends, in bytes.
pub(super) type Found = (usize, usize);

impl Machine<'_> {
    /// The next match from a place on.
    pub(super) fn find(
        &mut self,
        program: &Program,
        wide: bool,
        how: How,
        from: usize,
    ) -> PyResult<Option<Found>> {
        self.mode.full = how == How::Full;
        match (how, wide) {
            (How::Search, false) => self.search::<false>(program, from),
            (How::Search, true) => self.search::<true>(program, from),
            (_, false) => self.try_at::<false>(from),
            (_, true) => self.try_at::<true>(from),
        }
    }

    #[inline(always)]
    fn try_at<const WIDE: bool>(&mut self, at: usize) -> PyResult<Option<Found>> {
        Ok(self.attempt::<WIDE>(at)?.map(|end| (at, end)))
    }

    fn search<const WIDE: bool>(
        &mut self,
        program: &Program,
        from: usize,
    ) -> PyResult<Option<Found>> {
        let text = self.text;
        let mut at = from;
        loop {
            let rest = text.get(at..).unwrap_or(&[]);
            let skipped = match &program.start {
                Start::Begin if at > 0 => return Ok(None),
                Start::Begin | Start::Everywhere => Some(0),
                Start::Lines if at == 0 || text.get(at - 1) == Some(&b'\n') => Some(0),
                Start::Lines => memchr::memchr(b'\n', rest).map(|newline| newline + 1),
                Start::First(first) => first.find(rest),
                Start::Literal { len, whole } => {
                    let found = program.finder(*len).find(rest);
                    if *whole {
                        return Ok(found.map(|skipped| (at + skipped, at + skipped + len)));
                    }
                    found
                }
            };
            let Some(skipped) = skipped else { return Ok(None) };
            at += skipped;
            if let Some(end) = self.attempt::<WIDE>(at)? {
                return Ok(Some((at, end)));
            }
            if at >= text.len() {
                return Ok(None);
            }
            at = skip::<WIDE>(text, at);
            self.count_step()?;
        }
    }
}
