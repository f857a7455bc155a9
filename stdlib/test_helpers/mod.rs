//! Modules that CPython's own tests import besides the library: what of them has a meaning without a
//! C API. Nobody else imports them. Each function does on this machine what its name says, or is not
//! there.

mod calls;
mod extension;
mod internal;
mod limited;

pub(crate) use calls::TESTCAPI;
pub(crate) use extension::TESTSINGLEPHASE;
pub(crate) use internal::TESTINTERNALCAPI;
pub(crate) use limited::TESTLIMITEDCAPI;
