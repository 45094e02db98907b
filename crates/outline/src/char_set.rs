//! A set of characters that is asked for every character of a text, so it must answer at once.

/// Which characters of the basic plane are in the set; no other plane has any that matter here.
pub(crate) struct CharSet([u64; 1024]);

impl CharSet {
    pub(crate) const fn of(chars: &[char]) -> Self {
        let mut set = Self([0; 1024]);
        let mut at = 0;
        while at < chars.len() {
            set.0[chars[at] as usize >> 6] |= 1 << (chars[at] as usize & 63);
            at += 1;
        }
        set
    }

    /// The set with all characters from `first` to `last` as well.
    pub(crate) const fn and_range(mut self, first: char, last: char) -> Self {
        let mut code = first as usize;
        while code <= last as usize {
            self.0[code >> 6] |= 1 << (code & 63);
            code += 1;
        }
        self
    }

    pub(crate) const fn and(mut self, other: &Self) -> Self {
        let mut at = 0;
        while at < 1024 {
            self.0[at] |= other.0[at];
            at += 1;
        }
        self
    }

    #[inline]
    pub(crate) fn has(&self, c: char) -> bool {
        let code = c as usize;
        code < 0x10000 && self.0[code >> 6] >> (code & 63) & 1 == 1
    }

    /// The places in `text` of characters of the set.
    pub(crate) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, char)> + 'a {
        text.char_indices().filter(|&(_, c)| self.has(c))
    }
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn has_what_was_put_in() {
        static SET: CharSet = CharSet::of(&['一', 'a']).and_range('①', '③').and(&CharSet::of(&['。']));
        let found: String = SET.places("ab一二①②③④。🙂").map(|(_, c)| c).collect();
        assert_eq!(found, "a一①②③。");
    }
}
