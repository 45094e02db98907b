//! The command line: every setting is a flag and an environment variable.

mod fit;

pub use fit::{Bench, Check, Fair, Fit, Gen, Kind, Question, Solve};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// 十上：一件事实只填一次，计划、报告和表格都由它算出，并能打开看到依据。
#[derive(Debug, Parser)]
#[command(
    name = "tenfold",
    version,
    about = "十上 Tenfold: a fact is entered once; every plan, report and form is computed from it."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 启动服务 Serve the house.
    Serve(Serve),
    /// 启动演示城市 Seed a believable city and serve it.
    Demo(Demo),
    /// 核对账本 Recompute the chain of facts and every cached figure; name the first that does not fit.
    Verify(Ground),
    /// 导入 Import what the house needs from outside.
    Import {
        /// What to import.
        #[command(subcommand)]
        what: Import,
    },
    /// 读文件提纲 Read a Chinese work document into headings, owners, dates and figures.
    Outline(Outline),
    /// 匹配引擎 Match people to needs from files: solve, check, draw and time questions.
    Fit {
        /// What to do.
        #[command(subcommand)]
        what: Fit,
    },
}

/// Where the data lies.
#[derive(Debug, Clone, Args)]
pub struct Ground {
    /// An SQLite file, or a PostgreSQL address such as postgresql://user:password@host/name.
    #[arg(long, env = "TENFOLD_DATABASE", default_value = "data/tenfold.db")]
    pub database: String,
    /// A folder for files, or s3://bucket (with the feature `s3`).
    #[arg(long, env = "TENFOLD_FILES", default_value = "data/files")]
    pub files: String,
}

/// How the house is served.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where the data lies.
    #[command(flatten)]
    pub ground: Ground,
    /// The address to listen at.
    #[arg(long, env = "TENFOLD_LISTEN", default_value = "127.0.0.1:2010")]
    pub listen: SocketAddr,
    /// The address readers use; with https, cookies are marked secure.
    #[arg(long, env = "TENFOLD_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// A proxy in front tells the reader's address in X-Forwarded-For.
    #[arg(long, env = "TENFOLD_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// How codes and notices leave the house: none, console, or smtp://user:password@host (with the feature `smtp`).
    #[arg(long, env = "TENFOLD_SENDER", default_value = "console")]
    pub sender: String,
    /// The address mails come from.
    #[arg(long, env = "TENFOLD_MAIL_FROM", default_value = "tenfold@localhost")]
    pub mail_from: String,
    /// The mail domain that turns 13800000000@domain into a text message.
    #[arg(long, env = "TENFOLD_SMS_GATEWAY")]
    pub sms_gateway: Option<String>,
}

/// The demo city.
#[derive(Debug, Args)]
pub struct Demo {
    /// The address to listen at.
    #[arg(long, default_value = "127.0.0.1:2010")]
    pub listen: SocketAddr,
    /// A PostgreSQL address to seed instead of an embedded database; it must be empty.
    #[arg(long)]
    pub database: Option<String>,
    /// Keep the demo's data in this folder; otherwise it is gone when the program ends.
    #[arg(long)]
    pub keep: Option<PathBuf>,
    /// The number from which the city is made: the same seed, the same city.
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// 行政区划 Places from provinces.csv, cities.csv, counties.csv, towns.csv, villages.csv (plain or .xz); again changes nothing.
    Regions {
        /// The folder.
        folder: PathBuf,
        /// Where the data lies.
        #[command(flatten)]
        ground: Ground,
    },
}

/// Reading a document.
#[derive(Debug, Args)]
pub struct Outline {
    /// A .txt, .md or .docx file; .doc, .wps and .pdf where a converter is installed.
    pub file: PathBuf,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// How an outline is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For programs.
    Json,
    /// For people.
    Text,
}
