//! From a document's outline to lines and tasks: what is proposed, and what the officer's choices come to.

use outline::{Clause, Figure, Outline};

logic::codes!(
    /// What is to become of a clause.
    Choice {
        /// 工作主线
        Line = "line",
        /// 任务
        Task = "task",
        /// 并入上一项
        Merge = "merge",
        /// 不列入
        Leave = "leave",
    }
);

/// A clause as it is offered to the officer.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    /// The clause's id; a programme named in a clause has the clause's id, a `#` and its number.
    pub id: String,
    /// How deep it lies.
    pub level: u8,
    /// Its label: 一、 or 一是.
    pub label: String,
    /// Its heading, or the beginning of its text.
    pub title: String,
    /// Its text.
    pub text: String,
    /// What is proposed.
    pub proposed: Choice,
    /// The unit the clause names as its lead.
    pub lead: Option<String>,
    /// When it is due, if the clause gives a whole day or month.
    pub due: Option<logic::time::Day>,
    /// Figures in it, as written.
    pub figures: Vec<String>,
    /// Programmes named in it.
    pub programmes: Vec<String>,
}

/// What is offered of a document, in its order.
pub fn offer(outline: &Outline) -> Vec<Offered> {
    let mut offered = Vec::new();
    for clause in outline.clauses.iter().filter(|clause| clause.level > 0) {
        let has_children = outline.clauses.iter().any(|other| other.parent.as_ref() == Some(&clause.id));
        offered.push(offer_clause(clause));
        if !has_children {
            offered.extend(offer_programmes(clause));
        }
    }
    offered
}

fn offer_clause(clause: &Clause) -> Offered {
    let proposed = if clause.level == 1 { Choice::Line } else { Choice::Task };
    Offered {
        id: clause.id.to_string(),
        level: clause.level,
        label: clause.label.clone(),
        title: title_of(clause),
        text: clause.text.clone(),
        proposed,
        lead: lead_of(clause),
        due: clause.deadlines.iter().find_map(|deadline| due_day(deadline.by.as_deref()?)),
        figures: clause.figures.iter().map(figure_text).collect(),
        programmes: clause.programmes.clone(),
    }
}

/// Programmes that a line names without numbering them are offered as tasks of their own.
fn offer_programmes(clause: &Clause) -> Vec<Offered> {
    if clause.level != 1 {
        return Vec::new();
    }
    let named = clause.programmes.iter().enumerate();
    named
        .map(|(at, name)| Offered {
            id: format!("{}#{}", clause.id, at + 1),
            level: 2,
            label: String::new(),
            title: name.clone(),
            text: sentence_with(&clause.text, name),
            proposed: Choice::Task,
            lead: None,
            due: None,
            figures: Vec::new(),
            programmes: vec![name.clone()],
        })
        .collect()
}

/// The heading; without one, the text up to its first comma or stop, at most thirty characters.
fn title_of(clause: &Clause) -> String {
    if !clause.heading.is_empty() {
        return clause.heading.chars().take(100).collect();
    }
    let first = clause.text.split(['，', ',', '。', '；', ';', '\n']).next().unwrap_or_default();
    first.chars().take(30).collect()
}

fn lead_of(clause: &Clause) -> Option<String> {
    use outline::Role::{Lead, Responsible};
    let of = |role| clause.owners.iter().find(|owner| owner.role == role);
    of(Lead).or_else(|| of(Responsible)).map(|owner| owner.name.clone())
}

/// `2025-06-30` is that day, `2025-06` its last day, `2025` the year's last day; anything else is no day.
pub fn due_day(by: &str) -> Option<logic::time::Day> {
    let parts: Vec<&str> = by.split('-').collect();
    match parts.as_slice() {
        [_, _, _] => by.parse().ok(),
        [year, month] => logic::time::Day::month_end(year.parse().ok()?, month.parse().ok()?),
        [year] if year.len() == 4 => logic::time::Day::new(year.parse().ok()?, 12, 31),
        _ => None,
    }
}

