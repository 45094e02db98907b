//! Who is concerned: staff see every card; a village's contact and its experts see what is theirs.

use super::STAFF;
use crate::rules::{CONTACT, EXPERT, Post, PublishRound, Round, SolveRound, Village, Visit};
use crate::store::{posts, villages};
use ground::db::Read;
use ground::stop::Stop;
use logic::act::{House, Noun};
use logic::place::PlaceCode;
use web::Ctx;

pub(crate) fn is_staff(ctx: &Ctx) -> bool {
    ctx.viewer.is_allowed(STAFF, &House)
}

pub(crate) fn is_contact(read: &Read, ctx: &Ctx, village: PlaceCode) -> Result<bool, Stop> {
    let contact = villages::find(read, village)?.and_then(|village| village.contact);
    Ok(contact.is_some_and(|contact| ctx.viewer.people().any(|person| person == contact)))
}

/// Whether the viewer runs a round: makes its draft or publishes it.
pub(crate) fn runs(ctx: &Ctx, round: &Round) -> bool {
    ctx.viewer.is_able::<SolveRound>(round) || ctx.viewer.is_able::<PublishRound>(round)
}

/// The villages whose contact the viewer is.
pub(crate) fn own_villages(read: &Read, ctx: &Ctx) -> Result<Vec<Village>, Stop> {
    let mut found = Vec::new();
    for person in ctx.viewer.people() {
        found.extend(villages::list_of_contact(read, person)?);
    }
    Ok(found)
}

/// Whether the viewer is one of the two sides of a post.
pub(crate) fn is_side(ctx: &Ctx, post: &Post) -> bool {
    ctx.viewer.people().any(|person| post.relates(EXPERT, person) || post.relates(CONTACT, person))
}

/// For staff, the village's contact, and experts who have or had a post there.
pub(crate) fn check_village(read: &Read, ctx: &Ctx, village: PlaceCode) -> Result<(), Stop> {
    let is_concerned = is_staff(ctx)
        || is_contact(read, ctx, village)?
        || posts::list_of_village(read, village)?.iter().any(|post| is_side(ctx, post));
    if is_concerned { Ok(()) } else { Err(Stop::Missing) }
}

/// For staff, the expert who made it, and the contact of the village.
pub(crate) fn is_visit_open(read: &Read, ctx: &Ctx, visit: &Visit) -> Result<bool, Stop> {
    let is_own = ctx.viewer.people().any(|person| visit.relates(EXPERT, person));
    Ok(is_own || is_staff(ctx) || is_contact(read, ctx, visit.village)?)
}
