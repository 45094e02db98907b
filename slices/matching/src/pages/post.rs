//! A post's page: both answers, the agreement, the visits, the village's word, the grade, and what comes next.

use super::posts::tone;
use super::stand_in::stand_ins;
use super::{check_staff, discipline_names};
use crate::rules::{
    AcceptPost, AgreePost, CONTACT, DeclinePost, EXPERT, EndPost, ExpertId, Grade, GradePost, Need, Post, PostState,
    RenewPost, ReplacePost, ReviewPost, Side,
};
use crate::store::{experts, posts, villages, visits};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::Noun;
use logic::form::Problems;
use logic::refusal::Refusal;
use logic::time::Day;
use web::{Answer, Ctx, Done, FormView, Page};

logic::form! {
    /// Which side answers; an officer says for whom, a side answers for itself.
    pub(crate) struct AcceptForm {
        side: Option<Side> = choice("side", Side::CODES),
    }
}

logic::form! {
    /// Which side declines, and why.
    pub(crate) struct DeclineForm {
        side: Option<Side> = choice("side", Side::CODES),
        why: String = text().max(500),
    }
}

logic::form! {
    /// Who stands in.
    pub(crate) struct ReplaceForm {
        expert: ExpertId = pick(),
        until: Day = day(),
    }
}

logic::form! {
    /// The day of the agreement.
    pub(crate) struct AgreeForm {
        on: Day = day(),
    }
}

logic::form! {
    /// The village's word.
    pub(crate) struct ReviewForm {
        mark: i64 = count().min(1).max(5),
        words: Option<String> = text().max(500),
    }
}

logic::form! {
    /// The grade.
    pub(crate) struct GradeForm {
        grade: Grade = choice("grade", Grade::CODES),
    }
}

logic::form! {
    /// Why it ends.
    pub(crate) struct EndForm {
        why: String = text().max(500),
    }
}

#[derive(Template)]
#[template(path = "post.html")]
struct PostPage<'a> {
    ctx: &'a Ctx,
    post: &'a Post,
    state: String,
    tone: &'static str,
    village: String,
    expert: String,
    need: Need,
    disciplines: String,
    visits: Vec<visits::VisitLine>,
    may_log: bool,
    may_open_expert: bool,
    forms: Vec<String>,
    words: Option<String>,
}

/// Which side the viewer is on, if on one.
pub(crate) fn own_side(ctx: &Ctx, post: &Post) -> Option<Side> {
    let is = |relation| ctx.viewer.people().any(|person| post.relates(relation, person));
    if is(EXPERT) {
        return Some(Side::Expert);
    }
    is(CONTACT).then_some(Side::Village)
}

/// For staff and for both sides.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let post = posts::get(read, ctx.at("id")?)?;
    if own_side(ctx, &post).is_none() {
        check_staff(ctx)?;
    }
    let (need, expert) = (villages::get_need(read, post.need)?, experts::get(read, post.expert)?);
    let village = villages::get(read, post.village)?;
    let filter = visits::VisitFilter {
        expert: Some(post.expert),
        low: Some(post.village.0),
        high: Some(post.village.0),
        ..Default::default()
    };
    let may_log = post.state.is_in_force() && ctx.viewer.is_able::<crate::rules::LogVisit>(&expert);
    let page = PostPage {
        ctx,
        state: ctx.word("post_state", post.state.code()),
        tone: tone(&post.state).class(),
        disciplines: discipline_names(read, ctx, &need.disciplines)?,
        visits: visits::list(read, &filter, 0, 50)?,
        may_log,
        may_open_expert: own_side(ctx, &post) == Some(Side::Expert) || super::parties::is_staff(ctx),
        forms: forms(read, ctx, &post, &need)?,
        words: words_of(ctx, &post.state),
        village: village.name,
        expert: expert.name.unwrap_or_default(),
        need,
        post: &post,
    };
    let title = format!("{} · {}", page.village, page.expert);
    let page = Page::html(title, &page)?;
    Ok(if ctx.viewer.is_staff() { page.below(ctx.t("post.list"), "/posts") } else { page })
}

fn words_of(ctx: &Ctx, state: &PostState) -> Option<String> {
    match state {
        PostState::Invited { until, expert, village, .. } => {
            let said = |side: &str, day: &Option<Day>| match day {
                Some(day) => ctx.fill("post.said_yes", &[("side", side), ("on", &day.to_string())]),
                None => ctx.fill("post.not_said", &[("side", side), ("until", &until.to_string())]),
            };
            Some(format!("{}；{}", said(&ctx.t("side.expert"), expert), said(&ctx.t("side.village"), village)))
        }
        PostState::Declined { side, words, .. } => Some(format!("{}：{words}", ctx.word("side", side))),
        PostState::Reviewed { mark, words, .. } => Some(format!("{} {words}", ctx.n("post.mark_n", mark))),
        PostState::Graded { mark, grade, .. } => {
            Some(format!("{} · {}", ctx.n("post.mark_n", mark), ctx.word("grade", grade)))
        }
        PostState::Renewed { grade, .. } => Some(ctx.word("grade", grade)),
        PostState::Ended { words, .. } => Some(words.clone()),
        PostState::Agreed { .. } | PostState::Serving { .. } => None,
    }
}

