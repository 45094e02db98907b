//! The flags of `tenfold fit`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What the engine can do at a terminal.
#[derive(Debug, Subcommand)]
pub enum Fit {
    /// 求解 Find the best matching of a question (.bin, .csv or .json) and the prices that prove it.
    Solve(Solve),
    /// 核验 Check an answer from the question, its pairs and its prices alone.
    Check(Check),
    /// 出题 Draw a question by seed, in the binary format.
    Gen(Gen),
    /// 对比 Time the engine on drawn questions, beside OR-tools where Python has it.
    Bench(Bench),
}

/// The question.
#[derive(Debug, Clone, Args)]
pub struct Question {
    /// The file: .bin, .csv or .json, told apart by what it holds.
    pub instance: PathBuf,
    /// What an unmet slot costs, where the file does not say.
    #[arg(long, default_value_t = 2000)]
    pub penalty: i32,
}

/// Solving.
#[derive(Debug, Args)]
pub struct Solve {
    /// The question.
    #[command(flatten)]
    pub question: Question,
    /// The most threads; the answer is the same with any number.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Fair to whom it would treat worst, before the sum.
    #[arg(long, value_enum)]
    pub fair: Option<Fair>,
    /// An answer of before (written by --out): start from it, and keep its pairs where little is lost.
    #[arg(long)]
    pub keep: Option<PathBuf>,
    /// What a kept pair is worth more than a new one.
    #[arg(long, default_value_t = 10, requires = "keep")]
    pub bonus: i32,
    /// Stop after so many seconds with the best answer so far and its bound.
    #[arg(long)]
    pub seconds: Option<f64>,
    /// Write pairs and prices here, for `check` and `--keep`.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Print one line of JSON, and nothing of the progress.
    #[arg(long)]
    pub json: bool,
}

/// What fairness looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fair {
    /// The worst pair.
    Pair,
    /// The need with the smallest sum.
    Sum,
    /// The mean of the needs in the worst twentieth.
    P5,
    /// The worst need, then the next worst, and so on.
    Leximin,
}

/// Checking.
#[derive(Debug, Args)]
pub struct Check {
    /// The question.
    #[command(flatten)]
    pub question: Question,
    /// The answer.
    pub answer: PathBuf,
}

/// Drawing.
#[derive(Debug, Args)]
pub struct Gen {
    /// What kind.
    #[arg(value_enum)]
    pub kind: Kind,
    /// Where to write it.
    pub file: PathBuf,
    /// How many needs.
    #[arg(long)]
    pub needs: Option<u32>,
    /// How many experts.
    #[arg(long)]
    pub experts: Option<u32>,
    /// How many candidates a need has, about.
    #[arg(long)]
    pub row: Option<u32>,
    /// Capacity as a multiple of demand: 1.1 is a tenth more than is needed.
    #[arg(long)]
    pub tight: Option<f64>,
    /// The same seed, the same question.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Needs and experts in places, with disciplines and distances.
    Places,
    /// Papers and reviewers with topics.
    Conference,
    /// No structure at all.
    Random,
}

/// Timing.
#[derive(Debug, Args)]
pub struct Bench {
    /// Questions of your own instead of the drawn ones.
    pub instances: Vec<PathBuf>,
    /// Draw a whole nation too: 600,000 needs, 1,000,000 experts; minutes.
    #[arg(long)]
    pub nation: bool,
    /// Runs of each; the smallest time counts.
    #[arg(long, default_value_t = 3)]
    pub runs: u32,
    /// The Python that has ortools and numpy.
    #[arg(long, default_value = "python3")]
    pub python: String,
}
