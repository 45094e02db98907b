//! Style, script and icon: embedded, named by their content, so that browsers keep them for good.

use ground::files::FileHash;
use std::sync::LazyLock;

pub(super) struct Asset {
    pub(super) href: String,
    pub(super) media_type: &'static str,
    pub(super) content: &'static str,
}

impl Asset {
    fn new(name: &str, media_type: &'static str, content: &'static str) -> Self {
        let hash = FileHash::of(content.as_bytes()).to_string();
        Self { href: format!("/assets/{}/{name}", &hash[..12]), media_type, content }
    }
}

pub(super) static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("tenfold.css", "text/css; charset=utf-8", include_str!("../../assets/tenfold.css")),
        Asset::new("tenfold.js", "text/javascript; charset=utf-8", include_str!("../../assets/tenfold.js")),
        Asset::new("icon.svg", "image/svg+xml", include_str!("../../assets/icon.svg")),
    ]
});

/// The style's address.
pub(crate) fn style_href() -> &'static str {
    &ASSETS[0].href
}

/// The script's address.
pub(crate) fn script_href() -> &'static str {
    &ASSETS[1].href
}

/// The icon's address.
pub(crate) fn icon_href() -> &'static str {
    &ASSETS[2].href
}
