//! Words: every text of the interface by its key, in Chinese and English, embedded.

use std::collections::BTreeMap;

logic::codes!(
    /// A language of the interface.
    Lang {
        /// 中文, the default.
        Zh = "zh",
        /// English.
        En = "en",
    }
);

impl Lang {
    /// For the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Chinese first; English for readers whose browser asks for it and not for Chinese.
    pub fn from_accept(header: &str) -> Self {
        let wants = |tag: &str| header.split(',').any(|part| part.trim().to_lowercase().starts_with(tag));
        if wants("en") && !wants("zh") { Self::En } else { Self::Zh }
    }
}

/// All texts by key.
#[derive(Debug, Default)]
pub struct Texts {
    zh: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
    doubles: Vec<String>,
}

impl Texts {
    /// Adds a slice's two files. Keys are the TOML tables' names joined by dots.
    pub fn add(&mut self, (zh, en): (&str, &str)) -> Result<(), toml::de::Error> {
        self.doubles.extend(flatten_into(&mut self.zh, zh)?);
        self.doubles.extend(flatten_into(&mut self.en, en)?);
        Ok(())
    }

    /// A text; nothing if the key is missing in this language.
    pub fn find(&self, lang: Lang, key: &str) -> Option<&str> {
        self.of(lang).get(key).map(String::as_str)
    }

    /// A text; a missing one shows its key between brackets that no text uses, so that tests find it.
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> std::borrow::Cow<'a, str> {
        self.find(lang, key).map_or_else(|| format!("⟦{key}⟧").into(), Into::into)
    }

    /// The keys of a language.
    pub fn keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.of(lang).keys().map(String::as_str)
    }

    /// Keys that came twice with different words.
    pub fn doubles(&self) -> &[String] {
        &self.doubles
    }

    fn of(&self, lang: Lang) -> &BTreeMap<String, String> {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

fn flatten_into(texts: &mut BTreeMap<String, String>, source: &str) -> Result<Vec<String>, toml::de::Error> {
    let table: toml::Table = source.parse()?;
    let mut found = Vec::new();
    flatten("", &table, &mut found);
    let is_double = |(key, text): &(String, String)| texts.get(key).is_some_and(|known| known != text);
    let doubles = found.iter().filter(|pair| is_double(pair)).map(|(key, _)| key.clone()).collect();
    texts.extend(found);
    Ok(doubles)
}

fn flatten(prefix: &str, table: &toml::Table, found: &mut Vec<(String, String)>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(table) => flatten(&key, table, found),
            value => found.extend(value.as_str().map(|text| (key, text.to_owned()))),
        }
    }
}

/// Fills the blanks of a text: `{name}` becomes the value of that name.
pub fn fill<'a>(text: &str, blanks: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    blanks.into_iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_unless_english_alone_is_asked_for() {
        let cases = [
            ("", Lang::Zh),
            ("en-US,en;q=0.9", Lang::En),
            ("en-US,zh-CN;q=0.5", Lang::Zh),
            ("fr", Lang::Zh),
            ("zh-CN,zh", Lang::Zh),
        ];
        for (header, lang) in cases {
            assert_eq!(Lang::from_accept(header), lang, "{header}");
        }
    }

    #[test]
    fn keys_are_joined_and_doubles_noticed() {
        let mut texts = Texts::default();
        texts.add(("[a.b]\nc = '一'", "[a.b]\nc = 'one {n}'")).unwrap();
        texts.add(("[a.b]\nc = '二'", "")).unwrap();
        assert_eq!((texts.get(Lang::Zh, "a.b.c"), texts.get(Lang::En, "a.b")), ("二".into(), "⟦a.b⟧".into()));
        assert_eq!(texts.doubles(), ["a.b.c"]);
        assert_eq!(fill(&texts.get(Lang::En, "a.b.c"), [("n", "5")]), "one 5");
    }
}
