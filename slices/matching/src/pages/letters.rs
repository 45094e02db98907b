//! Letters of intent: the list of a round for those who run it, one's own for experts and villages, handing in and taking back.

use super::expert::own;
use super::parties::{is_staff, own_villages, runs};
use super::{all_discipline_names, page_links, page_number};
use crate::rules::{
    Before, Expert, ExpertId, HandLetter, Letter, Round, RoundId, Side, SolveRound, Village, WithdrawLetter,
};
use crate::store::{experts, letters, rounds, villages};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::kinship;
use ground::stop::{OrMissing, Stop};
use logic::form::Problems;
use logic::place::{Level, PlaceCode};
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// A letter of intent.
    pub(crate) struct Form {
        side: Side = choice("side", Side::CODES),
        expert: ExpertId = pick(),
        village: PlaceCode = place(),
    }
}

#[derive(Template)]
#[template(path = "letters.html")]
struct LettersPage<'a> {
    ctx: &'a Ctx,
    round: &'a Round,
    rule: Option<String>,
    rows: Vec<Row>,
    count: i64,
    pages: Vec<(String, String)>,
    forms: Vec<(String, String)>,
    asked: String,
    is_cut: bool,
}

struct Row {
    side: String,
    expert: String,
    village: String,
    on: String,
    withdraw: Option<String>,
}

const SHOWN: i64 = 50;
/// More to choose from than this is searched by name first.
const MOST: usize = 400;

pub(crate) fn get_list(read: &Read, ctx: &Ctx) -> Answer {
    let round = rounds::get(read, ctx.at("id")?)?;
    let may_write = ctx.viewer.is_able::<SolveRound>(&round);
    let runs_it = is_staff(ctx) && runs(ctx, &round);
    let (expert, contacts) = (own(read, ctx)?, own_villages(read, ctx)?);
    if !runs_it && (!round.state.is_draft() || expert.is_none() && contacts.is_empty()) {
        return Err(Stop::Missing);
    }
    let all = match runs_it {
        true => letters::list(read, round.id, (page_number(ctx) - 1) * SHOWN, SHOWN)?,
        false => own_letters(read, &round, expert.as_ref(), &contacts)?,
    };
    let count = if runs_it { letters::count(read, round.id)? } else { all.len() as i64 };
    let page_href = |to: i64| format!("/rounds/{}/letters?page={to}", round.id);
    let (forms, is_cut) = if round.state.is_draft() {
        forms(read, ctx, &round, may_write, expert.as_ref(), &contacts)?
    } else {
        (Vec::new(), false)
    };
    let body = LettersPage {
        ctx,
        rule: round.rules.one_letter.then(|| ctx.t("letter.one").into_owned()),
        rows: all.iter().map(|letter| row(read, ctx, &round, letter)).collect::<Result<_, _>>()?,
        count,
        pages: if runs_it { page_links(ctx, count, SHOWN, page_href) } else { Vec::new() },
        forms,
        asked: ctx.asked("find").unwrap_or_default().to_owned(),
        is_cut,
        round: &round,
    };
    let page = Page::html(ctx.t("letter.list"), &body)?;
    Ok(match runs_it {
        true => page.below(ctx.t("round.list"), "/rounds").below(&round.name, format!("/rounds/{}", round.id)),
        false => page,
    })
}

fn own_letters(read: &Read, round: &Round, expert: Option<&Expert>, contacts: &[Village]) -> Result<Vec<Letter>, Stop> {
    let mut found = match expert {
        Some(expert) => letters::list_of_expert(read, round.id, expert.id)?,
        None => Vec::new(),
    };
    for village in contacts {
        found.extend(letters::list_of_area(read, round.id, village.code)?);
    }
    Ok(found)
}

fn row(read: &Read, ctx: &Ctx, round: &Round, letter: &Letter) -> Result<Row, Stop> {
    let may = round.state.is_draft() && ctx.viewer.is_able::<WithdrawLetter>(letter);
    let expert = experts::get(read, letter.expert)?.name.unwrap_or_default();
    let village = villages::get(read, letter.village)?.name;
    let about = format!("{expert} · {village}");
    Ok(Row {
        side: ctx.word("side", letter.side.code()),
        expert,
        village,
        on: letter.since.to_string(),
        withdraw: may.then(|| ctx.act_form("letter.withdraw").at("id", letter.id).quiet().about(about).html()),
    })
}