fn figure_text(figure: &Figure) -> String {
    figure.text.clone()
}

/// The sentence that names the programme; without one, the whole text.
fn sentence_with(text: &str, name: &str) -> String {
    let sentence = text.split_inclusive('。').find(|sentence| sentence.contains(name));
    sentence.unwrap_or(text).trim().to_owned()
}

/// A row of the officer's choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The clause.
    pub clause: String,
    /// What is to become of it.
    pub choice: Choice,
    /// Its title, as edited.
    pub title: String,
    /// The lead unit's name, as written.
    pub lead: String,
    /// When it is due.
    pub due: Option<logic::time::Day>,
}

/// What the choices come to, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A line with its goal.
    Line {
        /// The clause.
        clause: String,
        /// Its name.
        name: String,
        /// The rest of its heading.
        goal: String,
    },
    /// A task of the last line.
    Task {
        /// The clause.
        clause: String,
        /// Its name.
        name: String,
        /// Its words, with those of clauses merged into it.
        text: String,
        /// The lead unit's name.
        lead: String,
        /// When it is due.
        due: Option<logic::time::Day>,
        /// Clauses merged into it.
        merged: Vec<String>,
    },
    /// Left out.
    Left {
        /// The clause.
        clause: String,
    },
}

/// The first row that cannot be as chosen, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadChoice {
    /// Its clause.
    pub clause: String,
    /// The problem's code.
    pub problem: &'static str,
}

/// Puts the choices together. `has_line` tells whether the plan has a line already that a first task could come under.
pub fn adopt(offered: &[Offered], chosen: &[Chosen], has_line: bool) -> Result<Vec<Step>, BadChoice> {
    let mut steps: Vec<Step> = Vec::new();
    let mut has_line = has_line;
    for choice in chosen {
        let bad = |problem| BadChoice { clause: choice.clause.clone(), problem };
        let clause = offered.iter().find(|clause| clause.id == choice.clause).ok_or_else(|| bad("clause_unknown"))?;
        let is_named = !choice.title.is_empty() || matches!(choice.choice, Choice::Merge | Choice::Leave);
        if !is_named {
            return Err(bad("clause_unnamed"));
        }
        match choice.choice {
            Choice::Line => {
                has_line = true;
                let (name, goal) = split_heading(&choice.title);
                steps.push(Step::Line { clause: clause.id.clone(), name, goal });
            }
            Choice::Task if !has_line => return Err(bad("clause_without_line")),
            Choice::Task => steps.push(Step::Task {
                clause: clause.id.clone(),
                name: choice.title.clone(),
                text: words_of(clause),
                lead: choice.lead.clone(),
                due: choice.due,
                merged: Vec::new(),
            }),
            Choice::Merge => match steps.iter_mut().rev().find(|step| matches!(step, Step::Task { .. })) {
                Some(Step::Task { text, merged, .. }) => {
                    // Programmes of one sentence all bring that sentence: once is enough.
                    if !(text.contains(&clause.text) && text.contains(&clause.title)) {
                        text.push('\n');
                        text.push_str(&words_of(clause));
                    }
                    merged.push(clause.id.clone());
                }
                _ => return Err(bad("clause_without_task")),
            },
            Choice::Leave => steps.push(Step::Left { clause: clause.id.clone() }),
        }
    }
    Ok(steps)
}

/// 上档次,围绕中心,发挥作用,提高科协工作地位 → the name before the first comma, the goal after it.
fn split_heading(heading: &str) -> (String, String) {
    match heading.split_once(['，', ',']) {
        Some((name, goal)) => (name.trim().into(), goal.trim().into()),
        None => (heading.into(), String::new()),
    }
}

fn words_of(clause: &Offered) -> String {
    let is_in_text = clause.text.starts_with(&clause.title);
    if is_in_text { clause.text.clone() } else { format!("{}{}。{}", clause.label, clause.title, clause.text) }
}
