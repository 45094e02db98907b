//! An outline as plain text for people.

use std::fmt::{self, Write};

use crate::model::{Amount, Clause, Outline, Owner, Role};

impl Outline {
    /// Title, notices and clauses, indented by level, each with its owners, dates, figures and programmes below it.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write_outline(self, &mut text);
        text
    }
}

fn write_outline(outline: &Outline, out: &mut String) -> fmt::Result {
    if !outline.title.is_empty() {
        writeln!(out, "{}\n", outline.title)?;
    }
    for notice in &outline.notices {
        writeln!(out, "［提示］{}", notice.text)?;
    }
    if !outline.notices.is_empty() {
        out.push('\n');
    }
    outline.clauses.iter().try_for_each(|clause| write_clause(clause, out))
}

fn write_clause(clause: &Clause, out: &mut String) -> fmt::Result {
    let indent = "  ".repeat(usize::from(clause.level.saturating_sub(1)));
    let mut lines = clause.text.lines();
    let first = if clause.heading.is_empty() { lines.next().unwrap_or_default() } else { &clause.heading };
    writeln!(out, "{indent}{}{first}", clause.label)?;
    lines.try_for_each(|line| writeln!(out, "{indent}  {line}"))?;
    let mut detail = |name: &str, values: Vec<String>| match values.is_empty() {
        true => Ok(()),
        false => writeln!(out, "{indent}  · {name}：{}", values.join("、")),
    };
    detail("责任", clause.owners.iter().map(owner).collect())?;
    detail("期限", clause.deadlines.iter().map(|due| with(&due.text, due.by.as_deref())).collect())?;
    detail(
        "指标",
        clause.figures.iter().map(|figure| with(&figure.text, Some(&amount(figure.value, &figure.unit)))).collect(),
    )?;
    detail("项目", clause.programmes.clone())
}

fn owner(owner: &Owner) -> String {
    let role = match owner.role {
        Role::Lead => "牵头",
        Role::Support => "配合",
        Role::Responsible => "负责",
    };
    format!("{}（{role}{}）", owner.name, if owner.open_ended { "，等" } else { "" })
}

fn with(text: &str, meaning: Option<&str>) -> String {
    meaning.map_or_else(|| text.to_owned(), |meaning| format!("{text}［{meaning}］"))
}

fn amount(value: Amount, unit: &str) -> String {
    match value {
        Amount::Whole(value) => format!("{value} {unit}"),
        Amount::Decimal(value) => format!("{value} {unit}"),
    }
}