/// A form for each side the viewer writes for; and whether there was more to choose from than is shown.
fn forms(
    read: &Read,
    ctx: &Ctx,
    round: &Round,
    may_write: bool,
    expert: Option<&Expert>,
    contacts: &[Village],
) -> Result<(Vec<(String, String)>, bool), Stop> {
    let form = || ctx.act_form("letter.hand").at("id", round.id);
    let mut forms = Vec::new();
    let mut is_cut = false;
    if may_write {
        let (villages, cut_villages) = cut(ctx, super::need::village_choices(read)?);
        let (experts, cut_experts) = cut(ctx, expert_choices(read, ctx, None)?);
        is_cut |= cut_villages || cut_experts;
        let view = form().choose("expert", experts).choose("village", villages);
        forms.push((ctx.t("letter.for_others").into_owned(), view.html()));
    }
    if let Some(expert) = expert {
        let (villages, cut) = cut(ctx, super::need::village_choices(read)?);
        is_cut |= cut;
        let view = form().without("side").without("expert").hidden("side", Side::Expert).hidden("expert", expert.id);
        forms.push((ctx.t("letter.as_expert").into_owned(), view.choose("village", villages).html()));
    }
    for village in contacts {
        let (experts, cut) = cut(ctx, expert_choices(read, ctx, Some(village.code))?);
        is_cut |= cut;
        let view =
            form().without("side").without("village").hidden("side", Side::Village).hidden("village", village.code);
        forms.push((
            ctx.fill("letter.as_village", &[("village", &village.name)]),
            view.choose("expert", experts).html(),
        ));
    }
    Ok((forms, is_cut))
}

/// Choices whose name holds what was searched for; all of them where there are few.
fn cut(ctx: &Ctx, choices: Vec<Choice>) -> (Vec<Choice>, bool) {
    let find = ctx.asked("find").unwrap_or_default();
    let mut found: Vec<_> = choices.into_iter().filter(|choice| choice.label.contains(find)).collect();
    let is_cut = found.len() > MOST;
    found.truncate(MOST);
    (found, is_cut)
}

/// Experts by discipline; for a village, those who could help with what it needs.
fn expert_choices(read: &Read, ctx: &Ctx, village: Option<PlaceCode>) -> Result<Vec<Choice>, Stop> {
    let wanted: Option<Vec<String>> = match village {
        Some(village) => {
            Some(villages::list_needs_of(read, village)?.into_iter().flat_map(|need| need.disciplines).collect())
        }
        None => None,
    };
    let names = all_discipline_names(read, ctx)?;
    let fits = |expert: &Expert| {
        wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|code| kinship(&expert.discipline, code) > 0))
    };
    let mut found: Vec<_> = experts::list_active(read)?.into_iter().filter(fits).collect();
    found.sort_by(|a, b| (&a.discipline, &a.name).cmp(&(&b.discipline, &b.name)));
    let choice = |expert: Expert| {
        let group = names.get(&expert.discipline).cloned().unwrap_or_default();
        Choice::new(expert.id, expert.name.unwrap_or_default()).in_group(group)
    };
    Ok(found.into_iter().map(choice).collect())
}

pub(crate) fn hand(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let round = rounds::get(tx, ctx.at::<RoundId>("id")?)?;
    let expert = experts::get(tx, form.expert)?;
    let village = villages::find(tx, form.village)?.ok_or_else(|| Problems::one("village", "not_a_choice"))?;
    let letter = Letter {
        id: tx.new_id(),
        round: round.id,
        programme: round.programme,
        unit: round.unit,
        path: round.path.clone(),
        side: form.side,
        expert: expert.id,
        person: expert.person,
        village: village.code,
        contact: village.contact,
        since: tx.now.day(),
        withdrawn_on: None,
    };
    let may = ctx.viewer.may::<HandLetter>(&letter)?;
    let before = Before {
        of_expert: &letters::list_of_expert(tx, round.id, expert.id)?,
        of_town: &letters::list_of_area(tx, round.id, village.code.within(Level::Town))?,
    };
    let behalf = behalf(ctx, &letter);
    let letter = tx.commit(letter.hand(may.on_behalf_of(behalf), &round, &before)?, letters::insert)?;
    Ok(Done::at(format!("/rounds/{}/letters", letter.round)).id(letter.id))
}

/// An officer writes for whom; a side for nobody but itself.
fn behalf(ctx: &Ctx, letter: &Letter) -> Option<logic::id::PersonId> {
    let side = match letter.side {
        Side::Expert => Some(letter.person),
        Side::Village => letter.contact,
    };
    side.filter(|side| !ctx.viewer.people().any(|person| person == *side))
}

/// A letter by its address: for staff, and for whoever wrote it.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let letter = letters::get(read, ctx.at("id")?)?;
    let round = rounds::get(read, letter.round)?;
    (is_staff(ctx) || ctx.viewer.is_able::<WithdrawLetter>(&letter)).then_some(()).or_missing()?;
    let body = LettersPage {
        ctx,
        rule: None,
        rows: vec![row(read, ctx, &round, &letter)?],
        count: 1,
        pages: Vec::new(),
        forms: Vec::new(),
        asked: String::new(),
        is_cut: false,
        round: &round,
    };
    let page = Page::html(ctx.t("letter.one_title"), &body)?;
    Ok(if runs(ctx, &round) { page.below(ctx.t("letter.list"), format!("/rounds/{}/letters", round.id)) } else { page })
}

pub(crate) fn withdraw(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let letter = letters::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<WithdrawLetter>(&letter)?;
    let round = rounds::get(tx, letter.round)?;
    let letter = tx.commit(letter.withdraw(may, &round)?, letters::save)?;
    Ok(Done::at(format!("/rounds/{}/letters", letter.round)).id(letter.id))
}
