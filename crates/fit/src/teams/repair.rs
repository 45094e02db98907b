//! From pairs and prices that nearly agree to a proven best assignment: empty slots are filled, and time that is left but
//! still costs is sold, each by the cheapest chain of changes; whatever is not on a chain stays as it is.

use super::search::{Asked, End, Rest, Search};
use super::state::{NONE, State};

/// Makes an assignment the best one; false where it was stopped before it could.
pub(super) fn repair(state: &mut State<'_>, is_stopped: &dyn Fn() -> bool) -> bool {
    let open = state.open();
    let dear = state.dear();
    if open.is_empty() && dear.is_empty() {
        return true;
    }
    let mut search = Search::new(state);
    for slot in open {
        if is_stopped() {
            return false;
        }
        fill(state, &mut search, slot);
    }
    let dear = state.dear();
    if dear.is_empty() {
        return true;
    }
    // All searches for one person together lower prices by no more than theirs, so slots that lack more never matter.
    let limit = dear.iter().map(|&person| state.price[person as usize]).sum();
    let asked = Asked::new(state, limit);
    for person in dear {
        while state.price[person as usize] > 0 && state.has_seat(person) {
            if is_stopped() {
                return false;
            }
            sell(state, &mut search, &asked, person);
        }
    }
    true
}

fn fill(state: &mut State<'_>, search: &mut Search, slot: u32) {
    let unmet = -state.penalty[slot as usize];
    let level = best_offer(state, slot).map_or(unmet, |offer| offer.max(unmet));
    state.level[slot as usize] = level;
    if level == unmet {
        return;
    }
    search.begin(slot, 0);
    let (end, length) = search.explore(state, level - unmet, &Rest::NOTHING);
    for &node in &search.reached {
        let change = (length - search.distance[node as usize]).max(0);
        match search.person_of(node) {
            Some(person) => state.price[person as usize] += change,
            None => state.level[node as usize] -= change,
        }
    }
    let mut nodes: Vec<u32> = match end {
        End::Open | End::Known(_) => Vec::new(),
        End::Empty(last) => [NONE].into_iter().chain(search.chain(last)).collect(),
        End::Seat(person) => search.chain(search.person_node(person)).collect(),
    };
    nodes.reverse();
    apply(state, &steps(state, search, &nodes));
    search.forget();
}

/// What an empty slot would gain by its best candidate.
fn best_offer(state: &State<'_>, slot: u32) -> Option<i64> {
    let able = state.row[slot as usize].iter().filter(|candidate| state.instance.capacity[candidate.person] > 0);
    let offer = |candidate: &crate::Candidate| {
        let beside = state.held_beside(slot, candidate.person as u32);
        let surplus = if beside == NONE { 0 } else { state.surplus(beside) };
        candidate.score - state.price[candidate.person] - surplus
    };
    able.map(offer).max()
}

fn sell(state: &mut State<'_>, search: &mut Search, asked: &Asked, person: u32) {
    search.begin(search.person_node(person), 0);
    let (end, length) = search.explore_back(state, asked, state.price[person as usize]);
    for &node in &search.reached {
        let change = (length - search.distance[node as usize]).max(0);
        match search.person_of(node) {
            Some(person) => state.price[person as usize] -= change,
            None => state.level[node as usize] += change,
        }
    }
    let nodes: Vec<u32> = match end {
        End::Open | End::Known(_) => Vec::new(),
        End::Empty(slot) => search.chain(slot).collect(),
        End::Seat(from) => search.chain(search.person_node(from)).collect(),
    };
    apply(state, &steps(state, search, &nodes));
    search.forget();
}

/// Whom each slot on a chain takes: the person after it, or whoever holds the slot after it; nobody at the end of a chain.
pub(super) fn steps(state: &State<'_>, search: &Search, nodes: &[u32]) -> Vec<(u32, u32)> {
    let step = |two: &[u32]| match search.person_of(two[1]) {
        _ if two[0] == NONE || search.person_of(two[0]).is_some() => None,
        _ if two[1] == NONE => Some((two[0], NONE)),
        Some(person) => Some((two[0], person)),
        None => Some((two[0], state.person[two[1] as usize])),
    };
    nodes.windows(2).filter_map(step).collect()
}

fn apply(state: &mut State<'_>, steps: &[(u32, u32)]) {
    for &(slot, _) in steps {
        state.part(slot);
    }
    for &(slot, person) in steps {
        if let Some(score) = state.find_score(slot, person) {
            state.join(slot, person, score);
        }
    }
}

/// Fills what is empty with whoever has time left, for an answer that was stopped.
pub(super) fn fill_up(state: &mut State<'_>) {
    for slot in 0..state.slots() as u32 {
        if state.person[slot as usize] != NONE {
            continue;
        }
        let is_free = |person: usize| state.has_seat(person as u32) && state.held_beside(slot, person as u32) == NONE;
        let free = state.row[slot as usize].iter().filter(|candidate| is_free(candidate.person));
        let best = free.max_by_key(|candidate| (candidate.score, std::cmp::Reverse(candidate.person))).copied();
        if let Some(best) = best.filter(|best| best.score > -state.penalty[slot as usize]) {
            state.join(slot, best.person as u32, best.score);
        }
    }
}
