//! The words that greet or address the readers: `同志们：`, `各位代表、同志们！`, `各县（市、区）科协：`.

use crate::marks::{is_blank, is_comma, is_full_stop, is_short, trim};

/// No greeting is longer, in bytes.
const MAX_GREETING: usize = 150;

/// The length of the greeting at the beginning of `text`, with its closing mark.
pub(super) fn greeting(text: &str) -> Option<usize> {
    starts_greeting(text).then_some(())?;
    let close = text.char_indices().take_while(|&(at, _)| at < MAX_GREETING).find(|&(_, c)| is_close(c))?;
    let greeting = &text[..close.0];
    let addresses = ["各位", "们", "尊敬的", "亲爱的"].iter().any(|word| greeting.contains(word));
    let mut words = greeting.split(|c| is_comma(c) || is_blank(c)).filter(|word| !word.is_empty());
    (addresses && words.all(is_greeting_word)).then_some(close.0 + close.1.len_utf8())
}

fn is_close(c: char) -> bool {
    matches!(c, '：' | ':' | '！' | '!')
}

fn starts_greeting(text: &str) -> bool {
    ["同志", "各位", "尊敬的", "亲爱的", "女士", "先生", "朋友", "代表", "委员", "老师", "同学"]
        .iter()
        .any(|word| text.starts_with(word))
}

fn is_greeting_word(word: &str) -> bool {
    const PEOPLE: [&str; 14] =
        ["们", "代表", "委员", "领导", "同志", "嘉宾", "来宾", "专家", "院士", "朋友", "同仁", "老师", "主席", "书记"];
    starts_greeting(word) && is_short(word, 14) && PEOPLE.iter().any(|people| word.ends_with(people))
}

/// Where a greeting with a colon stands in the first words of `text`: sites glue it to the title.
pub(super) fn find_glued(text: &str) -> Option<usize> {
    text.char_indices()
        .take_while(|&(at, _)| at < 2 * MAX_GREETING)
        .find_map(|(at, c)| (matches!(c, '同' | '各' | '尊') && greeting(&text[at..]).is_some()).then_some(at))
}

/// A line that says whom the document is for.
pub(super) fn is_addressee(line: &str) -> bool {
    const BODIES: [&str; 12] =
        ["科协", "局", "委", "部门", "单位", "学会", "协会", "办公室", "政府", "各", "公司", "学校"];
    const CONTENTS: [&str; 6] = ["如下", "以下", "下列", "现将", "要求", "为"];
    let line = trim(line);
    line.ends_with([':', '：'])
        && is_short(line, 120)
        && !line.contains(is_full_stop)
        && BODIES.iter().any(|word| line.contains(word))
        && !CONTENTS.iter().any(|word| line.contains(word))
}
