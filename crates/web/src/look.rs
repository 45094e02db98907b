//! How a reader wants to see pages: theme and size, kept in a cookie of their own.

use crate::text::Lang;

/// Light, dark, or as the machine is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the machine is set.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Language, theme and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// Large type.
    pub is_large: bool,
}

impl Look {
    /// From the cookie's value, such as `en.dark.large`; what it does not say is as the browser asks or as usual.
    pub fn read(cookie: &str, accept_language: &str) -> Self {
        let has = |word: &str| cookie.split('.').any(|part| part == word);
        let lang = if has("en") {
            Lang::En
        } else if has("zh") {
            Lang::Zh
        } else {
            Lang::from_accept(accept_language)
        };
        let theme = if has("dark") {
            Theme::Dark
        } else if has("light") {
            Theme::Light
        } else {
            Theme::Auto
        };
        Self { lang, theme, is_large: has("large") }
    }

    /// The cookie's value.
    pub fn cookie(&self) -> String {
        let size = if self.is_large { "large" } else { "normal" };
        format!("{}.{}.{size}", self.lang, self.theme_name())
    }

    /// This look with one thing changed: `lang=en`, `theme=dark`, `size=large`.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match (name, value) {
            ("lang", value) => self.lang = value.parse().unwrap_or(self.lang),
            ("theme", "auto") => self.theme = Theme::Auto,
            ("theme", "light") => self.theme = Theme::Light,
            ("theme", "dark") => self.theme = Theme::Dark,
            ("size", value) => self.is_large = value == "large",
            _ => {}
        }
        self
    }

    /// For the `data-theme` attribute.
    pub fn theme_name(&self) -> &'static str {
        match self.theme {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}
