//! 抽签: the order that a public seed gives to entry numbers. Anyone can recompute it:
//! SHA-256 of the seed, a colon and the entry number, in UTF-8; the smallest hash comes first.

use sha2::{Digest, Sha256};

/// The hash of an entry number under a seed, in hexadecimal.
pub(crate) fn lot(seed: &str, number: i64) -> String {
    let hash = Sha256::digest(format!("{seed}:{number}").as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Entry numbers in the order of their lots.
pub(crate) fn order(seed: &str, numbers: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut lots: Vec<_> = numbers.into_iter().map(|number| (lot(seed, number), number)).collect();
    lots.sort();
    lots.into_iter().map(|(_, number)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lots_are_those_that_sha256sum_gives() {
        // printf '051017222931:1' | sha256sum
        assert_eq!(lot("051017222931", 1), "0a38291b5a4e5d2d0335cf3ff445eafe48bbf4b1a109e09a769e32ccb8eac51d");
        assert_eq!(lot("051017222931", 2), "32df2082a9db9e882f81ea77fb579a8285a8b488a0350233d9593b225c5be50f");
    }

    #[test]
    fn every_number_has_one_rank_and_another_seed_another_order() {
        let drawn = order("051017222931", 1..=200);
        let mut sorted = drawn.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=200).collect::<Vec<_>>());
        assert_ne!(drawn, order("051017222932", 1..=200));
        assert_eq!(drawn, order("051017222931", (1..=200).rev()), "the order they came in does not matter");
    }

    #[test]
    fn nobody_is_favoured() {
        // Over 2,000 seeds each of ten numbers comes first about 200 times: within four standard deviations (13.4 each).
        let mut firsts = [0_i64; 10];
        for seed in 0..2_000 {
            firsts[order(&seed.to_string(), 1..=10)[0] as usize - 1] += 1;
        }
        assert!(firsts.iter().all(|count| (146..=254).contains(count)), "{firsts:?}");
    }
}
