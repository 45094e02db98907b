//! Approved versions: what a plan said when it was signed, and what has changed since.

use super::{Line, Target, Task};
use logic::id::Id;
use serde_json::{Map, Value, json};

/// What a plan said when it was signed, as text that is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(pub String);

/// Something that is no longer as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The task's id, to lead to its page if it is still there.
    pub task: String,
    /// The task's name.
    pub name: String,
    /// What: the text key `change.<field>`.
    pub field: String,
    /// What was signed.
    pub before: String,
    /// What is now.
    pub now: String,
}

impl Version {
    /// A plan as it stands.
    pub fn of(lines: &[Line], tasks: &[Task], targets: &[Target], supports: &[(super::TaskId, String)]) -> Self {
        let line_name = |task: &Task| {
            lines.iter().find(|line| line.id == task.line).map(|line| line.name.clone()).unwrap_or_default()
        };
        let all: Map<String, Value> = tasks
            .iter()
            .map(|task| {
                let targets: Map<String, Value> =
                    targets.iter().filter(|target| target.task == task.id).map(|target| (target.indicator.clone(), target.number.into())).collect();
                let supports: Vec<_> = supports.iter().filter(|(id, _)| *id == task.id).map(|(_, name)| name.as_str()).collect();
                let value = json!({
                    "name": task.name, "line": line_name(task), "lead": task.lead.name, "support": supports.join("、"),
                    "due": task.due.map(|due| due.to_string()).unwrap_or_default(), "text": task.text, "targets": targets,
                    "programme": task.programme.map(|id| id.to_string()).unwrap_or_default(),
                });
                (task.id.to_string(), value)
            })
            .collect();
        Self(json!({ "tasks": all }).to_string())
    }

    /// Sixteen bytes of the content's hash, as the ledger keeps them.
    pub fn fingerprint(&self, hash: &[u8; 32]) -> Id {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        Id::from(bytes)
    }

    fn tasks(&self) -> Map<String, Value> {
        let value: Value = serde_json::from_str(&self.0).unwrap_or_default();
        value.get("tasks").and_then(Value::as_object).cloned().unwrap_or_default()
    }
}

/// What has changed from what was signed to what is now.
pub fn compare(signed: &Version, now: &Version) -> Vec<Difference> {
    let (before, after) = (signed.tasks(), now.tasks());
    let mut found = Vec::new();
    for (id, was) in &before {
        match after.get(id) {
            None => found.push(difference(id, was, "removed", text(was, "name"), String::new())),
            Some(is) => found.extend(fields(id, was, is)),
        }
    }
    let added = after.iter().filter(|(id, _)| !before.contains_key(*id));
    found.extend(added.map(|(id, is)| difference(id, is, "added", String::new(), text(is, "name"))));
    found
}

fn fields(id: &str, was: &Value, is: &Value) -> Vec<Difference> {
    let simple = ["name", "line", "lead", "support", "due", "programme", "text"]
        .into_iter()
        // A field that versions did not yet have when this one was signed has not changed since.
        .filter(|field| was.get(*field).is_some())
        .map(|field| (field.to_owned(), text(was, field), text(is, field)));
    let targets = |value: &Value| value.get("targets").and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after) = (targets(was), targets(is));
    let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let number = |map: &Map<String, Value>, key: &str| map.get(key).map(Value::to_string).unwrap_or_default();
    let aimed = keys.into_iter().map(|key| (format!("target {key}"), number(&before, key), number(&after, key)));
    let changed = simple.chain(aimed).filter(|(_, before, now)| before != now);
    changed.map(|(field, before, now)| difference(id, is, &field, before, now)).collect()
}

fn difference(id: &str, task: &Value, field: &str, before: String, now: String) -> Difference {
    Difference { task: id.into(), name: text(task, "name"), field: field.into(), before, now }
}

fn text(task: &Value, field: &str) -> String {
    task.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}
