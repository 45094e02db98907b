//! Solves files and says how long it took: `try THREADS FILE...`
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, reason = "an example at a terminal")]
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
    let threads: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    for path in std::env::args().skip(2) {
        let bytes = std::fs::read(&path).unwrap();
        let problem = fit::read_binary(&bytes, 2000).unwrap();
        drop(bytes);
        let (start, wall) = (cpu(), std::time::Instant::now());
        let last = std::sync::Mutex::new(std::time::Instant::now());
        let report = |phase: fit::Phase| {
            let mut last = last.lock().unwrap();
            eprint!(" {:.3} {phase:?}", last.elapsed().as_secs_f64());
            *last = std::time::Instant::now();
        };
        let plan =
            fit::plan(&problem, fit::Options { threads, watch: fit::Watch { stop: None, report: Some(&report) } })
                .unwrap();
        eprintln!(" {:.3}", last.lock().unwrap().elapsed().as_secs_f64());
        let hash = plan.pairs.iter().fold(0u64, |hash, pair| {
            (hash ^ ((pair.need as u64) << 32 | pair.expert as u64)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17)
        });
        println!(
            "{path} objective {} gap {} unmet {} hash {hash:x} cpu {:.3} wall {:.3}",
            plan.objective,
            plan.gap(),
            plan.unmet,
            cpu() - start,
            wall.elapsed().as_secs_f64()
        );
    }
}
