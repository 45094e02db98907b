//! One connection of a measurement.

#![allow(dead_code, reason = "each measurement uses its part")]

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept: HTTP/1.1 by hand, so that the driver takes as little of the machine as it can.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    cookie: String,
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn body_contains(&self, words: &[u8]) -> bool {
        self.body.windows(words.len()).any(|window| window == words)
    }
}

impl Line {
    /// To this address, as whoever the session signs in; nobody without one.
    pub async fn to(at: &str, session: &str) -> Self {
        let stream = TcpStream::connect(at).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let cookie = if session.is_empty() { String::new() } else { format!("cookie: session={session}\r\n") };
        Self { stream, buffer: Vec::new(), cookie }
    }

    pub async fn ask(&mut self, method: &str, path: &str, from: &str, form: &str) -> Answer {
        let more = match method {
            "POST" => format!(
                "sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
                form.len()
            ),
            _ => String::new(),
        };
        let cookie = &self.cookie;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-forwarded-for: {from}\r\n{cookie}{more}\r\n{form}"
        );
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            assert!(self.stream.read_buf(&mut self.buffer).await.unwrap() > 0, "hung up on");
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let header = |name: &str| {
            let line =
                head.lines().find(|line| line.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)));
            line.map(|line| line[name.len() + 1..].trim().to_owned()).unwrap_or_default()
        };
        let length: usize = header("content-length").parse().unwrap();
        while self.buffer.len() < head_end + length {
            assert!(self.stream.read_buf(&mut self.buffer).await.unwrap() > 0, "hung up on");
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, location: header("location"), body: self.buffer[head_end..].to_vec() }
    }
}
