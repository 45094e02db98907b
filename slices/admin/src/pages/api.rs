//! The API in words: every list and act this reader may use, from the same declarations as pages and acts themselves.

use crate::STAFF;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::{House, Viewer, Who};
use logic::form::{Field, Kind};
use web::{ActEntry, Answer, Ctx, ListEntry, Page};

#[derive(Template)]
#[template(path = "api.html")]
struct Api<'a> {
    ctx: &'a Ctx,
    url: &'a str,
    comma: String,
    parts: [(String, Vec<Entry>); 2],
}

/// A list or an act as it can be called.
struct Entry {
    name: &'static str,
    title: String,
    method: &'static str,
    path: &'static str,
    who: Vec<String>,
    fields: Vec<FieldView>,
}

struct FieldView {
    name: &'static str,
    label: String,
    kind: String,
    is_required: bool,
}

pub(crate) fn get(_read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_allowed(STAFF, &House) {
        return Err(Stop::Missing);
    }
    let mut lists: Vec<_> =
        ctx.house.lists().filter(|list| might(&ctx.viewer, list.who)).map(|list| of_list(ctx, list)).collect();
    let mut acts: Vec<_> =
        ctx.house.acts().filter(|act| might(&ctx.viewer, act.who)).map(|act| of_act(ctx, act)).collect();
    lists.sort_by_key(|entry| entry.name);
    acts.sort_by_key(|entry| entry.name);
    let parts = [(ctx.t("api.lists").into_owned(), lists), (ctx.t("api.acts").into_owned(), acts)];
    let page = Api { ctx, url: &ctx.house.config.public_url, comma: ctx.t("list.comma").into_owned(), parts };
    Page::html(ctx.t("api.title"), &page)
}

/// Whether there may be a noun to which these lines let the viewer.
fn might(viewer: &Viewer, who: &[Who]) -> bool {
    who.iter().any(|who| match *who {
        Who::Role(role) | Who::RoleAnywhere(role) => viewer.holds_anywhere(role),
        Who::Is(_) | Who::SignedIn => viewer.is_signed_in(),
        Who::Anyone => true,
        Who::Program => false,
    })
}

fn of_list(ctx: &Ctx, list: &'static ListEntry) -> Entry {
    Entry {
        name: list.name,
        title: ctx.t(list.name).into_owned(),
        method: "GET",
        path: list.path,
        who: list.who.iter().map(|who| who_may(ctx, *who)).collect(),
        fields: list.filters.iter().map(|field| field_view(ctx, list.name, field)).collect(),
    }
}

fn of_act(ctx: &Ctx, act: &'static ActEntry) -> Entry {
    Entry {
        name: act.name,
        title: title_of(ctx, act),
        method: "POST",
        path: act.path,
        who: act.who.iter().map(|who| who_may(ctx, *who)).collect(),
        fields: act.fields.iter().map(|field| field_view(ctx, act.name, field)).collect(),
    }
}

/// What a page calls the act; what its button says, if no page does.
fn title_of(ctx: &Ctx, act: &ActEntry) -> String {
    let title = ctx.house.texts.find(ctx.lang(), &format!("{}.title", act.name));
    title.map_or_else(|| ctx.word(act.name, "submit"), Into::into)
}

fn field_view(ctx: &Ctx, of: &str, field: &Field) -> FieldView {
    let own = format!("{of}.field.{}", field.name);
    let find = |key: &str| ctx.house.texts.find(ctx.lang(), key).map(str::to_owned);
    let label = find(&own).or_else(|| find(&format!("field.{}", field.name))).unwrap_or_default();
    FieldView { name: field.name, label, kind: kind_of(ctx, field.kind), is_required: field.required }
}

fn kind_of(ctx: &Ctx, kind: Kind) -> String {
    let code = match kind {
        Kind::Choice { codes, .. } => return ctx.fill("api_kind.choice", &[("codes", &codes.join(" | "))]),
        Kind::Line | Kind::Hidden => "line",
        Kind::Text => "text",
        Kind::Secret => "secret",
        Kind::Count | Kind::Amount => "count",
        Kind::Day => "day",
        Kind::Moment => "moment",
        Kind::Flag => "flag",
        Kind::Pick => "pick",
        Kind::Place => "place",
        Kind::Phone => "phone",
        Kind::Email => "email",
        Kind::File => "file",
    };
    ctx.word("api_kind", code)
}

fn who_may(ctx: &Ctx, who: Who) -> String {
    match who {
        Who::Role(role) => ctx.fill("api_who.role", &[("role", &ctx.word("role", role))]),
        Who::RoleAnywhere(role) => ctx.word("role", role),
        Who::Is(relation) => {
            let word = ctx.house.texts.find(ctx.lang(), &format!("api_who.{}", relation.0));
            word.map_or_else(|| ctx.t("api_who.concerned").into_owned(), Into::into)
        }
        Who::SignedIn => ctx.t("api_who.signed_in").into_owned(),
        Who::Anyone => ctx.t("api_who.anyone").into_owned(),
        Who::Program => ctx.t("api_who.program").into_owned(),
    }
}
