//! Questions at the edge of what can be asked, through every reader: the same answer from CSV, JSON and bytes, or an error
//! that says in a sentence what is wrong.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::{Fault, Options, Pair, Plan, Problem, SCORE_LIMIT, check, plan, read};
use std::fmt::Write;

/// A question as it stands in a file: pairs in the order given, sorted or not, twice or not. All three formats can hold it.
#[derive(Clone, Default)]
struct Asked {
    demand: Vec<i64>,
    capacity: Vec<i64>,
    pairs: Vec<(u32, u32, i64)>,
    penalty: i32,
}

impl Asked {
    fn csv(&self) -> String {
        let mut text = String::new();
        for (need, demand) in self.demand.iter().enumerate() {
            writeln!(text, "need,{need},{demand}").unwrap();
        }
        for (expert, capacity) in self.capacity.iter().enumerate() {
            writeln!(text, "expert,{expert},{capacity}").unwrap();
        }
        for (need, expert, score) in &self.pairs {
            writeln!(text, "pair,{need},{expert},{score}").unwrap();
        }
        text
    }

    fn json(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        let line = |what: &str| {
            let what = what.to_string();
            move |(at, number): (usize, &i64)| format!("{{\"name\":\"{at}\",\"{what}\":{number}}}")
        };
        let needs = joined(self.demand.iter().enumerate().map(line("demand")).collect());
        let experts = joined(self.capacity.iter().enumerate().map(line("capacity")).collect());
        let pair = |(need, expert, score): &(u32, u32, i64)| format!("[\"{need}\",\"{expert}\",{score}]");
        let pairs = joined(self.pairs.iter().map(pair).collect());
        format!("{{\"needs\":[{needs}],\"experts\":[{experts}],\"pairs\":[{pairs}]}}")
    }

    /// Rows by need; inside a row the pairs stay in the order given.
    fn bytes(&self) -> Vec<u8> {
        let mut pairs = self.pairs.clone();
        pairs.sort_by_key(|pair| pair.0);
        let mut bytes = b"MTCH0001".to_vec();
        for count in [self.demand.len(), self.capacity.len(), pairs.len()] {
            bytes.extend((count as u64).to_le_bytes());
        }
        let mut four = |number: i64| bytes.extend((number as i32).to_le_bytes());
        self.demand.iter().chain(&self.capacity).for_each(|number| four(*number));
        for need in 0..=self.demand.len() {
            let start = pairs.iter().filter(|pair| (pair.0 as usize) < need).count();
            bytes.extend((start as u64).to_le_bytes());
        }
        let mut four = |number: i64| bytes.extend((number as i32).to_le_bytes());
        pairs.iter().for_each(|pair| four(pair.1.into()));
        pairs.iter().for_each(|pair| four(pair.2));
        bytes
    }

    /// What each reader makes of it: a proven answer, or the sentence.
    fn tried(&self) -> [Result<Plan, String>; 3] {
        [self.csv().into_bytes(), self.json().into_bytes(), self.bytes()].map(|file| {
            let problem = read(&file, self.penalty).map_err(|fault| fault.to_string())?.problem;
            let found = plan(&problem, Options::default()).map_err(|none| none.to_string())?;
            assert_eq!(check(&problem, &found.pairs, &found.prices).unwrap().gap(), 0);
            Ok(found)
        })
    }

    /// The answer all readers lead to.
    fn answer(&self) -> (i64, u64) {
        let [csv, json, bytes] = self.tried().map(Result::unwrap);
        assert_eq!((&csv, &json), (&bytes, &bytes));
        (csv.objective, csv.unmet)
    }

    /// No reader takes it, and each says why.
    fn refused(&self, csv: &str, json: &str, bytes: &str) {
        for (found, told) in self.tried().into_iter().zip([csv, json, bytes]) {
            let sentence = found.expect_err(told);
            assert!(sentence.contains(told), "{sentence:?} does not say {told:?}");
        }
    }
}

