//! What no assignment of a small question can exceed, from prices alone (weak duality): the price of everybody's time, and
//! for each need the best its slots could get at these prices, each of them from somebody else.

use crate::instance::{Instance, Need};

/// Needs with more slots are bounded slot by slot, which is looser.
const MOST_SLOTS: usize = 5;

/// The bound; equal to the objective it proves the best. Negative prices count as nothing.
pub fn bound(instance: &Instance, prices: &[i64]) -> i64 {
    let price = |person: usize| prices.get(person).copied().unwrap_or(0).max(0);
    let paid = instance.capacity.iter().enumerate().map(|(person, capacity)| i64::from(*capacity) * price(person));
    let gained = instance.needs.iter().map(|need| {
        let slots = offers(instance, need, &price);
        if slots.len() > MOST_SLOTS { best_each(&slots) } else { best(&slots, &mut Vec::new()) }
    });
    paid.sum::<i64>() + gained.sum::<i64>()
}

/// Of a slot: what leaving it empty is worth, and what each person leaves it, the best first.
type Offers = (i64, Vec<(i64, usize)>);

/// Of as many people as the need has slots, one at least is free for each slot.
fn offers(instance: &Instance, need: &Need, price: &dyn Fn(usize) -> i64) -> Vec<Offers> {
    let count = if need.slots.len() > MOST_SLOTS { 1 } else { need.slots.len() };
    let of = |slot: &crate::Slot| {
        let able = slot.candidates.iter().filter(|candidate| instance.capacity[candidate.person] > 0);
        let mut offers: Vec<_> =
            able.map(|candidate| (candidate.score - price(candidate.person), candidate.person)).collect();
        offers.sort_unstable_by(|a, b| b.cmp(a));
        offers.truncate(count);
        (-slot.penalty, offers)
    };
    need.slots.iter().map(of).collect()
}

/// Each slot by itself, as though one person could fill them all.
fn best_each(slots: &[Offers]) -> i64 {
    slots.iter().map(|(empty, offers)| offers.first().map_or(*empty, |offer| offer.0.max(*empty))).sum()
}

/// All slots together, each filled by somebody else.
fn best(slots: &[Offers], taken: &mut Vec<usize>) -> i64 {
    let Some(((empty, offers), rest)) = slots.split_first() else { return 0 };
    let mut found = empty + best(rest, taken);
    for &(offer, person) in offers {
        if !taken.contains(&person) {
            taken.push(person);
            found = found.max(offer + best(rest, taken));
            taken.pop();
        }
    }
    found
}
