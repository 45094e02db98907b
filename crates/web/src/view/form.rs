//! Forms: drawn from an act's declaration, with what was typed kept and each problem beside its field.

use super::html::Markup;
use crate::ctx::{Ctx, Kept};
use crate::slice::ActEntry;
use logic::form::sheet::{Answers, Ask, Sheet};
use logic::form::{Field, Kind};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::Ordering;

/// The most things to choose from that are shown as a box each.
const BOXES: usize = 12;

/// Something to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The group it stands in, if there are groups.
    pub group: String,
}

impl Choice {
    /// A choice without a group.
    pub fn new(value: impl fmt::Display, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), group: String::new() }
    }

    /// In a group; choices of a group follow each other.
    pub fn in_group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }
}

/// An act's form on a page. Its text keys: `<act>.submit`, `<act>.field.<name>` or else `field.<name>`, and hints under `….hint`.
pub struct FormView<'a> {
    pub(super) ctx: &'a Ctx,
    act: &'static ActEntry,
    blanks: Vec<(&'static str, String)>,
    choices: BTreeMap<&'static str, Vec<Choice>>,
    values: BTreeMap<&'static str, Vec<String>>,
    many: Vec<&'static str>,
    without: Vec<&'static str>,
    hidden: Vec<(&'static str, String)>,
    submit: Option<&'static str>,
    about: Option<String>,
    class: &'static str,
    required: Vec<&'static str>,
    questions: Option<(Sheet, Answers)>,
}

impl<'a> FormView<'a> {
    pub(crate) fn new(ctx: &'a Ctx, act: &'static ActEntry) -> Self {
        Self {
            ctx,
            act,
            blanks: Vec::new(),
            choices: BTreeMap::new(),
            values: BTreeMap::new(),
            many: Vec::new(),
            without: Vec::new(),
            hidden: Vec::new(),
            submit: None,
            about: None,
            class: "form",
            required: Vec::new(),
            questions: None,
        }
    }

    /// Fills a blank of the act's address.
    pub fn at(mut self, blank: &'static str, value: impl fmt::Display) -> Self {
        self.blanks.push((blank, value.to_string()));
        self
    }

    /// What a field offers to choose from.
    pub fn choose(mut self, field: &'static str, choices: Vec<Choice>) -> Self {
        self.choices.insert(field, choices);
        self
    }

    /// What stands in a field at first.
    pub fn value(mut self, field: &'static str, value: impl fmt::Display) -> Self {
        self.values.insert(field, vec![value.to_string()]);
        self
    }

    /// What stands in a field at first, if anything.
    pub fn maybe(self, field: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.value(field, value),
            None => self,
        }
    }

    /// What is chosen at first in a field of many.
    pub fn values(mut self, field: &'static str, values: Vec<String>) -> Self {
        self.many.push(field);
        self.values.insert(field, values);
        self
    }

    /// Without a field that may be left empty and makes no sense here.
    pub fn without(mut self, field: &'static str) -> Self {
        self.without.push(field);
        self
    }

    /// With a field that is settled already and not shown.
    pub fn hidden(mut self, field: &'static str, value: impl fmt::Display) -> Self {
        self.hidden.push((field, value.to_string()));
        self
    }

    /// With a field that may be left empty elsewhere and not here.
    pub fn required(mut self, field: &'static str) -> Self {
        self.required.push(field);
        self
    }

    /// With a sheet of questions after its fields, and what was answered before.
    pub fn asking(mut self, sheet: &Sheet, answers: &Answers) -> Self {
        self.questions = Some((sheet.clone(), answers.clone()));
        self
    }

    /// With another word on its button.
    pub fn submit(mut self, key: &'static str) -> Self {
        self.submit = Some(key);
        self
    }

    /// Whom or what the button is for: said with its word to those who do not see where it stands, among many alike.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }

    /// In one row: for forms of a field or two.
    pub fn in_a_row(mut self) -> Self {
        self.class = "form row";
        self
    }

    /// A button that stands back behind others.
    pub fn quiet(mut self) -> Self {
        self.class = "form row quiet";
        self
    }

    /// A button for what is hard to undo.
    pub fn grave(mut self) -> Self {
        self.class = "form row grave";
        self
    }

    /// The whole form.
    pub fn html(&self) -> String {
        let mut out = Markup::default();
        out.raw(&self.open());
        for field in self.act.fields.iter().filter(|field| !self.without.contains(&field.name)) {
            self.draw(&mut out, field);
        }
        if let Some((sheet, answers)) = &self.questions {
            self.draw_questions(&mut out, sheet, answers);
        }
        out.raw(&self.close());
        out.done()
    }

    /// The form without anything to fill in.
    pub fn button(&self) -> String {
        self.open() + &self.close()
    }

    /// The form's beginning, for pages that place the fields themselves.
    pub fn open(&self) -> String {
        let mut out = Markup::default();
        let asks_file = |sheet: &Sheet| sheet.questions.iter().any(|question| question.ask == Ask::File);
        let has_files = self.act.fields.iter().any(|field| field.kind == Kind::File)
            || self.questions.as_ref().is_some_and(|(sheet, _)| asks_file(sheet));
        let encoding = has_files.then_some("multipart/form-data");
        out.open(
            "form",
            &[
                ("method", Some("post")),
                ("action", Some(&self.action())),
                ("class", Some(self.class)),
                ("enctype", encoding),
            ],
        );
        if self.act.is_once {
            out.open("input", &[("type", Some("hidden")), ("name", Some(ONCE_KEY)), ("value", Some(&random_key()))]);
        }
        for (name, value) in &self.hidden {
            out.open("input", &[("type", Some("hidden")), ("name", Some(name)), ("value", Some(value))]);
        }
        if self.kept().is_some() {
            self.ctx.is_kept_shown.store(true, Ordering::Relaxed);
        }
        if let Some(why) = self.kept().and_then(|kept| kept.refusal.as_ref()) {
            out.element("p", &[("class", Some("problem whole")), ("role", Some("alert"))], self.ctx.why(why));
        }
        // What is wrong with a field that is not drawn is said all the same.
        for problem in self.without.iter().filter_map(|name| self.kept()?.problems.of(name)) {
            out.element("p", &[("class", Some("problem whole")), ("role", Some("alert"))], self.ctx.problem(problem));
        }
        out.done()
    }

    /// One field.
    pub fn field(&self, name: &str) -> String {
        let mut out = Markup::default();
        if let Some(field) = self.act.fields.iter().find(|field| field.name == name) {
            self.draw(&mut out, field);
        }
        out.done()
    }

    /// The form's button and end.
    pub fn close(&self) -> String {
        let mut out = Markup::default();
        let submit = self.submit.map_or_else(|| format!("{}.submit", self.act.name), Into::into);
        let word = self.ctx.t(&submit);
        let label = self.about.as_ref().map(|about| format!("{word} {about}"));
        out.raw("<div class=\"buttons\">")
            .element("button", &[("aria-label", label.as_deref())], &word)
            .raw("</div></form>");
        out.done()
    }

    fn action(&self) -> String {
        let fill = |path: String, (blank, value): &(&str, String)| path.replace(&format!("{{{blank}}}"), value);
        self.blanks.iter().fold(self.act.path.to_owned(), fill)
    }

    /// What was typed, if this very form was wrong: of many buttons of one act, the one that was pressed.
    pub(super) fn kept(&self) -> Option<&'a Kept> {
        let is_mine = self.hidden.iter().all(|(name, value)| self.ctx.input.get(name) == Some(value));
        self.ctx.kept_of(self.act).filter(|_| is_mine && self.ctx.path == self.action())
    }

    fn draw(&self, out: &mut Markup, field: &Field) {
        match field.kind {
            Kind::Hidden => {
                let value = self.current(field).join("\n");
                out.open("input", &[("type", Some("hidden")), ("name", Some(field.name)), ("value", Some(&value))]);
            }
            Kind::Flag => self.draw_flag(out, field),
            Kind::Choice { .. } | Kind::Pick if self.is_short_list_of_many(field) => self.draw_boxes(out, field),
            _ => self.draw_labelled(out, field),
        }
    }

    fn draw_flag(&self, out: &mut Markup, field: &Field) {
        let id = self.id(field);
        let is_on = self.current(field).last().is_some_and(|value| matches!(value.as_str(), "1" | "on" | "true"));
        out.raw("<div class=\"field flag\">");
        out.open(
            "input",
            &[
                ("type", Some("checkbox")),
                ("name", Some(field.name)),
                ("value", Some("1")),
                ("id", Some(&id)),
                ("checked", is_on.then_some("")),
            ],
        );
        out.element("label", &[("for", Some(&id))], self.label(field));
        self.draw_hint(out, field);
        out.raw("</div>");
    }

    /// A few things of which several may be chosen: a box for each, since no key has to be held to choose a second one.
    fn is_short_list_of_many(&self, field: &Field) -> bool {
        self.many.contains(&field.name) && self.choices.get(field.name).is_some_and(|choices| choices.len() <= BOXES)
    }

    fn draw_boxes(&self, out: &mut Markup, field: &Field) {
        let (id, chosen) = (self.id(field), self.current(field));
        let described = self.described(field, &id);
        out.open("fieldset", &[("class", Some("field boxes")), ("aria-describedby", described.as_deref())]);
        out.open("legend", &[]).text(self.label(field));
        if !field.required {
            out.element("span", &[("class", Some("optional"))], self.ctx.t("form.optional"));
        }
        out.close("legend");
        for (at, choice) in self.choices.get(field.name).into_iter().flatten().enumerate() {
            let box_id = format!("{id}-{at}");
            let attributes = [
                ("type", Some("checkbox")),
                ("name", Some(field.name)),
                ("value", Some(choice.value.as_str())),
                ("id", Some(box_id.as_str())),
                ("checked", chosen.contains(&choice.value).then_some("")),
            ];
            out.raw("<span>").open("input", &attributes);
            out.element("label", &[("for", Some(&box_id))], &choice.label).raw("</span>");
        }
        self.draw_hint(out, field);
        self.draw_problem(out, field, &id);
        out.raw("</fieldset>");
    }

    fn draw_labelled(&self, out: &mut Markup, field: &Field) {
        let is_required = field.required || self.required.contains(&field.name);
        let field = &Field { required: is_required, ..*field };
        let id = self.id(field);
        out.raw("<div class=\"field\">").open("label", &[("for", Some(&id))]).text(self.label(field));
        if !field.required {
            out.element("span", &[("class", Some("optional"))], self.ctx.t("form.optional"));
        }
        out.close("label");
        self.draw_control(out, field, &id);
        self.draw_hint(out, field);
        self.draw_problem(out, field, &id);
        out.raw("</div>");
    }

    fn draw_problem(&self, out: &mut Markup, field: &Field, id: &str) {
        if let Some(problem) = self.kept().and_then(|kept| kept.problems.of(field.name)) {
            let id = format!("{id}-problem");
            out.element("p", &[("class", Some("problem")), ("id", Some(&id))], self.ctx.problem(problem));
        }
    }

    fn draw_hint(&self, out: &mut Markup, field: &Field) {
        if let Some(hint) = self.find_text(field, ".hint") {
            out.element("p", &[("class", Some("hint")), ("id", Some(&format!("{}-hint", self.id(field))))], hint);
        }
    }

    fn draw_control(&self, out: &mut Markup, field: &Field, id: &str) {
        let value = self.current(field);
        let first = value.first().map(String::as_str);
        let (min, max) = (field.min.to_string(), field.max.to_string());
        let described = self.described(field, id);
        let is_wrong = self.kept().is_some_and(|kept| kept.problems.of(field.name).is_some());
        let common = [
            ("name", Some(field.name)),
            ("id", Some(id)),
            ("required", field.required.then_some("")),
            ("aria-describedby", described.as_deref()),
            ("aria-invalid", is_wrong.then_some("true")),
        ];
        let input = |out: &mut Markup, kind: &str, more: &[(&str, Option<&str>)]| {
            let own = [("type", Some(kind)), ("value", first)];
            out.open("input", &[&own, &common[..], more].concat());
        };
        match field.kind {
            Kind::Text => {
                let rows = if field.max > 500 { "6" } else { "3" };
                out.open("textarea", &[&common[..], &[("rows", Some(rows))]].concat())
                    .text(first.unwrap_or_default())
                    .close("textarea");
            }
            Kind::Choice { prefix, codes } => {
                let choices: Vec<_> = codes.iter().map(|code| Choice::new(code, self.ctx.word(prefix, code))).collect();
                self.draw_select(out, field, &common, self.choices.get(field.name).unwrap_or(&choices), &value);
            }
            Kind::Pick | Kind::Place if self.choices.contains_key(field.name) => {
                self.draw_select(out, field, &common, &self.choices[field.name], &value);
            }
            Kind::Secret => {
                let completion = if field.name.starts_with("new") { "new-password" } else { "current-password" };
                out.open(
                    "input",
                    &[&[("type", Some("password")), ("autocomplete", Some(completion))], &common[..]].concat(),
                );
            }
            Kind::Count | Kind::Amount => {
                input(
                    out,
                    "number",
                    &[("min", Some(&min)), ("max", Some(&max)), ("step", Some("1")), ("inputmode", Some("numeric"))],
                );
            }
            Kind::Day => input(out, "date", &[]),
            Kind::Moment => input(out, "datetime-local", &[]),
            Kind::Phone => input(out, "tel", &[("autocomplete", Some("tel"))]),
            Kind::Email => input(out, "email", &[("autocomplete", Some("email"))]),
            Kind::File => {
                out.open("input", &[&[("type", Some("file"))], &common[..]].concat());
            }
            _ => input(out, "text", &[("maxlength", Some(&max)), ("autocomplete", self.completion(field))]),
        }
    }

    /// What a browser or a telephone may fill in by itself: the name beside one's own password, the code that came.
    fn completion(&self, field: &Field) -> Option<&'static str> {
        let is_sign_in = || self.act.fields.iter().any(|other| matches!(other.kind, Kind::Secret));
        match field.name {
            "login" if is_sign_in() => Some("username"),
            "code" => Some("one-time-code"),
            _ => None,
        }
    }

    fn draw_select(
        &self,
        out: &mut Markup,
        field: &Field,
        common: &[(&str, Option<&str>)],
        choices: &[Choice],
        chosen: &[String],
    ) {
        let is_many = self.many.contains(&field.name);
        out.open("select", &[common, &[("multiple", is_many.then_some(""))]].concat());
        if !is_many && (!field.required || chosen.iter().all(String::is_empty)) {
            out.element(
                "option",
                &[("value", Some(""))],
                self.ctx.t(if field.required { "form.choose" } else { "form.none" }),
            );
        }
        let mut group = "";
        for choice in choices {
            if choice.group != group {
                out.raw(if group.is_empty() { "" } else { "</optgroup>" });
                if !choice.group.is_empty() {
                    out.open("optgroup", &[("label", Some(&choice.group))]);
                }
                group = &choice.group;
            }
            let is_chosen = chosen.contains(&choice.value).then_some("");
            out.element("option", &[("value", Some(&choice.value)), ("selected", is_chosen)], &choice.label);
        }
        out.raw(if group.is_empty() { "" } else { "</optgroup>" }).close("select");
    }

    /// What was typed, or what stands there at first.
    fn current(&self, field: &Field) -> Vec<String> {
        match self.kept() {
            Some(_) => self.ctx.input.all(field.name).map(Into::into).collect(),
            None => self.values.get(field.name).cloned().unwrap_or_default(),
        }
    }

    fn described(&self, field: &Field, id: &str) -> Option<String> {
        let problem = self.kept().and_then(|kept| kept.problems.of(field.name)).map(|_| format!("{id}-problem"));
        let hint = self.find_text(field, ".hint").map(|_| format!("{id}-hint"));
        let both: Vec<_> = problem.into_iter().chain(hint).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    pub(super) fn id(&self, field: &Field) -> String {
        let blanks: String = self.blanks.iter().map(|(_, value)| format!("-{value}")).collect();
        format!("{}-{}{blanks}", self.act.name.replace('.', "-"), field.name)
    }

    fn label(&self, field: &Field) -> String {
        self.find_text(field, "").unwrap_or_else(|| self.ctx.word("field", field.name))
    }

    fn find_text(&self, field: &Field, suffix: &str) -> Option<String> {
        let find = |key: &str| self.ctx.house.texts.find(self.ctx.lang(), key).map(Into::into);
        let own = format!("{}.field.{}{suffix}", self.act.name, field.name);
        find(&own).or_else(|| find(&format!("field.{}{suffix}", field.name)))
    }
}

impl fmt::Display for FormView<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.html())
    }
}

/// A key of its own for each form on each page: pressed twice, it acts once.
/// The field by which a form that is sent twice acts once.
pub(crate) const ONCE_KEY: &str = "_key";

fn random_key() -> String {
    let bytes: [u8; 9] = ground::clock::random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