fn asked(demand: &[i64], capacity: &[i64], pairs: &[(u32, u32, i64)], penalty: i32) -> Asked {
    Asked { demand: demand.into(), capacity: capacity.into(), pairs: pairs.into(), penalty }
}

#[test]
fn without_pairs_all_is_unmet() {
    assert_eq!(asked(&[2, 1], &[1, 1, 1], &[], 7).answer(), (-21, 3));
    assert_eq!(asked(&[2, 1], &[], &[], 7).answer(), (-21, 3));
    assert_eq!(asked(&[], &[1, 1], &[], 7).answer(), (0, 0));
    assert_eq!(asked(&[2], &[1], &[], -7).answer(), (14, 2));
}

#[test]
fn an_empty_file_is_an_empty_question_or_told() {
    for text in ["", "\n\n# nothing\n", "\u{feff}", "{\"needs\":[],\"experts\":[],\"pairs\":[]}"] {
        assert_eq!(plan(&read(text.as_bytes(), 7).unwrap().problem, Options::default()).unwrap().objective, 0);
    }
    assert_eq!(asked(&[], &[], &[], 7).answer(), (0, 0));
    assert!(read(b"MTCH", 0).unwrap_err().to_string().contains("does not begin with MTCH0001"));
    assert!(read(b"{", 0).unwrap_err().to_string().contains("EOF"));
    assert!(read(&[0xff, 0xfe], 0).unwrap_err().to_string().contains("invalid utf-8"));
}

#[test]
fn nothing_wanted_or_nobody_free() {
    let pairs = [(0, 0, 5), (0, 1, 6), (1, 0, 7)];
    assert_eq!(asked(&[0, 0], &[1, 1], &pairs, 9).answer(), (0, 0));
    assert_eq!(asked(&[1, 2], &[0, 0], &pairs, 9).answer(), (-27, 3));
    assert_eq!(asked(&[0, 1], &[0, 1], &pairs, 9).answer(), (-9, 1));
    // More is wanted, and more could be taken, than there are pairs.
    assert_eq!(asked(&[2_147_483_647], &[2_147_483_647], &[(0, 0, 5)], 0).answer(), (5, 2_147_483_646));
}

#[test]
fn all_scores_equal() {
    for score in [-3, 0, 5] {
        let pairs: Vec<_> = (0..60).flat_map(|need| (0..20).map(move |expert| (need, expert, score))).collect();
        // Room for 60 of 120 slots; what a pair costs less than an unmet slot is still worth making.
        assert_eq!(asked(&[2; 60], &[3; 20], &pairs, 10).answer(), (60 * score - 600, 60));
        assert_eq!(asked(&[2; 60], &[9; 20], &pairs, 10).answer(), (120 * score, 0));
    }
}

#[test]
fn one_giant_need() {
    let pairs: Vec<_> = (0..5000u32).rev().map(|expert| (0, expert, i64::from(expert % 500))).collect();
    let best: i64 = (250..500).map(|score| 10 * score).sum();
    assert_eq!(asked(&[2500], &[1; 5000], &pairs, 600).answer(), (best, 0));
    let all: i64 = (0..500).map(|score| 10 * score).sum();
    assert_eq!(asked(&[6000], &[1; 5000], &pairs, 600).answer(), (all - 600_000, 1000));
}

#[test]
fn scores_and_penalties_at_the_limit() {
    let most = i64::from(SCORE_LIMIT);
    let pairs = [(0, 0, most), (0, 1, -most), (1, 0, most), (1, 1, most)];
    assert_eq!(asked(&[1, 1], &[1, 1], &pairs, SCORE_LIMIT).answer(), (2 * most, 0));
    // An unmet slot costs as much as the worst pair: either is as good.
    assert_eq!(asked(&[1, 1], &[1, 0], &pairs, SCORE_LIMIT).answer(), (0, 1));
    assert_eq!(asked(&[1], &[1], &[(0, 0, -most)], SCORE_LIMIT).answer().0, -most);
    assert_eq!(asked(&[1], &[1], &[(0, 0, most)], -SCORE_LIMIT).answer().0, most);
    for over in [most + 1, -most - 1] {
        let told = format!("{over} is beyond the limit");
        asked(&[1], &[1], &[(0, 0, over)], 0).refused(&told, &told, &told);
        asked(&[1], &[1], &[], over as i32).refused(&told, &told, &told);
    }
    // Cut to 32 bits it would be a small number: text must not be.
    let text = asked(&[1], &[1], &[(0, 0, 1 << 32)], 0);
    assert!(read(text.csv().as_bytes(), 0).unwrap_err().to_string().contains("line 3: 4294967296 is no number"));
    assert!(read(text.json().as_bytes(), 0).unwrap_err().to_string().contains("invalid value: integer `4294967296`"));
}

