//! The binary format, little endian: `MTCH0001`, u64 needs, experts and pairs; i32 demand per need, i32 capacity per
//! expert, i64 start of each need's row and the end of the last, i32 expert per pair, i32 score per pair.

use crate::problem::{Fault, Problem};

const MAGIC: &[u8; 8] = b"MTCH0001";

/// Reads a problem; `penalty` is what an unmet slot costs, which the file does not say.
pub fn read_binary(bytes: &[u8], penalty: i32) -> Result<Problem, Fault> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(|| Fault::Format("does not begin with MTCH0001".into()))?;
    let mut counts = [0; 3];
    for count in &mut counts {
        let bytes = take(&mut rest, 1, 8)?;
        *count = u64::from_le_bytes(word(bytes));
    }
    let [needs, experts, pairs] = counts;
    let demand = naturals(take(&mut rest, needs, 4)?, "demand")?;
    let capacity = naturals(take(&mut rest, experts, 4)?, "capacity")?;
    let rows = needs.checked_add(1).ok_or(Fault::TooMany)?;
    let start =
        take(&mut rest, rows, 8)?.chunks_exact(8).map(|bytes| u64::from_le_bytes(word(bytes)) as usize).collect();
    let expert = naturals(take(&mut rest, pairs, 4)?, "expert number")?;
    let score = take(&mut rest, pairs, 4)?.chunks_exact(4).map(|bytes| i32::from_le_bytes(word(bytes))).collect();
    if !rest.is_empty() {
        return Err(Fault::Format(format!("{} bytes too many", rest.len())));
    }
    Problem::new(demand, capacity, start, (expert, score), penalty)
}

/// Writes what the format can hold: demand, capacity, pairs and scores.
pub fn write_binary(problem: &Problem) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for count in [problem.needs(), problem.experts(), problem.pairs()] {
        bytes.extend((count as u64).to_le_bytes());
    }
    for number in problem.demand.iter().chain(&problem.capacity) {
        bytes.extend(number.to_le_bytes());
    }
    for &start in &problem.start {
        bytes.extend((start as u64).to_le_bytes());
    }
    for number in &problem.expert {
        bytes.extend(number.to_le_bytes());
    }
    for number in &problem.score {
        bytes.extend(number.to_le_bytes());
    }
    bytes
}

/// Cuts `count` numbers of `size` bytes off: nothing is set aside for numbers that are not there.
fn take<'a>(rest: &mut &'a [u8], count: u64, size: u64) -> Result<&'a [u8], Fault> {
    let length = count.checked_mul(size).and_then(|length| usize::try_from(length).ok());
    let (taken, left) = length
        .and_then(|length| rest.split_at_checked(length))
        .ok_or_else(|| Fault::Format("ends before its numbers do".into()))?;
    *rest = left;
    Ok(taken)
}

fn naturals(bytes: &[u8], what: &str) -> Result<Vec<u32>, Fault> {
    // Space for all at once: a list that grows by doubling holds up to three times as much on the way.
    let mut numbers = Vec::with_capacity(bytes.len() / 4);
    numbers.extend(bytes.chunks_exact(4).map(|bytes| u32::from_le_bytes(word(bytes))));
    match numbers.iter().find(|&&number| number > i32::MAX as u32) {
        None => Ok(numbers),
        Some(&number) => Err(Fault::Format(format!("a negative {what}: {}", number as i32))),
    }
}

fn word<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut word = [0; N];
    word.copy_from_slice(bytes);
    word
}
