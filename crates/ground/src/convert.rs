//! Converters: old formats that other programs on the machine can read, asked of them with a time limit.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a converter may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// No converter for this format is installed.
    NoConverter,
    /// The converter could not read the file, or took too long.
    Failed,
}

impl std::fmt::Display for NoText {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NoConverter => "no converter for this format is installed: pdftotext for .pdf, antiword or LibreOffice for .doc, LibreOffice for .wps; or save it as .docx",
            Self::Failed => "the converter could not read it",
        })
    }
}

/// The text of a file in a format such as `pdf`, `doc` or `wps`.
pub fn to_text(bytes: &[u8], format: &str) -> Result<String, NoText> {
    let programs: &[(&str, &[&str])] = match format {
        "pdf" => &[("pdftotext", &["-enc", "UTF-8", "-layout", "{in}", "{out}.txt"])],
        "doc" => &[("antiword", &["-m", "UTF-8.txt", "{in}"]), OFFICE],
        _ => &[OFFICE],
    };
    let (program, arguments) = programs.iter().find(|(program, _)| is_installed(program)).ok_or(NoText::NoConverter)?;
    let folder = std::env::temp_dir().join(format!("tenfold-convert-{}", u64::from_be_bytes(crate::clock::random())));
    let text = convert(&folder, bytes, format, program, arguments);
    // A folder left behind harms nobody.
    let _ = std::fs::remove_dir_all(&folder);
    text.ok_or(NoText::Failed)
}

const OFFICE: (&str, &[&str]) = (
    "soffice",
    &[
        "--headless",
        "-env:UserInstallation=file://{dir}",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        "{dir}",
        "{in}",
    ],
);

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn convert(folder: &Path, bytes: &[u8], format: &str, program: &str, arguments: &[&str]) -> Option<String> {
    std::fs::create_dir_all(folder).ok()?;
    let input = folder.join(format!("document.{format}"));
    std::fs::write(&input, bytes).ok()?;
    let output = folder.join("document");
    let fill = |argument: &&str| {
        let filled =
            argument.replace("{in}", &input.display().to_string()).replace("{out}", &output.display().to_string());
        filled.replace("{dir}", &folder.display().to_string())
    };
    let printed = folder.join("printed");
    let child = Command::new(program)
        .args(arguments.iter().map(fill))
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&printed).ok()?)
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    wait(child).then_some(())?;
    let text = folder.join("document.txt");
    let found = if text.exists() { text } else { printed };
    String::from_utf8(std::fs::read(found).ok()?).ok().filter(|text| !text.trim().is_empty())
}

fn wait(mut child: std::process::Child) -> bool {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(_) => break,
        }
    }
    // Too slow, or out of our hands.
    let _ = child.kill();
    let _ = child.wait();
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_converter_is_told_apart_from_a_bad_file() {
        let expected = if is_installed("pdftotext") { NoText::Failed } else { NoText::NoConverter };
        assert_eq!(to_text(b"no pdf", "pdf"), Err(expected));
    }
}
