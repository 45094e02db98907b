//! Questions that others published and solved: the same optima, and fairer matchings than theirs.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "says aloud what is skipped, and what it measured")]

mod data;

use data::{BID_SCALE, MIDL_SCALE};
use fit::{Fair, Fairness, Options, Problem, check, fair, plan};

#[test]
fn the_optima_of_or_library() {
    for (size, least) in [(100, 305), (200, 475), (300, 626), (400, 804)] {
        let Some(problem) = data::assign(size) else { return };
        let found = plan(&problem, Options::default()).unwrap();
        assert_eq!((-found.objective, found.unmet), (least, 0), "assign{size}");
        assert_eq!(check(&problem, &found.pairs, &found.prices).unwrap().gap(), 0);
    }
}

/// What the authors of fair methods report: sums of scores of needs, in the units of the source.
#[derive(Debug)]
struct Figures {
    min: f64,
    p5: f64,
    total: f64,
    /// What no matching's level exceeds.
    most: f64,
}

fn figures(problem: &Problem, fair: &Fair, scale: i64) -> Figures {
    let mut sums = vec![0i64; problem.needs()];
    for pair in &fair.pairs {
        sums[pair.need as usize] += i64::from(problem.find_score(*pair).unwrap());
    }
    assert!(check(problem, &fair.pairs, &vec![0; problem.experts()]).is_ok());
    sums.sort_unstable();
    let part = |sum: i64| sum as f64 / scale as f64;
    let p5 = sums[problem.needs() * 50 / 1000];
    Figures { min: part(sums[0]), p5: part(p5), total: part(sums.iter().sum()), most: part(fair.level_bound) }
}

/// Nanoseconds of processor this thread has had, where the system tells.
fn spent() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(0)
}

fn measure(name: &str, problem: &Problem, mode: Fairness, scale: i64) -> Figures {
    let before = spent();
    let found = fair(problem, mode, Options::default()).unwrap();
    let seconds = (spent() - before) as f64 / 1e9;
    let figures = figures(problem, &found, scale);
    let (Figures { min, p5, total, .. }, part) = (&figures, |sum: i64| sum as f64 / scale as f64);
    eprintln!(
        "{name:10} {mode:?}: min {min:.4}, p5 {p5:.4}, total {total:.3}; level {:.4} of at most {:.4}, total at most {:.3}; {seconds:.3} s",
        part(found.level),
        part(found.level_bound),
        part(found.bound),
    );
    figures
}

/// Nothing that was published has a higher minimum; the total stays within a two-thousandth of the most there is at it.
fn is_near(total: f64, most: f64) -> bool {
    total >= most * 0.9995
}

#[test]
fn reviews_of_midl_are_shared_out_fairly() {
    let Some(problem) = data::midl() else { return };
    measure("MIDL'18", &problem, Fairness::WorstPair, MIDL_SCALE);
    let sum = measure("MIDL'18", &problem, Fairness::WorstSum, MIDL_SCALE);
    assert!(sum.min >= 0.9448 && is_near(sum.total, 201.769), "{sum:?}");
    assert_eq!(sum.min, sum.most, "proven the highest minimum");
    // PeerReview4All has 1.119.
    let quantile = measure("MIDL'18", &problem, Fairness::Quantile(50), MIDL_SCALE);
    assert!(quantile.p5 >= 1.119, "{quantile:?}");
    let all = measure("MIDL'18", &problem, Fairness::Leximin, MIDL_SCALE);
    assert!(all.min >= 0.9448 && all.p5 >= 1.119, "{all:?}");
}

#[test]
fn reviews_of_aamas_are_shared_out_fairly() {
    let Some(problem) = data::aamas() else { return };
    measure("AAMAS'15", &problem, Fairness::WorstPair, BID_SCALE);
    let sum = measure("AAMAS'15", &problem, Fairness::WorstSum, BID_SCALE);
    assert!(sum.min >= 1.25 && is_near(sum.total, 1382.0), "{sum:?}");
    // Each paper by itself could have 1.5; the linear program's bound on the minimum is 1.4765, and sums are quarters.
    assert_eq!(sum.min, sum.most, "proven the highest minimum");
    // PeerReview4All has 1.25.
    let quantile = measure("AAMAS'15", &problem, Fairness::Quantile(50), BID_SCALE);
    assert!(quantile.p5 >= 1.25, "{quantile:?}");
    let all = measure("AAMAS'15", &problem, Fairness::Leximin, BID_SCALE);
    assert!(all.min >= 1.25 && all.p5 >= 1.25, "{all:?}");
}
