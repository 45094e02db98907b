//! A browser behind chromedriver, spoken to in the plain words of the WebDriver protocol.
//!
//! By hand, in the few words we need: a crate for it turns on features of hyper that the program does without, and
//! every slice would be compiled once for the program and once more for its tests.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// A browser of our own, closed when this is dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// What it prints: kept open, for it prints more than once.
    _told: Lines<BufReader<ChildStdout>>,
}

/// The key of the tabulator, in the protocol's alphabet.
const TAB: &str = "\u{e004}";

impl Browser {
    /// A browser, if this machine has one. If not, says so aloud; where `TENFOLD_ALL_SUITES` is set, that is a failure.
    pub fn open() -> Option<Self> {
        Self::open_as("normal")
    }

    /// One that does not wait for a page that is being asked for: the page before it can be looked at meanwhile.
    pub fn open_impatient() -> Option<Self> {
        Self::open_as("none")
    }

    fn open_as(waits: &str) -> Option<Self> {
        let (Some(chromium), Some(_)) = (find("chromium"), find("chromedriver")) else {
            let all = std::env::var_os("TENFOLD_ALL_SUITES");
            assert!(all.is_none(), "no browser to test in, but all suites are asked for");
            #[expect(clippy::print_stderr, reason = "a suite that is skipped says so aloud")]
            {
                eprintln!(
                    "SKIPPED in a browser: `chromium` and `chromedriver` (Debian: chromium-driver) are not installed"
                );
            }
            return None;
        };
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .env("LANGUAGE", "zh_CN")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = told.by_ref().find_map(|line| Some(line.ok()?.split_once("successfully on port ")?.1.to_owned()));
        let port = port.unwrap().trim_end_matches('.').parse().unwrap();
        let mut browser = Self { driver, port, session: String::new(), _told: told };
        browser.session = browser.call("POST", "", wishes(&chromium, waits))["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    /// Opens an address.
    pub fn go(&self, url: &str) {
        self.say("/url", json!({ "url": url }));
    }

    /// The address it shows.
    pub fn url(&self) -> String {
        self.call("GET", "/url", Value::Null).as_str().unwrap().to_owned()
    }

    /// Lets pages be this wide.
    pub fn width(&self, width: u32) {
        let size = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        self.say("/goog/cdp/execute", json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size }));
    }

    /// Clicks the first thing that a path of XPath leads to.
    pub fn click(&self, path: &str) {
        let thing = self.find("xpath", path);
        self.say(&format!("/element/{thing}/click"), json!({}));
    }

    /// Types into a field of the page's main part, in the place of what stands there.
    pub fn type_into(&self, name: &str, text: &str) {
        let field = self.find("css selector", &format!("main [name='{name}']"));
        self.say(&format!("/element/{field}/clear"), json!({}));
        self.say(&format!("/element/{field}/value"), json!({ "text": text }));
    }

    /// Types where the cursor is.
    pub fn write(&self, text: &str) {
        let keys = text.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })));
        let keys: Vec<_> = keys.collect();
        self.say("/actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] }));
    }

    /// Presses the tabulator.
    pub fn tab(&self) {
        let presses = json!([{ "type": "keyDown", "value": TAB }, { "type": "keyUp", "value": TAB }]);
        self.say("/actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": presses }] }));
    }

    /// What an expression of JavaScript says.
    pub fn ask(&self, expression: &str) -> Value {
        self.call("POST", "/execute/sync", json!({ "script": format!("return {expression}"), "args": [] }))
    }

    /// What the page complained of since it was last asked.
    pub fn complaints(&self) -> Vec<String> {
        let entries = self.call("POST", "/se/log", json!({ "type": "browser" }));
        entries.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    /// The page as a picture, in letters.
    pub fn picture(&self) -> String {
        self.call("GET", "/screenshot", Value::Null).as_str().unwrap().to_owned()
    }

    fn find(&self, by: &str, what: &str) -> String {
        let found = self.call("POST", "/element", json!({ "using": by, "value": what }));
        found.as_object().and_then(|found| found.values().next()?.as_str()).unwrap().to_owned()
    }

    fn say(&self, path: &str, body: Value) {
        self.call("POST", path, body);
    }

    /// One request; what it answers, or the end of the test.
    fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut answer: Value = serde_json::from_slice(&self.exchange(method, path, &body).unwrap()).unwrap();
        let value = answer["value"].take();
        assert!(value.get("error").is_none(), "{method} {path} {body}: {}", value["message"]);
        value
    }

    fn exchange(&self, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
        let begun = if self.session.is_empty() { String::new() } else { format!("/{}", self.session) };
        let head = format!("{method} /session{begun}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close");
        exchange(self.port, format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver alone can close its browser; where even that fails, the test has failed already.
        let _ = self.exchange("DELETE", "", "");
        let _ = self.driver.kill().and_then(|()| self.driver.wait());
    }
}

/// How the browser is to be: unseen, alone, and asking for Chinese.
fn wishes(chromium: &std::path::Path, waits: &str) -> Value {
    let args = [
        "--headless=new",
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        "--force-prefers-reduced-motion",
    ];
    let options = json!({ "binary": chromium, "args": args, "prefs": { "intl": { "accept_languages": "zh-CN" } } });
    let wishes = json!({
        "browserName": "chrome",
        "pageLoadStrategy": waits,
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "implicit": 10_000, "pageLoad": 60_000, "script": 10_000 },
    });
    json!({ "capabilities": { "alwaysMatch": wishes } })
}

/// A program of this machine.
fn find(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The body of the answer to one request.
fn exchange(port: u16, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(90)))?;
    stream.write_all(request)?;
    let mut answer = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        match line.trim_end().to_lowercase().split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().unwrap_or(0),
            Some(_) => {}
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    Ok(body)
}
