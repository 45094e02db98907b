//! Short ways to ask one thing of a text.

use outline::{Amount, Clause, Outline, Role};

/// The one clause of a text without labels, or of the text behind one label.
pub(crate) fn only_clause(text: &str) -> Clause {
    let Outline { mut clauses, .. } = outline::outline(text);
    assert_eq!(clauses.len(), 1, "one clause in {text}: {clauses:#?}");
    clauses.remove(0)
}

/// `text=value unit` for each figure.
pub(crate) fn figures(text: &str) -> Vec<String> {
    let figures = only_clause(text).figures.into_iter();
    figures.map(|figure| format!("{}={} {}", figure.text, amount(figure.value), figure.unit)).collect()
}

pub(crate) fn amount(amount: Amount) -> String {
    match amount {
        Amount::Whole(value) => value.to_string(),
        Amount::Decimal(value) => value.to_string(),
    }
}

/// `text=by` for each deadline, in a document of 2025.
pub(crate) fn deadlines(text: &str) -> Vec<String> {
    deadlines_of(&format!("市科协2025年工作要点\n{text}"))
}

/// `text=by` for each deadline, with whatever year the text tells.
pub(crate) fn deadlines_of(text: &str) -> Vec<String> {
    let deadlines = only_clause(text).deadlines.into_iter();
    deadlines.map(|deadline| format!("{}={}", deadline.text, deadline.by.unwrap_or_else(|| "?".into()))).collect()
}

/// `name:role`, with a `+` where the list goes on.
pub(crate) fn owners(clause: &Clause) -> Vec<String> {
    let owners = clause.owners.iter();
    owners
        .map(|owner| format!("{}:{}{}", owner.name, role(owner.role), if owner.open_ended { "+" } else { "" }))
        .collect()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Support => "support",
        Role::Responsible => "responsible",
    }
}

/// One line for each clause: `id label|heading|text`, line feeds shown as `/`.
pub(crate) fn shape(text: &str) -> Vec<String> {
    outline::outline(text).clauses.iter().map(line).collect()
}

fn line(clause: &Clause) -> String {
    format!("{} {}|{}|{}", clause.id, clause.label, clause.heading, clause.text.replace('\n', "/"))
}

/// The texts of all notices of one kind.
pub(crate) fn notices(outline: &Outline, kind: outline::NoticeKind) -> Vec<String> {
    outline.notices.iter().filter(|notice| notice.kind == kind).map(|notice| notice.text.clone()).collect()
}

/// Title, notices, and for each clause its place, heading and details, without the text.
pub(crate) fn digest(outline: &Outline) -> String {
    let notices = outline.notices.iter().map(|notice| format!("! {}", notice.text));
    let clauses = outline.clauses.iter().map(|clause| {
        let head = format!("{} {}{}", clause.id, clause.label, clause.heading);
        format!("{}{}", head.trim_end(), details(clause))
    });
    std::iter::once(outline.title.clone()).chain(notices).chain(clauses).collect::<Vec<_>>().join("\n")
}

fn details(clause: &Clause) -> String {
    let due = clause.deadlines.iter().map(|due| format!("{}→{}", due.text, due.by.as_deref().unwrap_or("?"))).collect();
    let figures = clause.figures.iter().map(|figure| format!("{} {}", amount(figure.value), figure.unit)).collect();
    let parts: [(&str, Vec<String>); 4] =
        [("who", owners(clause)), ("due", due), ("how much", figures), ("what", clause.programmes.clone())];
    parts
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| format!("\n    {name}: {}", values.join(" · ")))
        .collect()
}