#[test]
fn pairs_in_any_order_are_the_same_question() {
    let mut pairs: Vec<_> = (0..12).flat_map(|need| (0..9).map(move |expert| (need, expert, 0))).collect();
    for (at, pair) in pairs.iter_mut().enumerate() {
        pair.2 = (at * at % 31) as i64;
    }
    let sorted = asked(&[2; 12], &[2; 9], &pairs, 20);
    let mut other = sorted.clone();
    other.pairs.reverse();
    other.pairs.rotate_left(17);
    assert_eq!(sorted.tried(), other.tried());
    assert_eq!(sorted.answer(), other.answer());
}

#[test]
fn a_pair_that_stands_twice_is_told() {
    for pairs in [vec![(0, 1, 5), (0, 1, 5)], vec![(0, 1, 5), (0, 0, 1), (0, 1, 6)]] {
        let named = "need 0 names expert 1 twice";
        asked(&[1, 1], &[1, 1], &pairs, 0).refused(named, named, named);
    }
    // By the names of the file, not by numbers it does not have.
    let text = "need,v1,1\nexpert,e1,1\nexpert,e2,1\npair,v1,e2,5\npair,v1,e1,5\npair,v1,e2,6\n";
    assert_eq!(read(text.as_bytes(), 0).unwrap_err().to_string(), "need v1 names expert e2 twice");
    let text = "need,v1,1,0,2\nexpert,e1,1\n";
    assert_eq!(read(text.as_bytes(), 0).unwrap_err().to_string(), "need v1 must take more than it may");
    let text = "need,v1,1\nexpert,e0,1\nexpert,e1,1,2\n";
    assert_eq!(read(text.as_bytes(), 0).unwrap_err().to_string(), "expert e1 must take more than it may");
}

#[test]
fn numbers_that_cannot_be_are_told() {
    asked(&[-1], &[1], &[], 0).refused("line 1: -1 is no number", "invalid value", "a negative demand: -1");
    asked(&[1], &[-2], &[], 0).refused("line 2: -2 is no number", "invalid value", "a negative capacity: -2");
    let nobody = asked(&[1], &[1], &[(0, 3, 5)], 0);
    nobody.refused("line 3: there is no expert 3", "there is no expert 3", "names expert 3, who is not there");
    let steps = |step: &str| read(format!("expert,e,3,0,{step}\n").as_bytes(), 0).unwrap_err().to_string();
    assert_eq!(steps("-1"), "expert e has a step below nothing: -1");
    assert!(steps("5000001").starts_with("10000002 is beyond the limit"));
}

/// Changes that are refused leave the question within its limits.
#[test]
fn later_changes_keep_within_the_limits() {
    let mut problem = Problem::from_pairs(vec![1], vec![2], &[(0, 0, 5)], 0).unwrap();
    let before = problem.clone();
    let told = Err(Fault::TooLarge(i64::from(SCORE_LIMIT) + 5));
    assert_eq!(problem.add_bonus(&[Pair { need: 0, expert: 0 }], SCORE_LIMIT), told);
    assert_eq!(problem, before);
    let steep = problem.with_steps(vec![SCORE_LIMIT]).unwrap();
    assert_eq!(steep.with_capacity(vec![3]), Err(Fault::TooLarge(2 * i64::from(SCORE_LIMIT))));
}
