//! Any file gives an answer or an error; an answer is checked without believing it.
#![no_main]

#[expect(dead_code, reason = "the other claim is the other target's")]
#[path = "../../tests/mutants/tried.rs"]
mod tried;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tried::answer(bytes));
