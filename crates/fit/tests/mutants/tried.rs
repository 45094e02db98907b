//! What must hold of any file, for the tests and for the fuzzer.

use fit::*;

/// A file gives a question or an error; a question that is small is answered, and the answer proves itself.
pub fn question(bytes: &[u8]) {
    let Ok(named) = read(bytes, 10) else { return };
    assert_eq!(read(write_json(&named).as_bytes(), 0).as_ref(), Ok(&named), "JSON keeps it");
    let problem = &named.problem;
    if problem.needs() > 40 || problem.experts() > 40 || problem.pairs() > 200 {
        return;
    }
    if bytes.starts_with(b"MTCH") {
        assert_eq!(read_binary(&write_binary(problem), 10).as_ref(), Ok(problem), "bytes keep it");
    }
    let rules = Rules { forced: named.forced.clone(), forbidden: Vec::new() };
    match plan_with(problem, &rules, Options::default()) {
        Ok(plan) => {
            let verdict = rules.check(problem, &plan).expect("a plan keeps its rules");
            assert_eq!((verdict.gap(), verdict.objective), (0, plan.objective));
            assert_eq!(read_answer(&write_answer(&plan)).as_ref(), Ok(&plan));
            for &pair in plan.pairs.iter().take(3) {
                assert!(why_pair(problem, &plan, pair).is_some());
            }
            for need in 0..problem.needs().min(3) as u32 {
                let _ = why_unmet(problem, &plan, need);
            }
            assert_eq!(why_idle(problem, &plan).len(), problem.experts());
        }
        Err(NoPlan::Conflict(rules)) => assert!(!rules.is_empty()),
        Err(NoPlan::Fault(_)) => {}
        Err(NoPlan::Unfinished) => panic!("nobody asked to stop"),
    }
    let spared = problem.needs() * 300 / 1000;
    let modes = [Fairness::WorstPair, Fairness::WorstSum, Fairness::Quantile(300), Fairness::Leximin];
    for (mode, spared) in modes.into_iter().zip([0, 0, spared, 0]) {
        if let Ok(fair) = fair(problem, mode, Options::default()) {
            let prices = vec![0; problem.experts()];
            let verdict = check(problem, &fair.pairs, &prices).expect("a fair matching is a matching");
            assert_eq!(verdict.objective, fair.objective);
            assert!(fair.level <= fair.level_bound && fair.objective <= fair.bound);
            let proof = &fair.level_proof;
            assert!(proof.is_empty() || is_out_of_reach(problem, fair.level_bound + 1, spared, proof));
        }
    }
}

/// A file gives an answer or an error; checking an answer, true or not, ends with a verdict or a reason.
pub fn answer(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(plan) = read_answer(text) else { return };
    let _ = plan.gap();
    let pairs = [(0, 0, 5), (0, 1, -3), (1, 0, 9), (1, 1, 2)];
    let Ok(problem) = Problem::from_pairs(vec![1, 2], vec![1, 1], &pairs, 10) else { return };
    let stepped = problem.clone().with_steps(vec![3, 4]).unwrap_or_default();
    for problem in [problem, stepped, Problem::default()] {
        if let Ok(verdict) = check(&problem, &plan.pairs, &plan.prices) {
            assert!(verdict.gap() >= 0, "no matching is above the bound");
        }
        if let Ok(plan) = replan(&problem, &plan.pairs, &plan.prices) {
            assert_eq!(plan.gap(), 0, "any start leads to an answer");
        }
    }
}
