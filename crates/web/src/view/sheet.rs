//! A sheet of questions in a form: each question with what it takes, what was typed kept and each problem beside it.

use super::form::FormView;
use super::html::Markup;
use logic::form::sheet::{Answers, Ask, Question, Sheet, known_name};
use logic::form::{Field, Kind};

impl FormView<'_> {
    /// All questions, in their order. One that depends on another says on what.
    pub(super) fn draw_questions(&self, out: &mut Markup, sheet: &Sheet, answers: &Answers) {
        for question in &sheet.questions {
            let Some(name) = known_name(&question.name) else { continue };
            let values = match self.kept() {
                Some(_) => self.ctx.input.all(name).map(str::to_owned).collect(),
                None => answers.0.get(name).cloned().unwrap_or_default(),
            };
            let drawn =
                Drawn { field: question.field(name), question, values, condition: self.condition(sheet, question) };
            self.draw_question(out, &drawn);
        }
    }

    fn condition(&self, sheet: &Sheet, question: &Question) -> Option<String> {
        let condition = question.only_if.as_ref()?;
        let other = sheet.question(&condition.question)?;
        let answer = match other.ask {
            Ask::Yes => self.ctx.t("form.yes").into_owned(),
            _ => other.words(std::slice::from_ref(&condition.answer)),
        };
        Some(self.ctx.fill("form.only_if", &[("question", &other.label), ("answer", &answer)]))
    }

    fn draw_question(&self, out: &mut Markup, drawn: &Drawn) {
        let id = self.id(&drawn.field);
        match drawn.question.ask {
            Ask::One | Ask::Many => {
                out.raw("<fieldset class=\"field\">").open("legend", &[]);
                self.draw_label(out, drawn);
                out.close("legend");
                self.draw_options(out, drawn, &id);
                self.draw_end(out, drawn, &id);
                out.raw("</fieldset>");
            }
            Ask::Yes => {
                out.raw("<div class=\"field flag\">");
                draw_choice(out, "checkbox", drawn, "1", &id);
                out.open("label", &[("for", Some(&id))]);
                self.draw_label(out, drawn);
                out.close("label");
                self.draw_end(out, drawn, &id);
                out.raw("</div>");
            }
            _ => {
                out.raw("<div class=\"field\">").open("label", &[("for", Some(&id))]);
                self.draw_label(out, drawn);
                out.close("label");
                draw_input(out, drawn, &id);
                self.draw_end(out, drawn, &id);
                out.raw("</div>");
            }
        }
    }

    fn draw_label(&self, out: &mut Markup, drawn: &Drawn) {
        out.text(&drawn.question.label);
        if !drawn.question.is_required {
            out.element("span", &[("class", Some("optional"))], self.ctx.t("form.optional"));
        }
    }

    fn draw_options(&self, out: &mut Markup, drawn: &Drawn, id: &str) {
        let kind = if drawn.question.ask == Ask::One { "radio" } else { "checkbox" };
        for (at, option) in drawn.question.options.iter().enumerate() {
            let (value, own) = ((at + 1).to_string(), format!("{id}-{}", at + 1));
            out.raw("<div class=\"flag\">");
            draw_choice(out, kind, drawn, &value, &own);
            out.element("label", &[("for", Some(&own))], option).raw("</div>");
        }
    }

    /// What it depends on, and what was wrong.
    fn draw_end(&self, out: &mut Markup, drawn: &Drawn, id: &str) {
        if let Some(condition) = &drawn.condition {
            out.element("p", &[("class", Some("hint")), ("id", Some(&format!("{id}-hint")))], condition);
        }
        if let Some(problem) = self.kept().and_then(|kept| kept.problems.of(drawn.field.name)) {
            let own = format!("{id}-problem");
            out.element("p", &[("class", Some("problem")), ("id", Some(&own))], self.ctx.problem(problem));
        }
    }
}

struct Drawn<'a> {
    field: Field,
    question: &'a Question,
    values: Vec<String>,
    condition: Option<String>,
}

impl Drawn<'_> {
    /// The browser itself asks for it only where it must be answered whatever else is.
    fn must(&self) -> Option<&'static str> {
        (self.field.required && self.question.only_if.is_none()).then_some("")
    }
}

fn draw_choice(out: &mut Markup, kind: &str, drawn: &Drawn, value: &str, id: &str) {
    let is_on = drawn.values.iter().any(|chosen| chosen == value);
    out.open(
        "input",
        &[
            ("type", Some(kind)),
            ("name", Some(drawn.field.name)),
            ("value", Some(value)),
            ("id", Some(id)),
            ("checked", is_on.then_some("")),
            ("required", drawn.must().filter(|_| drawn.question.ask != Ask::Many)),
        ],
    );
}

fn draw_input(out: &mut Markup, drawn: &Drawn, id: &str) {
    let first = drawn.values.first().map(String::as_str);
    let common = [("name", Some(drawn.field.name)), ("id", Some(id)), ("required", drawn.must())];
    let most = drawn.field.max.to_string();
    match drawn.field.kind {
        Kind::Text => {
            let more = [("rows", Some("3")), ("maxlength", Some(most.as_str()))];
            out.open("textarea", &[&common[..], &more].concat()).text(first.unwrap_or_default()).close("textarea");
        }
        Kind::Count => {
            let more = [("type", Some("number")), ("min", Some("0")), ("step", Some("1")), ("value", first)];
            out.open("input", &[&common[..], &more].concat());
        }
        Kind::File => {
            // A file that was given before stands; none has to be given again.
            let common = [("name", Some(drawn.field.name)), ("id", Some(id))];
            let required = drawn.must().filter(|_| first.is_none());
            out.open("input", &[&common[..], &[("type", Some("file")), ("required", required)]].concat());
        }
        _ => {
            let more = [("type", Some("text")), ("maxlength", Some(most.as_str())), ("value", first)];
            out.open("input", &[&common[..], &more].concat());
        }
    }
}
