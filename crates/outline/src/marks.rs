//! What single characters mean: punctuation that ends a sentence, spaces, and what may begin a date, figure or name.

/// The end of a sentence.
pub(crate) fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…')
}

/// The end of a sentence or of an item in a list.
pub(crate) fn is_stop(c: char) -> bool {
    is_full_stop(c) || matches!(c, '；' | ';' | '：' | ':')
}

pub(crate) fn is_comma(c: char) -> bool {
    matches!(c, '，' | ',' | '、')
}

pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '）' | ')' | '》' | '」' | '』' | '】' | '］' | ']')
}

/// White space as documents have it: also the ideographic space and the invisible marks that web pages leave behind.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

pub(crate) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Anything that separates phrases: no word runs across it.
pub(crate) fn is_boundary(c: char) -> bool {
    is_stop(c)
        || is_comma(c)
        || is_closing(c)
        || is_blank(c)
        || matches!(c, '“' | '‘' | '（' | '(' | '《' | '「' | '【')
}

pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The last character before `at`.
pub(crate) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The part of `text` that ends at `at` and has at most `count` characters.
pub(crate) fn last_chars(text: &str, at: usize, count: usize) -> &str {
    let start = text[..at].char_indices().rev().take(count).last().map_or(at, |(start, _)| start);
    &text[start..at]
}

/// The first `count` characters of `text`.
pub(crate) fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// Whether `text` has at most `count` characters; looks no further than that.
pub(crate) fn is_short(text: &str, count: usize) -> bool {
    text.len() <= count || (text.len() <= count * 4 && text.chars().nth(count).is_none())
}

/// The longest of `words` that `text` begins with.
pub(crate) fn longest_prefix<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    words.iter().copied().filter(|word| begins(text, word)).max_by_key(|word| word.len())
}

/// Whether `text` begins with `word`; a look at one byte spares most comparisons.
fn begins(text: &str, word: &str) -> bool {
    let last = word.len().saturating_sub(1);
    text.as_bytes().get(last) == word.as_bytes().get(last) && text.starts_with(word)
}

/// The longest of `words` that `text` ends with.
pub(crate) fn longest_suffix<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    words.iter().copied().filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
}
