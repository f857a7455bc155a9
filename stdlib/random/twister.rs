//! The Mersenne Twister 19937 of Matsumoto and Nishimura, from their description. Knows nothing of
//! Python but how it makes a float of two words.

const SIZE: usize = 624;
/// Numbers of a saved state: the words and the place among them.
pub(super) const STATE: usize = SIZE + 1;
const MIDDLE: usize = 397;
const UPPER: u32 = 0x8000_0000;

pub(super) struct Twister {
    state: [u32; SIZE],
    /// The next word to hand out; at the end the state is renewed.
    at: usize,
}

impl Default for Twister {
    fn default() -> Twister {
        Twister::from_number(5489)
    }
}

impl Twister {
    fn from_number(seed: u32) -> Twister {
        let mut state = [0; SIZE];
        let mut last = seed;
        for (at, word) in state.iter_mut().enumerate() {
            if at > 0 {
                last = (last ^ last >> 30).wrapping_mul(1_812_433_253).wrapping_add(at as u32);
            }
            *word = last;
        }
        Twister { state, at: SIZE }
    }

    /// The authors' `init_by_array`; the key is not empty.
    pub(super) fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister::from_number(19_650_218);
        let state = &mut twister.state;
        let mut at = 1;
        let step = |state: &mut [u32; SIZE], at: &mut usize| {
            *at += 1;
            if *at >= SIZE {
                state[0] = state[SIZE - 1];
                *at = 1;
            }
        };
        let before = |state: &[u32; SIZE], at: usize| state[at - 1] ^ state[at - 1] >> 30;
        for round in 0..SIZE.max(key.len()) {
            let place = round % key.len().max(1);
            let word = key.get(place).copied().unwrap_or(0);
            let mixed = state[at] ^ before(state, at).wrapping_mul(1_664_525);
            state[at] = mixed.wrapping_add(word).wrapping_add(place as u32);
            step(state, &mut at);
        }
        for _ in 1..SIZE {
            let mixed = state[at] ^ before(state, at).wrapping_mul(1_566_083_941);
            state[at] = mixed.wrapping_sub(at as u32);
            step(state, &mut at);
        }
        state[0] = UPPER;
        twister
    }

    fn renew(&mut self) {
        let state = &mut self.state;
        for at in 0..SIZE {
            let joined = state[at] & UPPER | state[(at + 1) % SIZE] & !UPPER;
            let twist = if joined & 1 == 0 { 0 } else { 0x9908_b0df };
            state[at] = state[(at + MIDDLE) % SIZE] ^ joined >> 1 ^ twist;
        }
        self.at = 0;
    }

    pub(super) fn next_word(&mut self) -> u32 {
        if self.at >= SIZE {
            self.renew();
        }
        let mut word = self.state[self.at];
        self.at += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    /// 53 bits of two words, in [0, 1).
    pub(super) fn next_float(&mut self) -> f64 {
        let high = u64::from(self.next_word() >> 5);
        let low = u64::from(self.next_word() >> 6);
        (high << 26 | low) as f64 / (1u64 << 53) as f64
    }

    /// The words and the place among them.
    pub(super) fn state(&self) -> Vec<u32> {
        self.state.iter().copied().chain([self.at as u32]).collect()
    }

    pub(super) fn from_state(words: &[u32]) -> Option<Twister> {
        let (at, state) = words.split_last()?;
        let at = *at as usize;
        Some(Twister { state: state.try_into().ok()?, at }).filter(|_| at <= SIZE)
    }
}

#[cfg(test)]
mod tests {
    use super::Twister;

    #[test]
    fn the_authors_example() {
        let mut twister = Twister::from_key(&[0x123, 0x234, 0x345, 0x456]);
        let first: Vec<u32> = (0..5).map(|_| twister.next_word()).collect();
        assert_eq!(first, [1067595299, 955945823, 477289528, 4107218783, 4228976476]);
    }

    #[test]
    fn the_state_goes_on() {
        let mut twister = Twister::from_key(&[1]);
        assert_eq!(twister.next_float(), 0.13436424411240122);
        let mut copy = Twister::from_state(&twister.state()).unwrap_or_default();
        assert_eq!(copy.next_word(), twister.next_word());
    }
}
