//! Files with a few bytes changed, cut, doubled or put together: the same some thousands every time. The fuzzer looks
//! farther from the same files (`cargo fuzz run question fuzz/corpus/question fuzz/seeds/question`), with the same claims.

mod tried;

const QUESTIONS: [&[u8]; 5] = [
    include_bytes!("../../fuzz/seeds/question/round.csv"),
    include_bytes!("../../fuzz/seeds/question/round.json"),
    include_bytes!("../../fuzz/seeds/question/small.bin"),
    include_bytes!("../../fuzz/seeds/question/limits.csv"),
    include_bytes!("../../fuzz/seeds/question/chain.csv"),
];

const ANSWERS: [&[u8]; 2] =
    [include_bytes!("../../fuzz/seeds/answer/plain.json"), include_bytes!("../../fuzz/seeds/answer/limits.json")];

/// Numbers at which something may give way.
const NUMBERS: [&[u8]; 12] = [
    b"0",
    b"-1",
    b"1",
    b"2147483647",
    b"-2147483648",
    b"4294967295",
    b"4294967296",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"10000000",
    b"-10000000",
    b"1e9",
];

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn part(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let (a, b) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
        a.min(b)..a.max(b)
    }

    fn change(&mut self, bytes: &mut Vec<u8>, others: &[&[u8]]) {
        match self.below(7) {
            0 if !bytes.is_empty() => {
                let at = self.below(bytes.len());
                bytes[at] ^= 1 << self.below(8);
            }
            1 if !bytes.is_empty() => {
                let at = self.below(bytes.len());
                bytes[at] = [0, 0xff, 0x7f, 0x80, b',', b'\n', b'"', b'-'][self.below(8)];
            }
            2 => {
                let part = self.part(bytes);
                bytes.drain(part.start..part.end.min(part.start + 12));
            }
            3 => {
                let part = self.part(bytes);
                let copy = bytes[part.start..part.end.min(part.start + 40)].to_vec();
                let at = self.below(bytes.len() + 1);
                bytes.splice(at..at, copy);
            }
            4 => {
                let other = others[self.below(others.len())];
                let part = self.part(other);
                let at = self.below(bytes.len() + 1);
                bytes.splice(at..at, other[part].iter().copied());
            }
            // A number as text, in place of another.
            5 => {
                let digits: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
                if let Some(&begin) = digits.get(self.below(digits.len())) {
                    let end = (begin..bytes.len()).find(|&at| !bytes[at].is_ascii_digit()).unwrap_or(bytes.len());
                    bytes.splice(begin..end, NUMBERS[self.below(NUMBERS.len())].iter().copied());
                }
            }
            // A number as four bytes.
            _ if bytes.len() >= 4 => {
                let at = self.below(bytes.len() - 3) / 4 * 4;
                let number = [0, 1, -1, i32::MAX, i32::MIN, 10_000_000][self.below(6)];
                bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            _ => {}
        }
    }
}

fn mutants(seeds: &[&[u8]], count: usize, tried: fn(&[u8])) {
    let mut dice = Dice(1);
    for at in 0..count {
        let mut bytes = seeds[at % seeds.len()].to_vec();
        for _ in 0..=dice.below(4) {
            dice.change(&mut bytes, seeds);
        }
        if std::panic::catch_unwind(|| tried(&bytes)).is_err() {
            panic!("mutant {at} fails: b\"{}\"", bytes.escape_ascii());
        }
    }
}

#[test]
fn what_the_fuzzer_begins_with_holds() {
    QUESTIONS.iter().for_each(|seed| tried::question(seed));
    ANSWERS.iter().for_each(|seed| tried::answer(seed));
    // All are read, so that what is made of them comes from something that is.
    assert!(QUESTIONS.iter().all(|seed| fit::read(seed, 10).is_ok()));
}

#[test]
fn changed_questions_are_answered_or_refused() {
    mutants(&QUESTIONS, 7500, tried::question);
}

#[test]
fn changed_answers_are_checked_or_refused() {
    mutants(&ANSWERS, 4000, tried::answer);
}

/// Headers that claim more than the file holds.
#[test]
fn nothing_is_set_aside_for_what_is_not_there() {
    for claimed in [1u64 << 40, u64::MAX, u64::MAX / 8, (1 << 31) - 1] {
        for field in 0..3 {
            let mut bytes = b"MTCH0001".to_vec();
            for at in 0..3 {
                bytes.extend((if at == field { claimed } else { 0 }).to_le_bytes());
            }
            bytes.extend([0; 8]);
            assert!(fit::read(&bytes, 0).is_err());
        }
    }
}
