//! One in a hundred experts leaves: `leave FILE BONUS`
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "an example at a terminal")]
fn main() {
    let cpu = || {
        std::fs::read_to_string("/proc/self/stat")
            .unwrap()
            .split(' ')
            .skip(13)
            .take(2)
            .map(|x| x.parse::<f64>().unwrap() * 0.01)
            .sum::<f64>()
    };
    let path = std::env::args().nth(1).unwrap();
    let bonus: i32 = std::env::args().nth(2).unwrap().parse().unwrap();
    let problem = fit::read_binary(&std::fs::read(&path).unwrap(), 2000).unwrap();
    let first = fit::plan(&problem, fit::Options::default()).unwrap();
    let capacity = (0..problem.experts())
        .map(|e| if (e as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57 == 0 { 0 } else { problem.capacity(e) })
        .collect();
    let mut changed = problem.with_capacity(capacity).unwrap();
    let plain = fit::plan(&changed, fit::Options::default()).unwrap();
    changed.add_bonus(&first.pairs, bonus).unwrap();
    let start = cpu();
    let second = fit::replan(&changed, &first.pairs, &first.prices).unwrap();
    let took = cpu() - start;
    let moves = fit::moves(&changed, &first.pairs, &second);
    let worth = second.objective - i64::from(bonus) * moves.kept as i64;
    println!(
        "cpu {took:.3} gap {} {moves:?} moved {:.3}% given up {:.5}%",
        second.gap(),
        100.0 * moves.moved as f64 / (moves.kept + moves.moved) as f64,
        100.0 * (plain.objective - worth) as f64 / plain.objective as f64
    );
}
