//! Measures the reading speed and whether it stays linear: `cargo run --release -p outline --example speed`.
//!
//! First mixed documents of 1, 10 and 100 MB, then texts made to be slow, each at 1 and 8 MB.
#![expect(clippy::print_stdout, reason = "an example prints")]

const SEEDS: [&str; 2] = [include_str!("../samples/work-speech.txt"), include_str!("../tests/samples/breakdown.txt")];

/// Texts of one thing over and over, where a careless reader would look back or ahead too far.
const HOSTILE: [&str; 24] = [
    "（",
    "“",
    "\"",
    "一、",
    "。一、",
    "1、\n",
    "1个",
    "每",
    "年",
    "；责任单位：《》",
    "；责任单位：甲、",
    " ",
    "\n",
    "7",
    "十百千万",
    "，一是",
    "\n\n1、",
    "a\t",
    "“a”、",
    "举办",
    "2025年",
    "。一是。二是",
    "（（甲部负责））",
    "培训农民5人。",
];

fn main() {
    println!("mixed documents\n  size MB |  MB/s of one core | CPU s | ns per byte | clauses | figures");
    for megabytes in [1, 10, 100] {
        let text = mixed(megabytes * 1_000_000);
        let (cpu, outline) = cpu_per_round(&text);
        let figures: usize = outline.clauses.iter().map(|clause| clause.figures.len()).sum();
        println!(
            "  {:7.1} | {:17.1} | {cpu:5.2} | {:11.2} | {:7} | {figures}",
            text.len() as f64 / 1e6,
            text.len() as f64 / 1e6 / cpu,
            cpu * 1e9 / text.len() as f64,
            outline.clauses.len(),
        );
    }
    println!("\nhostile texts, ns per byte\n  at 1 MB | at 8 MB | repeated");
    for part in HOSTILE {
        let [small, large] = [1_000_000, 8_000_000].map(|size| {
            let text = part.repeat(size / part.len());
            cpu_per_round(&text).0 * 1e9 / text.len() as f64
        });
        println!("  {small:7.1} | {large:7.1} | {part:?}");
    }
}

/// Documents one after the other, each with its own figures, so that no two are alike.
fn mixed(size: usize) -> String {
    let mut text = String::with_capacity(size + 20_000);
    for serial in 0.. {
        let seed = SEEDS[serial % SEEDS.len()];
        text.push_str(&seed.replace("5000", &(5000 + serial % 977).to_string()));
        text.push('\n');
        if text.len() >= size {
            break;
        }
    }
    text
}

/// CPU seconds to read the text once, averaged over enough rounds to be measured; and what was read.
fn cpu_per_round(text: &str) -> (f64, outline::Outline) {
    let rounds = (40_000_000 / text.len()).max(1);
    let before = cpu_seconds();
    let mut last = outline::outline(text);
    for _ in 1..rounds {
        last = outline::outline(text);
    }
    ((cpu_seconds() - before) / rounds as f64, last)
}

/// User and system time of this process so far, as Linux counts it in hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
