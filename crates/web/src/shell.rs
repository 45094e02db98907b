//! The shell: what surrounds every page. One template, rendered once around a body that is made already.

use crate::ctx::Ctx;
use crate::page::{Crumb, Html};
use crate::serve::{icon_href, script_href, style_href};
use crate::slice::Group;
use crate::text::Lang;
use crate::view::Markup;
use askama::Template;
use ground::db::{Fault, Read};
use logic::act::House;

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    ctx: &'a Ctx,
    title: &'a str,
    association: String,
    body: &'a str,
    trail: &'a [Crumb],
    menu: Vec<MenuGroup<'a>>,
    reader: Option<String>,
    unread: i64,
    said: Option<String>,
    unsaid: Option<String>,
    is_bare: bool,
}

struct MenuGroup<'a> {
    name: String,
    entries: Vec<MenuLink<'a>>,
}

struct MenuLink<'a> {
    text: std::borrow::Cow<'a, str>,
    href: &'static str,
    is_here: bool,
}

impl Shell<'_> {
    fn style(&self) -> &'static str {
        style_href()
    }

    fn script(&self) -> &'static str {
        script_href()
    }

    fn icon(&self) -> &'static str {
        icon_href()
    }

    /// Whether the reader may go there: a list is not for everyone who may see one of its nouns.
    fn is_open(&self, crumb: &Crumb) -> bool {
        let list = self.ctx.house.lists().find(|list| list.path == crumb.href);
        list.is_none_or(|list| self.ctx.viewer.is_allowed(list.who, &House))
    }

    /// The way to this page in another look.
    fn look(&self, name: &str, value: &str) -> String {
        format!("/look?{name}={value}&back={}", crate::figures::encode(&self.ctx.address()))
    }
}

/// A body in its shell, with what the database knows of the reader.
pub(crate) fn wrap(read: &Read, ctx: &Ctx, html: Html, said: &str) -> Result<String, Fault> {
    let association = read.association(ctx.lang() == Lang::En)?;
    let person = ctx.viewer.person.map(|person| read.find_standing_person(person)).transpose()?.flatten();
    let unread = ctx.viewer.person.map(|person| read.unread_notices(person)).transpose()?.unwrap_or(0);
    let said = ctx.house.texts.find(ctx.lang(), said).map(Into::into);
    let shell = Shell {
        ctx,
        title: &html.title,
        association: association.unwrap_or_else(|| ctx.t("app.name").into_owned()),
        body: &html.body,
        trail: &html.trail,
        menu: menu(ctx),
        reader: person.map(|person| person.name.unwrap_or_default()),
        unread,
        said,
        unsaid: ctx.unsaid(),
        is_bare: html.is_bare,
    };
    shell.render().map_err(|error| Fault::broken("rendering the shell", error))
}

/// A body in a shell that needs no database.
pub(crate) fn wrap_alone(ctx: &Ctx, html: Html) -> String {
    let association = ctx.t("app.name").into_owned();
    let shell = Shell {
        ctx,
        title: &html.title,
        association,
        body: &html.body,
        trail: &[],
        menu: Vec::new(),
        reader: None,
        unread: 0,
        said: None,
        unsaid: None,
        is_bare: false,
    };
    shell.render().unwrap_or_else(|_| html.title.clone())
}

/// A page that says one thing and offers one way on.
pub(crate) fn notice_page(ctx: &Ctx, title: &str, text: &str, secret: Option<&str>, way: Option<(&str, &str)>) -> Html {
    let mut out = Markup::default();
    out.raw("<div class=\"notice-page\">").element("p", &[("class", Some("lead"))], text);
    if let Some(secret) = secret {
        out.element("code", &[("class", Some("secret"))], secret);
    }
    let home = ctx.t("error.home");
    let (href, name) = way.unwrap_or(("/", &home));
    out.raw("<p>").element("a", &[("class", Some("button")), ("href", Some(href))], name).raw("</p></div>");
    Html { title: title.into(), trail: Vec::new(), body: out.done(), is_bare: false }
}

/// What this reader finds in the menu.
fn menu(ctx: &Ctx) -> Vec<MenuGroup<'_>> {
    let mut groups: Vec<MenuGroup> = Vec::new();
    for group in Group::ALL {
        let mine =
            ctx.house.menu.iter().filter(|entry| entry.group == *group && ctx.viewer.is_allowed(entry.who, &House));
        let entries: Vec<_> = mine
            .map(|entry| MenuLink { text: ctx.t(entry.text), href: entry.href, is_here: is_here(ctx, entry.href) })
            .collect();
        if !entries.is_empty() {
            groups.push(MenuGroup { name: ctx.word("menu", group.code()), entries });
        }
    }
    groups
}

fn is_here(ctx: &Ctx, href: &str) -> bool {
    ctx.path == href || href != "/" && ctx.path.starts_with(href) && ctx.path.as_bytes().get(href.len()) == Some(&b'/')
}
