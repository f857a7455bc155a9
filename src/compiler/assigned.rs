//! Sets of locals that are certainly assigned. Knows nothing of why.

/// A set of registers.
#[derive(Clone, Default, Debug)]
pub(crate) struct Assigned {
    low: u64,
    high: Vec<u64>,
}

impl Assigned {
    fn place(reg: u16) -> (usize, u64) {
        (usize::from(reg / 64), 1 << (reg % 64))
    }

    pub(crate) fn contains(&self, reg: u16) -> bool {
        let (word, bit) = Assigned::place(reg);
        match word.checked_sub(1) {
            None => self.low & bit != 0,
            Some(index) => self.high.get(index).is_some_and(|word| word & bit != 0),
        }
    }

    pub(crate) fn insert(&mut self, reg: u16) {
        let (word, bit) = Assigned::place(reg);
        let Some(index) = word.checked_sub(1) else {
            self.low |= bit;
            return;
        };
        if self.high.len() <= index {
            self.high.resize(index + 1, 0);
        }
        if let Some(word) = self.high.get_mut(index) {
            *word |= bit;
        }
    }

    pub(crate) fn remove(&mut self, reg: u16) {
        let (word, bit) = Assigned::place(reg);
        match word.checked_sub(1) {
            None => self.low &= !bit,
            Some(index) => {
                if let Some(word) = self.high.get_mut(index) {
                    *word &= !bit;
                }
            }
        }
    }

    pub(crate) fn intersect(&mut self, other: &Assigned) {
        self.low &= other.low;
        self.high.truncate(other.high.len());
        for (mine, theirs) in self.high.iter_mut().zip(&other.high) {
            *mine &= theirs;
        }
    }

    pub(crate) fn remove_all(&mut self, other: &Assigned) {
        self.low &= !other.low;
        for (mine, theirs) in self.high.iter_mut().zip(&other.high) {
            *mine &= !theirs;
        }
    }
}
