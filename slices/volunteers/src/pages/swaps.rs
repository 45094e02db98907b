//! Swapping: offered on the shift's page, answered by whoever was given the address, dropped by who offered.

use super::desk::{self, in_words};
use crate::rules::{AcceptSwap, DropSwap, Entry, OfferSwap, Seat, Shift, ShiftId, Signup, SignupState, Swap};
use crate::store::{shifts, signups, swaps, volunteers};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::form::Problems;
use logic::id::Id;
use logic::refusal::Refusal;
use web::view::Markup;
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// The shift that is wanted for one's own; none: somebody may take it over.
    pub(crate) struct Form {
        wanted: Option<ShiftId> = pick(),
    }
}

logic::form! {
    /// Whether the guardian comes along, of those under 14.
    pub(crate) struct AcceptForm {
        accompanied: bool = flag(),
    }
}

/// On the shift's page: the offer, or the way to the one that stands.
pub(crate) fn part(read: &Read, ctx: &Ctx, shift: &Shift, signup: &Signup) -> Result<String, Stop> {
    if let Some(swap) = swaps::find_open(read, signup.id)? {
        let mut out = Markup::default();
        out.raw("<p>").element("a", &[("href", Some(&swap.href()))], ctx.t("swap.see")).raw("</p>");
        return Ok(out.done());
    }
    let today = shift.plan.starts_at.day();
    let mut near = shifts::Which::of_days(read.now.day(), today.plus(30));
    near.state = Some("open".into());
    near.duty = Some(shift.plan.duty.to_string());
    let others =
        shifts::list(read, &near, (0, 100))?.into_iter().filter(|other| other.id != shift.id && other.taken > 0);
    let choices = others.map(|other| Choice::new(other.id, format!("{} {}", other.plan.starts_at, other.plan.role)));
    Ok(ctx.act_form("swap.offer").at("id", shift.id).at("signup", signup.id).choose("wanted", choices.collect()).html())
}

pub(crate) fn offer(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let entry = desk::entry(tx, ctx)?;
    let may = ctx.viewer.may::<OfferSwap>(&entry)?;
    if let Some(swap) = swaps::find_open(tx, entry.signup.id)? {
        return Ok(Done::at(swap.href()).id(swap.receipt));
    }
    let mut others = Vec::new();
    if let Some(wanted) = form.wanted {
        shifts::get(tx, wanted).map_err(|_| Problems::one("wanted", "not_a_choice"))?.must_be_open()?;
        let there = signups::list(tx, wanted)?.into_iter().filter(|one| one.state == SignupState::Taken);
        others.extend(there.map(|one| one.person).filter(|person| *person != entry.signup.person));
    }
    let swap = Swap {
        id: tx.new_id(),
        receipt: Id::from(ground::clock::random::<16>()),
        signup: entry.signup.id,
        shift: entry.shift.id,
        person: entry.signup.person,
        wanted: form.wanted,
        state: "open".into(),
        since: tx.now,
    };
    let swap = tx.commit(entry.offer_swap(may, swap, others)?, swaps::save)?;
    Ok(Done::at(swap.href()).id(swap.receipt))
}

#[derive(Template)]
#[template(path = "swap.html")]
struct SwapPage<'a> {
    ctx: &'a Ctx,
    swap: &'a Swap,
    shift: &'a Shift,
    wanted: Option<Shift>,
    is_own: bool,
    address: String,
    form: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let swap = swaps::get(read, ctx.at("receipt")?)?;
    let shift = shifts::get(read, swap.shift)?;
    let is_own = ctx.viewer.people().any(|person| person == swap.person);
    let form = |act| ctx.act_form(act).at("receipt", swap.receipt);
    let own = super::own(read, ctx)?;
    let form = match (swap.state.as_str(), is_own, &own) {
        ("open", true, _) => Some(form("swap.drop").grave().html()),
        ("open", false, Some(own)) if own.card.guardian.is_some() => Some(form("swap.accept").html()),
        ("open", false, Some(_)) => Some(form("swap.accept").without("accompanied").html()),
        _ => None,
    };
    let page = SwapPage {
        ctx,
        wanted: swap.wanted.map(|wanted| shifts::get(read, wanted)).transpose()?,
        is_own,
        address: format!("{}{}", ctx.house.config.public_url, swap.href()),
        form,
        shift: &shift,
        swap: &swap,
    };
    Ok(Page::html(ctx.t("swap.title"), &page)?.below(ctx.t("shift.list"), "/shifts"))
}

pub(crate) fn accept(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: AcceptForm = ctx.form()?;
    let swap = swaps::get(tx, ctx.at("receipt")?)?;
    let may = ctx.viewer.may::<AcceptSwap>(&swap)?;
    swap.must_stand()?;
    let other = super::own(tx, ctx)?.ok_or(Refusal::new("signup.no_card"))?;
    let offered = Entry { shift: shifts::get(tx, swap.shift)?, signup: signups::get(tx, swap.signup)? };
    let offerer = volunteers::get(tx, offered.signup.volunteer)?;
    let mut seats = vec![Seat {
        comes: desk::signup_for(tx, &offered.shift, &other)?,
        applicant: desk::applicant(tx, &other, (&offered.shift, form.accompanied), swap.wanted)?,
        entry: offered,
    }];
    if let Some(wanted) = swap.wanted {
        let shift = shifts::get(tx, wanted)?;
        let person = other.person.ok_or(Refusal::new("swap.not_there"))?;
        let there = signups::find(tx, wanted, person)?.filter(|one| one.state == SignupState::Taken);
        let signup = there.ok_or(Refusal::new("swap.not_there"))?;
        let given_up = Some(swap.shift);
        seats.push(Seat {
            comes: desk::signup_for(tx, &shift, &offerer)?,
            applicant: desk::applicant(tx, &offerer, (&shift, seats[0].entry.signup.accompanied), given_up)?,
            entry: Entry { shift, signup },
        });
    }
    let change = swap.accept(may, seats, desk::rest_of(tx)?).map_err(|refusal| in_words(ctx, refusal))?;
    let swapped = tx.commit(change, |tx, swapped| {
        swaps::save(tx, &swapped.swap)?;
        swapped.halls.iter().try_for_each(|hall| signups::save_hall(tx, hall))
    })?;
    Ok(Done::at(format!("/shifts/{}", swapped.swap.shift)).id(swapped.swap.shift))
}

pub(crate) fn drop(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let swap = swaps::get(tx, ctx.at("receipt")?)?;
    let may = ctx.viewer.may::<DropSwap>(&swap)?;
    let entry = Entry { shift: shifts::get(tx, swap.shift)?, signup: signups::get(tx, swap.signup)? };
    let swap = tx.commit(swap.drop(may, &entry)?, swaps::save)?;
    Ok(Done::at(entry.shift.href()).id(swap.receipt))
}