/// What this viewer may do next.
fn forms(read: &Read, ctx: &Ctx, post: &Post, need: &Need) -> Result<Vec<String>, Stop> {
    let form = |act| ctx.act_form(act).at("id", post.id);
    let viewer = &ctx.viewer;
    let mut forms = Vec::new();
    let mut offer = |may: bool, view: FormView| forms.extend(may.then(|| view.html()));
    let own = own_side(ctx, post);
    let sided = |view: FormView<'_>| if own.is_some() { view.without("side").html() } else { view.html() };
    match &post.state {
        PostState::Invited { expert, village, .. } => {
            let has_answered = match own {
                Some(Side::Expert) => expert.is_some(),
                Some(Side::Village) => village.is_some(),
                None => expert.is_some() && village.is_some(),
            };
            let may_agree = expert.is_some() && village.is_some() && viewer.is_able::<AgreePost>(post);
            offer(may_agree, form("post.agree").value("on", viewer.today()).in_a_row());
            if !has_answered && viewer.is_able::<AcceptPost>(post) {
                forms.push(sided(form("post.accept").in_a_row()));
            }
            if viewer.is_able::<DeclinePost>(post) {
                forms.push(sided(form("post.decline")));
            }
        }
        PostState::Declined { .. } if viewer.is_able::<ReplacePost>(post) && !posts::is_replaced(read, post.id)? => {
            let view = form("post.replace")
                .choose("expert", stand_ins(read, ctx, post, need)?)
                .value("until", viewer.today().plus(14));
            forms.push(view.html());
        }
        PostState::Declined { .. } => {}
        PostState::Agreed { .. } => offer(viewer.is_able::<EndPost>(post), form("post.end")),
        PostState::Serving { .. } => {
            offer(viewer.is_able::<ReviewPost>(post), form("post.review"));
            offer(viewer.is_able::<EndPost>(post), form("post.end"));
        }
        PostState::Reviewed { .. } => {
            offer(viewer.is_able::<GradePost>(post), form("post.grade").in_a_row());
            offer(viewer.is_able::<EndPost>(post), form("post.end"));
        }
        PostState::Graded { .. } => {
            offer(viewer.is_able::<RenewPost>(post), form("post.renew").in_a_row());
            offer(viewer.is_able::<EndPost>(post), form("post.end"));
        }
        PostState::Renewed { .. } | PostState::Ended { .. } => {}
    }
    Ok(forms)
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<Post, Stop> {
    posts::get(tx, ctx.at("id")?)
}

fn done(post: &Post) -> Done {
    Done::at(format!("/posts/{}", post.id)).id(post.id)
}

/// The side that answers: one's own; for an officer, the one chosen.
fn side(ctx: &Ctx, post: &Post, chosen: Option<Side>) -> Result<Side, Stop> {
    own_side(ctx, post).or(chosen).ok_or_else(|| Problems::one("side", "required").into())
}

pub(crate) fn accept(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: AcceptForm = ctx.form()?;
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<AcceptPost>(&post)?;
    let side = side(ctx, &post, form.side)?;
    let behalf = behalf(ctx, &post, side);
    Ok(done(&tx.commit(post.accept(may.on_behalf_of(behalf), side)?, posts::save)?))
}

/// An officer answers for whom; a side for nobody but itself.
fn behalf(ctx: &Ctx, post: &Post, side: Side) -> Option<logic::id::PersonId> {
    if own_side(ctx, post).is_some() {
        return None;
    }
    match side {
        Side::Expert => Some(post.person),
        Side::Village => post.contact,
    }
}

pub(crate) fn decline(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: DeclineForm = ctx.form()?;
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<DeclinePost>(&post)?;
    let side = side(ctx, &post, form.side)?;
    let behalf = behalf(ctx, &post, side);
    Ok(done(&tx.commit(post.decline(may.on_behalf_of(behalf), side, form.why)?, posts::save)?))
}

pub(crate) fn replace(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ReplaceForm = ctx.form()?;
    let declined = find(tx, ctx)?;
    let may = ctx.viewer.may::<ReplacePost>(&declined)?;
    Refusal::new("post.replaced").unless(!posts::is_replaced(tx, declined.id)?)?;
    let need = villages::get_need(tx, declined.need)?;
    let is_offered = stand_ins(tx, ctx, &declined, &need)?.iter().any(|choice| choice.value == form.expert.to_string());
    if !is_offered {
        return Err(Problems::one("expert", "not_a_choice").into());
    }
    let expert = experts::get(tx, form.expert)?;
    let village = villages::get(tx, declined.village)?;
    let state = PostState::Invited { on: tx.now.day(), until: form.until, expert: None, village: None };
    let post = Post {
        id: tx.new_id(),
        expert: expert.id,
        person: expert.person,
        state,
        replaces: Some(declined.id),
        ..declined.clone()
    };
    Ok(done(&tx.commit(post.replace(may, &declined, &village.name)?, posts::insert)?))
}

pub(crate) fn agree(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: AgreeForm = ctx.form()?;
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<AgreePost>(&post)?;
    Ok(done(&tx.commit(post.agree(may, form.on)?, posts::save)?))
}

pub(crate) fn review(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ReviewForm = ctx.form()?;
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<ReviewPost>(&post)?;
    let behalf = behalf(ctx, &post, Side::Village);
    Ok(done(
        &tx.commit(post.review(may.on_behalf_of(behalf), form.mark, form.words.unwrap_or_default())?, posts::save)?,
    ))
}

pub(crate) fn grade(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: GradeForm = ctx.form()?;
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<GradePost>(&post)?;
    Ok(done(&tx.commit(post.grade(may, form.grade)?, posts::save)?))
}

pub(crate) fn renew(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<RenewPost>(&post)?;
    Ok(done(&tx.commit(post.renew(may)?, posts::save)?))
}

pub(crate) fn end(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: EndForm = ctx.form()?;
    let post = find(tx, ctx)?;
    let may = ctx.viewer.may::<EndPost>(&post)?;
    Ok(done(&tx.commit(post.end(may, form.why)?, posts::save)?))
}
