//! Lines of a source: which line and column an offset is on. Knows nothing of Python.

/// Where each line starts; or, for a tree without a source, which place each offset stands for.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Offsets are indices of this if it is not empty.
    places: Vec<Location>,
}

/// A place as CPython's `ast` gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 0, in bytes of UTF-8.
    pub column: u32,
}

impl LineIndex {
    /// Finds the lines of a source whose newlines are `\n`.
    pub fn new(source: &str) -> Self {
        let mut starts = Vec::with_capacity(source.len() / 24 + 1);
        starts.push(0);
        // The standard library's search: lines are short, and the vector search of `memchr` first asks
        // the processor what it can do, which on virtual machines takes longer than a short parse.
        starts.extend(source.match_indices('\n').map(|(at, _)| at as u32 + 1));
        Self { starts, places: Vec::new() }
    }

    /// The index of a tree that was not parsed: offsets in it are numbers of these places. The first one
    /// is that of what has none.
    pub fn of_places(places: Vec<Location>) -> Self {
        Self { starts: Vec::new(), places }
    }

    /// The line and column of a byte offset, in O(log lines).
    pub fn location(&self, offset: u32) -> Location {
        if !self.places.is_empty() {
            return self.places.get(offset as usize).copied().unwrap_or_default();
        }
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        Location { line: line as u32, column: offset - start }
    }

    /// Offset of the first byte of a line counted from 1.
    pub fn line_start(&self, line: u32) -> Option<u32> {
        self.starts.get((line as usize).checked_sub(1)?).copied()
    }

    /// How many lines there are; a final newline starts one more, empty line.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }
}
