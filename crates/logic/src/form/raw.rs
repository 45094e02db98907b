//! What was sent, before it is read: names with values, and files.

/// Names with values, in the order they were sent, and files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    /// Names and values.
    pub pairs: Vec<(String, String)>,
    /// Files by field name.
    pub files: Vec<(String, Upload)>,
}

/// A file as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name on the sender's machine.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Content stays out of logs.
impl std::fmt::Debug for Upload {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Upload({} bytes)", self.bytes.len())
    }
}

impl Raw {
    /// From names and values.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { pairs, files: Vec::new() }
    }

    /// The last value of a name: a checkbox after its hidden twin wins.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The file of a name.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, file)| file)
    }
}
