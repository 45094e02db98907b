//! What no assignment of a small question can exceed, from prices alone (weak duality): the price of everybody's time, and
//! for each need the best its slots could get at these prices, each of them from somebody else.

use crate::instance::{Instance, Need, Slot};

/// Needs with more slots are bounded slot by slot, which is looser.
const MOST_SLOTS: usize = 5;

/// The bound; equal to the objective it proves the best. Negative prices count as nothing.
pub fn bound(instance: &Instance, prices: &[i64]) -> i64 {
    bound_apart(instance, &[], prices)
}

/// The bound where no two people of a group may be in one need, as [`crate::solve_apart`] has it.
pub fn bound_apart(instance: &Instance, apart: &[u32], prices: &[i64]) -> i64 {
    let price = |person: usize| prices.get(person).copied().unwrap_or(0).max(0);
    let paid = instance.capacity.iter().enumerate().map(|(person, capacity)| i64::from(*capacity) * price(person));
    let gained = instance.needs.iter().map(|need| bound_of(instance, need, apart, prices));
    paid.sum::<i64>() + gained.sum::<i64>()
}

/// What one need could get at these prices at most: a term of the bound. It may be another need than the question's own, to
/// learn what more candidates could bring it.
pub fn bound_of(instance: &Instance, need: &Need, apart: &[u32], prices: &[i64]) -> i64 {
    let price = |person: usize| prices.get(person).copied().unwrap_or(0).max(0);
    let key = |person: usize| match apart.get(person) {
        Some(&group) if group != u32::MAX => (true, group as usize),
        _ => (false, person),
    };
    let count = if need.slots.len() > MOST_SLOTS { 1 } else { need.slots.len() };
    let slots: Vec<Offers> = need.slots.iter().map(|slot| offers(instance, slot, count, &price, &key)).collect();
    if slots.len() > MOST_SLOTS { best_each(&slots) } else { best(&slots, &mut Vec::new()) }
}

/// What only one slot of a need can have: a person, or a group of them.
type Key = (bool, usize);

/// Of a slot: what leaving it empty is worth, and what each person leaves it, the best first.
type Offers = (i64, Vec<(i64, Key)>);

/// The best of as many people, one of a group, as the need has slots: so one at least is free for each slot.
fn offers(
    instance: &Instance,
    slot: &Slot,
    count: usize,
    price: &impl Fn(usize) -> i64,
    key: &impl Fn(usize) -> Key,
) -> Offers {
    let mut offers: Vec<(i64, Key)> = Vec::with_capacity(count + 1);
    for candidate in slot.candidates.iter().filter(|candidate| instance.capacity[candidate.person] > 0) {
        let offer = candidate.score - price(candidate.person);
        if offers.len() == count && offers.last().is_some_and(|last| last.0 >= offer) {
            continue;
        }
        let key = key(candidate.person);
        match offers.iter().position(|other| other.1 == key) {
            Some(at) if offers[at].0 >= offer => continue,
            Some(at) => drop(offers.remove(at)),
            None => {}
        }
        offers.insert(offers.partition_point(|other| other.0 >= offer), (offer, key));
        offers.truncate(count);
    }
    (-slot.penalty, offers)
}

/// Each slot by itself, as though one person could fill them all.
fn best_each(slots: &[Offers]) -> i64 {
    slots.iter().map(|(empty, offers)| offers.first().map_or(*empty, |offer| offer.0.max(*empty))).sum()
}

/// All slots together, each filled by somebody else.
fn best(slots: &[Offers], taken: &mut Vec<Key>) -> i64 {
    let Some(((empty, offers), rest)) = slots.split_first() else { return 0 };
    let mut found = empty + best(rest, taken);
    for &(offer, key) in offers {
        if !taken.contains(&key) {
            taken.push(key);
            found = found.max(offer + best(rest, taken));
            taken.pop();
        }
    }
    found
}
