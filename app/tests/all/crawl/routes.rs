//! The addresses of the house, and which of them an address on a page means.

use web::House;

/// Every address that can be opened.
pub struct Routes(Vec<&'static str>);

impl Routes {
    pub fn of(house: &House) -> Self {
        let lists = house.lists().map(|list| list.path);
        let mut all: Vec<_> = house.pages().map(|page| page.path).chain(lists).collect();
        // Fixed parts are meant before blanks: /needs/new is not a need.
        all.sort_by_key(|path| (path.matches('{').count(), *path));
        all.dedup();
        Self(all)
    }

    pub fn patterns(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// The address's route; an export counts as its list.
    pub fn pattern(&self, path: &str) -> Option<&'static str> {
        let plain = path.strip_suffix(".csv").or(path.strip_suffix(".xlsx")).unwrap_or(path);
        let found = |wanted: &str| self.0.iter().copied().find(|pattern| fits(pattern, wanted));
        found(path).or_else(|| found(plain))
    }

    /// What belongs to the site as a whole: styles, looks, the API's description.
    pub fn is_aside(&self, link: &str) -> bool {
        ["/assets/", "/look", "/api/openapi.json", "/files/", "/healthz"].iter().any(|start| link.starts_with(start))
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(value)) if part.starts_with('{') && part.ends_with('}') && !value.is_empty() => {}
            (Some(part), Some(value)) if part == value => {}
            _ => return false,
        }
    }
}
