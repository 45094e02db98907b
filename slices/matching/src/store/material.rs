//! Everything a round is decided from, read once.

use crate::rules::material::{Beside, Material, Spot};
use crate::rules::score::Hand;
use crate::rules::{ExpertId, Grade, Need, Round};
use crate::store::{drafts, experts, letters, rounds, villages};
use ground::db::{Fault, Read, Row};
use ground::sql;
use ground::stop::Stop;
use logic::fact::{Hash, Position};
use logic::place::{Level, PlaceCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most needs of one round.
const MOST: i64 = 200_000;

/// Reads needs, experts and what is known of them.
pub(crate) fn read(read: &Read, round: &Round) -> Result<Material, Stop> {
    let taken = rounds::list_taken_needs(read, round.year, round.id)?;
    let is_asked = |need: &Need| {
        !taken.contains(&need.id)
            && (round.programme.is_none() || need.programme.is_none() || need.programme == round.programme)
    };
    let needs: Vec<_> = villages::list_needs(read, 0, MOST)?.into_iter().filter(is_asked).collect();
    let experts = experts::list_active(read)?;
    let weak = sql!("select code from village where weak <> 0");
    let beside = Beside {
        spots: spots(read, needs.iter().map(|need| need.village).chain(experts.iter().filter_map(|card| card.home)))?,
        weak: read.list(weak, &[], |row| row.get(0))?.into_iter().collect(),
        served: rounds::list_served(read)?,
        letters: letters::list_standing(read, round.id)?,
        grades: grades(read)?,
        busy: rounds::list_busy(read, round.year, round.id)?,
    };
    Ok(Material::of(needs, experts, &beside))
}

/// What was settled by hand, of needs and experts that are still there.
pub(crate) fn hand(read: &Read, round: &Round, material: &Material) -> Result<Hand, Fault> {
    let list = |kind: &str| {
        let pairs = drafts::list_pairs(read, round.id, kind)?;
        Ok::<_, Fault>(pairs.into_iter().filter_map(|pair| material.find_pair(pair)).collect::<Vec<_>>())
    };
    Ok(Hand {
        pinned: list("pin")?.into_iter().map(|(need, slot, expert)| ((need, slot), expert)).collect(),
        forbidden: list("forbid")?.into_iter().collect(),
    })
}

/// Where these places lie; of one without coordinates, where its town or county lies.
fn spots(read: &Read, codes: impl Iterator<Item = PlaceCode>) -> Result<HashMap<PlaceCode, Spot>, Fault> {
    let of_needs = sql!(
        "select p.code, p.lon, p.lat from place p where p.lon is not null and p.lat is not null
        and p.code in (select village from need where withdrawn_on is null)"
    );
    let of_experts = sql!(
        "select p.code, p.lon, p.lat from place p where p.lon is not null and p.lat is not null
        and p.code in (select home from expert where paused_on is null)"
    );
    let spot = |row: &Row| Ok((row.get::<PlaceCode>(0)?, Spot::of(row.get(1)?, row.get(2)?)));
    let mut spots: HashMap<_, _> = read.list(of_needs, &[], spot)?.into_iter().collect();
    spots.extend(read.list(of_experts, &[], spot)?);
    let missing: BTreeSet<PlaceCode> = codes.filter(|code| !spots.contains_key(code)).collect();
    let above = |code: &PlaceCode| [Level::Town, Level::County].map(|level| code.within(level));
    for code in missing.iter().flat_map(above).collect::<BTreeSet<_>>() {
        let place = read.find_place(code)?;
        spots.extend(place.and_then(|place| Some((code, Spot::of(place.lon?, place.lat?)))));
    }
    Ok(spots)
}

/// The grade of each expert's last post that has one.
fn grades(read: &Read) -> Result<BTreeMap<ExpertId, Grade>, Fault> {
    let list = sql!("select expert, grade from post where grade is not null order by since, id");
    Ok(read.list(list, &[], |row| row.read())?.into_iter().collect())
}

/// Whether anything that a draft is made from may have changed since a position of the ledger, or the ledger is another.
pub(crate) fn is_outdated(read: &Read, upto: (Position, Hash)) -> Result<bool, Fault> {
    let here = sql!("select hash from fact where position = $1");
    let is_same_ledger = upto.0 == 0 || read.find(here, &[&upto.0], |row| row.get(0))? == Some(upto.1);
    let touched = sql!(
        "select 1 from fact where position > $1 and (kind like 'village.%' or kind like 'need.%' or kind like 'expert.%'
        or kind like 'post.%' or kind like 'letter.%' or kind like 'place.%' or kind like 'unit.%') limit 1"
    );
    Ok(!is_same_ledger || read.find(touched, &[&upto.0], |_| Ok(()))?.is_some())
}
