//! Any file gives a question or an error; a small question is answered, with its proof.
#![no_main]

#[expect(dead_code, reason = "the other claim is the other target's")]
#[path = "../../tests/mutants/tried.rs"]
mod tried;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tried::question(bytes));
