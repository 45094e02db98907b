//! Questions that others published, read as they published them. They lie beside the repository where somebody has put
//! them; they are not ours to hand on.

use fit::Problem;
use flate2::read::GzDecoder;
use std::io::Read;

/// Beside the repository, unless `TENFOLD_SHARED` names another folder.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

/// A file, or a line that says aloud that it is not there.
pub fn find(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var("TENFOLD_SHARED").unwrap_or_else(|_| BESIDE.into());
    let path = format!("{shared}/matching/data/{name}");
    let found = std::fs::read(&path).ok();
    if found.is_none() {
        eprintln!("SKIPPED: {name} is not ours to hand on; it is not at {path}");
    }
    found
}

/// A similarity of 1 in units of score: MIDL's have many digits, and five of them are kept.
pub const MIDL_SCALE: i64 = 100_000;

/// MIDL'18: reviewers × papers, 3 reviews each, at most 4 a reviewer; −1 is a conflict of interest.
pub fn midl() -> Option<Problem> {
    let matrix = Npy::read(&find("midl/scores.npy")?);
    let mut pairs = Vec::new();
    for paper in 0..matrix.columns {
        for reviewer in 0..matrix.rows {
            let score = matrix.at(reviewer, paper);
            if score > -1.0 {
                pairs.push((paper as u32, reviewer as u32, (score * MIDL_SCALE as f64).round() as i32));
            }
        }
    }
    let penalty = MIDL_SCALE as i32;
    Some(Problem::from_pairs(vec![3; matrix.columns], vec![4; matrix.rows], &pairs, penalty).unwrap())
}

/// A bid of 1 in units of score: all bids are quarters.
pub const BID_SCALE: i64 = 4;

/// AAMAS'15: papers × reviewers, 3 reviews each, at most 11 a reviewer.
pub fn aamas() -> Option<Problem> {
    let text = String::from_utf8(find("bids/aamas2015.in")?).unwrap();
    let mut lines = text.lines();
    let mut counts = lines.next().unwrap().split_whitespace().map(|count| count.parse::<usize>().unwrap());
    let (papers, reviewers) = (counts.next().unwrap(), counts.next().unwrap());
    let mut pairs = Vec::new();
    for (paper, line) in lines.take(papers).enumerate() {
        for (reviewer, bid) in line.split_whitespace().enumerate() {
            let bid: f64 = bid.parse().unwrap();
            pairs.push((paper as u32, reviewer as u32, (bid * BID_SCALE as f64) as i32));
        }
    }
    Some(Problem::from_pairs(vec![3; papers], vec![11; reviewers], &pairs, BID_SCALE as i32).unwrap())
}

/// OR-Library: n × n costs to make least; costs become scores below nothing, and an unmet slot costs more than any.
pub fn assign(size: usize) -> Option<Problem> {
    let packed = find(&format!("orlib/assign{size}.txt.gz"))?;
    let mut text = String::new();
    GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    let mut numbers = text.split_whitespace().map(|number| number.parse::<i32>().unwrap());
    assert_eq!(numbers.next(), Some(size as i32));
    let cell = |(at, cost): (usize, i32)| ((at / size) as u32, (at % size) as u32, -cost);
    let pairs: Vec<_> = (0..size * size).zip(numbers).map(cell).collect();
    assert_eq!(pairs.len(), size * size);
    Some(Problem::from_pairs(vec![1; size], vec![1; size], &pairs, 100_000).unwrap())
}

/// A matrix of doubles as NumPy writes it.
struct Npy {
    rows: usize,
    columns: usize,
    by_column: bool,
    numbers: Vec<f64>,
}

impl Npy {
    fn read(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"\x93NUMPY\x01"));
        let end = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        let header = std::str::from_utf8(&bytes[10..end]).unwrap();
        assert!(header.contains("'<f8'"), "{header}");
        let shape = header.split(['(', ')']).nth(1).unwrap();
        let mut sides = shape.split(',').map(|side| side.trim().parse().unwrap());
        let (rows, columns) = (sides.next().unwrap(), sides.next().unwrap());
        let numbers = bytes[end..].chunks_exact(8).map(|word| f64::from_le_bytes(word.try_into().unwrap()));
        Self { rows, columns, by_column: header.contains("True"), numbers: numbers.collect() }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.numbers[if self.by_column { column * self.rows + row } else { row * self.columns + column }]
    }
}
