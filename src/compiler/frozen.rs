//! Compiled code as bytes, for modules that are compiled when the program is built. Only the very
//! compiler that wrote it reads it, so there is neither a version nor a promise.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::code::Code;
use crate::op::Word;

/// The code as bytes, without the name of its file.
///
/// # Errors
/// None that is known of: everything in a [`Code`] has a form as bytes.
pub fn freeze(code: &Code) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(code)
}

/// What [`freeze`] made bytes of, under the name of a file. O(size).
///
/// # Errors
/// The bytes are none of this compiler's.
pub fn thaw(bytes: &[u8], filename: &str) -> Result<Arc<Code>, postcard::Error> {
    let mut code: Arc<Code> = postcard::from_bytes(bytes)?;
    name_file(&mut code, &Arc::from(filename));
    Ok(code)
}

/// Depth of the recursion: that of functions within functions of our own sources.
fn name_file(code: &mut Arc<Code>, filename: &Arc<str>) {
    let Some(code) = Arc::get_mut(code) else { return };
    code.filename = Arc::clone(filename);
    for inner in &mut code.codes {
        name_file(inner, filename);
    }
}

/// Instructions are short once their operands are numbers of their own.
impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.opcode(), self.flags(), self.a(), self.b(), self.c()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
        let (opcode, flags, a, b, c) = <(u8, u8, u16, u16, u16)>::deserialize(deserializer)?;
        let low = u64::from(opcode) | u64::from(flags) << 8 | u64::from(a) << 16;
        Ok(Word(low | u64::from(b) << 32 | u64::from(c) << 48))
    }
}
