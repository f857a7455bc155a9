//! In which order the attributes of a class's instances die: as the class first came to know their
//! names, whatever order an instance got them in. What is set and shown keeps the instance's own order.

use std::cell::RefCell;

use super::string::StrObject;
use super::value::Value;

/// Instances with other names than the first so many let their attributes die as they were set.
const MOST: usize = 30;

/// The names that instances of a class have had, in order of appearance. Shared by the class's shapes
/// and the dicts that its instances' attributes have moved into.
#[derive(Default)]
pub(super) struct KeyOrder(RefCell<Vec<Value>>);

impl KeyOrder {
    /// The place of a name; a new one is added, as long as there is room.
    pub(super) fn rank(&self, name: &Value) -> Option<u16> {
        let text = name.get_exact::<StrObject>()?.as_bytes();
        let mut names = self.0.borrow_mut();
        let same = |known: &Value| {
            known.is(name) || known.get::<StrObject>().is_some_and(|known| known.as_bytes() == text)
        };
        let at = match names.iter().position(same) {
            Some(at) => at,
            None if names.len() >= MOST => return None,
            None => {
                names.push(name.clone());
                names.len() - 1
            }
        };
        Some(at as u16)
    }
}

/// How the slots of a shape die.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Death {
    /// In the order of the slots, and so it stays with further names.
    AsSet,
    /// The slots lie in order; the last one has this rank.
    InOrder(u16),
    /// The slots lie in another order than that in which they die.
    Shuffled,
}

impl Death {
    /// With one more name, whose rank is known if there was room for it.
    pub(super) fn with(self, rank: Option<u16>) -> Death {
        match (self, rank) {
            (Death::AsSet, _) | (_, None) => Death::AsSet,
            (Death::InOrder(last), Some(rank)) if last <= rank => Death::InOrder(rank),
            (Death::InOrder(_) | Death::Shuffled, Some(_)) => Death::Shuffled,
        }
    }
}
