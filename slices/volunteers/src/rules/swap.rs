//! 换班: two volunteers agree that one takes the other's place, or that they change places; those who run the shifts are told.

use super::fit::{Applicant, Rest};
use super::shift::{Shift, ShiftId};
use super::signup::{Entry, Hall, Signup, SignupId, SignupState, VOLUNTEER};
use crate::facts;
use logic::act::{Change, May, Noun, Relation, Who::*};
use logic::fact::More;
use logic::id::{Id, PersonId};
use logic::refusal::Refusal;
use logic::time::Instant;

logic::id!(
    /// An offer to swap.
    SwapId
);

/// 换班申请
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Its id.
    pub id: SwapId,
    /// What its address carries: whoever was given it may answer.
    pub receipt: Id,
    /// The place that is offered.
    pub signup: SignupId,
    /// Its shift.
    pub shift: ShiftId,
    /// Who offers.
    pub person: PersonId,
    /// The shift that is wanted for it; none: somebody may take it over.
    pub wanted: Option<ShiftId>,
    /// `open`, `made`, `dropped`.
    pub state: String,
    /// Since when.
    pub since: Instant,
}

/// Who offers.
pub(crate) const OFFERER: Relation = Relation("offerer");

impl Noun for Swap {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == OFFERER && self.person == person
    }
}

logic::act!(OfferSwap: Entry, "swap.offer", [Is(VOLUNTEER)]);
logic::act!(AcceptSwap: Swap, "swap.accept", [SignedIn]);
logic::act!(DropSwap: Swap, "swap.drop", [Is(OFFERER)]);

/// One side of a swap: the shift, who leaves it and who comes.
pub(crate) struct Seat {
    /// The shift, and who has a place there.
    pub entry: Entry,
    /// The other one's signup there, new or of before.
    pub comes: Signup,
    /// What counts of the one who comes, without the shift they give up.
    pub applicant: Applicant,
}

/// Both sides after a swap.
#[derive(Debug)]
pub(crate) struct Swapped {
    /// The offer.
    pub swap: Swap,
    /// The shifts with who changed.
    pub halls: Vec<Hall>,
}

fn must_be_free(shift: &Shift, now: Instant) -> Result<(), Refusal> {
    shift.must_be_open()?;
    Refusal::new("signup.cut_off").with("at", shift.plan.cut_off).unless(now < shift.plan.cut_off)
}

impl Entry {
    /// The place is offered, for another shift's or for nothing. Those who have the wanted shift are told, unnamed.
    pub(crate) fn offer_swap(
        self,
        may: May<OfferSwap>,
        swap: Swap,
        others: Vec<PersonId>,
    ) -> Result<Change<Swap>, Refusal> {
        let now = may.by().at;
        must_be_free(&self.shift, now)?;
        Refusal::new("signup.not_live").unless(self.signup.state == SignupState::Taken)?;
        Refusal::new("swap.same").unless(swap.wanted != Some(self.shift.id))?;
        let fact = self.signup.fact(&self.shift, &facts::SWAP_OFFERED, now);
        let (href, blanks) = (swap.href(), self.shift.blanks());
        let change = Change::new(may, swap, fact);
        Ok(others
            .into_iter()
            .fold(change, |change, person| change.tell(person, "swap_asked", blanks.clone(), href.clone())))
    }
}

impl Swap {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/swaps/{}", self.receipt)
    }

    pub(crate) fn must_stand(&self) -> Result<(), Refusal> {
        Refusal::new("swap.over").unless(self.state == "open")
    }

    /// The other one agrees: both places change hands at once, or neither.
    pub(crate) fn accept(self, may: May<AcceptSwap>, seats: Vec<Seat>, rest: Rest) -> Result<Change<Swapped>, Refusal> {
        let now = may.by().at;
        self.must_stand()?;
        let mut halls = Vec::new();
        let (mut facts_of, mut told) = (Vec::new(), Vec::new());
        for Seat { entry: Entry { shift, signup }, comes, applicant } in seats {
            must_be_free(&shift, now)?;
            Refusal::new("swap.over").unless(signup.state == SignupState::Taken)?;
            Refusal::new("swap.own").unless(signup.person != comes.person)?;
            let is_free = !comes.state.is_live() || matches!(comes.state, SignupState::Waiting | SignupState::Invited);
            Refusal::new("swap.there_already").unless(is_free)?;
            applicant.fits(&shift, rest)?;
            facts_of.push(signup.fact(&shift, &facts::SWAPPED, now));
            facts_of.push(comes.fact(&shift, &facts::CONFIRMED, now).more("swap", More::Id(self.id.into())));
            told.push((shift.keeper, shift.blanks(), shift.href()));
            told.push((Some(signup.person), shift.blanks(), shift.href()));
            let comes = Signup { accompanied: applicant.accompanied, ..comes };
            let changed = vec![signup.with(SignupState::Swapped, now), comes.with(SignupState::Taken, now)];
            halls.push(Hall { shift, changed });
        }
        let first = facts_of.remove(0);
        let swapped = Swapped { swap: Self { state: "made".into(), since: now, ..self }, halls };
        let change = Change::new(may, swapped, first).and_all(facts_of);
        Ok(told
            .into_iter()
            .fold(change, |change, (person, blanks, href)| change.tell(person, "swap_made", blanks, href)))
    }

    /// The offer is taken back.
    pub(crate) fn drop(self, may: May<DropSwap>, entry: &Entry) -> Result<Change<Self>, Refusal> {
        self.must_stand()?;
        let now = may.by().at;
        let fact = entry.signup.fact(&entry.shift, &facts::SWAP_DROPPED, now);
        Ok(Change::new(may, Self { state: "dropped".into(), since: now, ..self }, fact))
    }
}
