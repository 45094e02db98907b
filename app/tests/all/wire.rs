//! The program as others meet it: started as a process, spoken to over a socket.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program, serving.
pub struct Served {
    process: Child,
    /// `127.0.0.1:port`.
    pub at: String,
    /// The word that lets one set up an empty house.
    pub word: Option<String>,
}

impl Served {
    /// Starts it on a database and waits until it listens.
    pub fn start(folder: &Path) -> Self {
        let mut process = program(folder, &["serve", "--listen", "127.0.0.1:0", "--sender", "none"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let at = lines.next().unwrap().rsplit("http://").next().unwrap().to_owned();
        let is_new = !folder.join("set-up").exists();
        let word = is_new.then(|| lines.next().unwrap().rsplit("word=").next().unwrap().to_owned());
        std::fs::write(folder.join("set-up"), "").unwrap();
        Self { process, at, word }
    }

    /// Ends it without a word of warning.
    pub fn kill(mut self) {
        // `Child::kill` is SIGKILL: no handler runs, nothing is flushed.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// The program with its data in a folder.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenfold"));
    command.args(arguments);
    command.args([
        "--database".as_ref(),
        folder.join("tenfold.db").as_os_str(),
        "--files".as_ref(),
        folder.join("files").as_os_str(),
    ]);
    command
}

/// An answer.
pub struct Answered {
    pub status: u16,
    pub heads: HashMap<String, String>,
    pub body: String,
}

/// Sends one request on a line of its own; nothing if the line breaks before the answer is whole.
pub fn ask(at: &str, method: &str, path: &str, cookie: &str, form: &[(&str, &str)]) -> Option<Answered> {
    let mut line = TcpStream::connect(at).ok()?;
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    line.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    line.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let heads = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Some(Answered { status, heads, body: body.to_owned() })
}
