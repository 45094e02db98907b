//! The question as the core works on it: experts numbered in the order needs first name them, edges by falling score,
//! and the state of the trade: prices, who holds what.

use super::shares::Shares;
use super::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering::Relaxed};
use crate::problem::Problem;

/// Prices move in sixteenths of a unit of score: fewer make ties, more make price wars.
pub(crate) const UNIT: i32 = 16;
/// No price, no option: beyond every sum of scores.
pub(crate) const NEVER: i32 = i32::MAX / 2;

const HELD: u64 = 1 << 31;

/// An expert and a score in one word; a bit says that the pair is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge(u64);

impl Edge {
    pub(crate) fn new(expert: u32, score: i32) -> Self {
        Self(((score as u32 as u64) << 32) | u64::from(expert))
    }

    #[inline(always)]
    pub(crate) fn of(word: u64) -> Self {
        Self(word)
    }

    #[inline(always)]
    pub(crate) fn word(self) -> u64 {
        self.0
    }

    /// By falling score, then by number.
    #[inline(always)]
    pub(crate) fn falling(self) -> u64 {
        self.0 ^ (0x7fff_ffff << 32)
    }

    #[inline(always)]
    pub(crate) fn expert(self) -> usize {
        (self.0 & (HELD - 1)) as usize
    }

    /// In price steps.
    #[inline(always)]
    pub(crate) fn score(self) -> i32 {
        (self.0 >> 32) as i32
    }

    #[inline(always)]
    pub(crate) fn is_held(self) -> bool {
        self.0 & HELD != 0
    }

    #[inline(always)]
    pub(crate) fn take(&mut self) {
        self.0 |= HELD;
    }

    #[inline(always)]
    pub(crate) fn leave(&mut self) {
        self.0 &= !HELD;
    }
}

/// The fixed part.
#[derive(Debug, Default)]
pub(crate) struct Market {
    /// Numbers of needs and experts in the question.
    pub(crate) need_name: Vec<u32>,
    pub(crate) expert_name: Vec<u32>,
    pub(crate) first: Vec<u32>,
    pub(crate) demand: Vec<u32>,
    /// Where each expert's seats begin, and the end: as many as their capacity.
    pub(crate) seat: Vec<u32>,
    penalty: Vec<i32>,
    need_floor: Vec<u32>,
    expert_floor: Vec<u32>,
    step: Vec<i32>,
    /// What a slot below a floor is worth beyond its score.
    floor_worth: i32,
    /// The need of every 32nd edge.
    hint: Vec<u32>,
    /// The greatest difference between any two things a need can choose between.
    pub(crate) range: i32,
    pub(crate) is_sorted: bool,
    /// Whether experts have their numbers of the question, those without capacity too.
    pub(crate) is_whole: bool,
    pub(crate) shares: Shares,
}

/// The moving part.
#[derive(Debug, Default)]
pub(crate) struct Trade {
    pub(crate) edges: Vec<Edge>,
    /// How many slots of each need are filled.
    pub(crate) filled: Vec<u32>,
    pub(crate) price: Vec<AtomicI32>,
    /// How many seats of each expert are taken; the taken seats come first.
    pub(crate) taken: Vec<AtomicU32>,
    /// Bid and edge of each seat.
    pub(crate) seats: Vec<AtomicU64>,
}

/// What a seat holds: the bid above, the edge below, so that seats compare by bid.
#[inline(always)]
pub(crate) fn seat(bid: i32, edge: usize) -> u64 {
    ((bid as u32 ^ 0x8000_0000) as u64) << 32 | edge as u64
}

#[inline(always)]
pub(crate) fn seat_bid(seat: u64) -> i32 {
    ((seat >> 32) as u32 ^ 0x8000_0000) as i32
}

#[inline(always)]
pub(crate) fn seat_edge(seat: u64) -> usize {
    (seat & 0xffff_ffff) as usize
}

impl Market {
    /// Needs without demand or candidates and experts without capacity stay outside.
    pub(crate) fn of(problem: &Problem, is_sorted: bool, threads: usize) -> (Self, Trade) {
        let mut market = Self { is_sorted, floor_worth: floor_worth(problem), first: vec![0], ..Self::default() };
        let mut number = vec![u32::MAX; problem.experts()];
        let (degree, known) = if is_sorted {
            market.names_of(problem, &mut number)
        } else {
            (market.names_in_place(problem, &mut number), Vec::new())
        };
        // Experts who keep their numbers are not numbered by range.
        let threads = if is_sorted { threads } else { 1 };
        market.shares = Shares::deal(&market.first, &known, market.experts(), threads);
        let edges = market.edges_of(problem, &number);
        market.seats_of(problem, &degree);
        market.rules_of(problem);
        market.hints();
        market.range = widest(problem) * UNIT + market.floor_worth;
        let trade = Trade::new(&market, edges);
        (market, trade)
    }

    /// Numbers experts as needs name them; returns how many needs name each, and how many are named before each need.
    fn names_of(&mut self, problem: &Problem, number: &mut [u32]) -> (Vec<u32>, Vec<u32>) {
        let (mut degree, mut known_before, mut edges) = (Vec::new(), Vec::new(), 0);
        for need in (0..problem.needs()).filter(|&need| problem.demand(need) > 0) {
            let (begin, before) = (edges, self.expert_name.len() as u32);
            for &expert in &problem.expert[problem.start[need]..problem.start[need + 1]] {
                if problem.capacity(expert as usize) == 0 {
                    continue;
                }
                let known = &mut number[expert as usize];
                if *known == u32::MAX {
                    *known = self.expert_name.len() as u32;
                    self.expert_name.push(expert);
                    degree.push(0);
                }
                degree[*known as usize] += 1;
                edges += 1;
            }
            if edges > begin {
                self.first.push(edges);
                self.need_name.push(need as u32);
                known_before.push(before);
            }
        }
        (degree, known_before)
    }

    /// Keeps experts in the question's order: no pass over all pairs, for a question that is nearly answered. Experts
    /// without capacity stay in: they cost [`NEVER`]. Only where floors are worth nearly as much they stay outside.
    fn names_in_place(&mut self, problem: &Problem, number: &mut [u32]) -> Vec<u32> {
        let is_plain = problem.need_floor.is_empty() && problem.expert_floor.is_empty() && problem.step.is_empty();
        let stays = |expert: usize| is_plain || problem.capacity(expert) > 0;
        for (expert, known) in number.iter_mut().enumerate().filter(|(expert, _)| stays(*expert)) {
            *known = self.expert_name.len() as u32;
            self.expert_name.push(expert as u32);
        }
        self.is_whole = self.expert_name.len() == problem.experts();
        let mut edges = 0;
        for need in (0..problem.needs()).filter(|&need| problem.demand(need) > 0) {
            let begin = edges;
            let row = &problem.expert[problem.start[need]..problem.start[need + 1]];
            let known = |expert: &&u32| number[**expert as usize] != u32::MAX;
            edges += if self.is_whole { row.len() } else { row.iter().filter(known).count() } as u32;
            if edges > begin {
                self.first.push(edges);
                self.need_name.push(need as u32);
            }
        }
        vec![problem.needs() as u32; self.expert_name.len()]
    }

    fn edges_of(&self, problem: &Problem, number: &[u32]) -> Vec<Edge> {
        // Memory fresh from the system is nothing already: only plain numbers are known to need no writing.
        let mut edges: Vec<Edge> = vec![0; self.edges()].into_iter().map(Edge).collect();
        std::thread::scope(|scope| {
            let mut rest = edges.as_mut_slice();
            for (share, bound) in self.shares.needs.windows(2).enumerate() {
                let length = (self.first[bound[1]] - self.first[bound[0]]) as usize;
                let (mine, others) = rest.split_at_mut(length);
                rest = others;
                if bound[1] == self.needs() {
                    self.fill_rows(problem, number, share, mine);
                } else {
                    scope.spawn(move || self.fill_rows(problem, number, share, mine));
                }
            }
        });
        edges
    }

    fn fill_rows(&self, problem: &Problem, number: &[u32], share: usize, mut edges: &mut [Edge]) {
        for need in self.shares.needs[share]..self.shares.needs[share + 1] {
            let (row, rest) = edges.split_at_mut(self.row(need).len());
            edges = rest;
            if self.is_whole {
                for (edge, (expert, score)) in row.iter_mut().zip(problem.row(self.need_name[need] as usize)) {
                    *edge = Edge::new(expert, score * UNIT);
                }
                continue;
            }
            let named = problem.row(self.need_name[need] as usize).filter(|pair| number[pair.0 as usize] != u32::MAX);
            for (edge, (expert, score)) in row.iter_mut().zip(named) {
                *edge = Edge::new(number[expert as usize], score * UNIT);
                self.shares.name(share, edge.expert());
            }
            if self.is_sorted {
                row.sort_unstable_by_key(|edge| edge.falling());
            }
        }
    }

    fn seats_of(&mut self, problem: &Problem, degree: &[u32]) {
        self.seat.push(0);
        for (&name, &degree) in self.expert_name.iter().zip(degree) {
            let capacity = problem.capacity(name as usize).min(degree + 1);
            self.seat.push(self.seat[self.seat.len() - 1] + capacity);
        }
    }

    /// More than every pair made leaves a slot open all the same; so much is told apart and no more.
    fn rules_of(&mut self, problem: &Problem) {
        let needs = || self.need_name.iter().map(|&need| need as usize);
        let experts = || self.expert_name.iter().map(|&expert| expert as usize);
        let rows = self.first.windows(2).map(|pair| pair[1] - pair[0]);
        let demand = needs().zip(rows).map(|(need, degree)| problem.demand(need).min(degree + 1)).collect();
        let penalty = needs().map(|need| problem.penalty(need) * UNIT).collect();
        let has_floor = !problem.need_floor.is_empty();
        let need_floor = needs().filter(|_| has_floor).map(|need| problem.need_floor(need)).collect();
        let has_floor = !problem.expert_floor.is_empty();
        let expert_floor = experts().filter(|_| has_floor).map(|expert| problem.expert_floor(expert)).collect();
        let has_step = !problem.step.is_empty();
        let step = experts().filter(|_| has_step).map(|expert| problem.step(expert) * UNIT).collect();
        (self.demand, self.penalty) = (demand, penalty);
        (self.need_floor, self.expert_floor, self.step) = (need_floor, expert_floor, step);
    }

    fn hints(&mut self) {
        let mut need = 0;
        for edge in (0..self.edges() as u32).step_by(32) {
            while self.first[need + 1] <= edge {
                need += 1;
            }
            self.hint.push(need as u32);
        }
    }

    pub(crate) fn needs(&self) -> usize {
        self.need_name.len()
    }

    pub(crate) fn experts(&self) -> usize {
        self.expert_name.len()
    }

    pub(crate) fn edges(&self) -> usize {
        self.first[self.first.len() - 1] as usize
    }

    #[inline(always)]
    pub(crate) fn row(&self, need: usize) -> std::ops::Range<usize> {
        self.first[need] as usize..self.first[need + 1] as usize
    }

    /// Every need here has at least one edge, so a few steps from the hint find it.
    #[inline(always)]
    pub(crate) fn need_of(&self, edge: usize) -> usize {
        let mut need = self.hint[edge / 32] as usize;
        while self.first[need + 1] as usize <= edge {
            need += 1;
        }
        need
    }

    /// What leaving the slot after `filled` others unmet is worth.
    #[inline(always)]
    pub(crate) fn option(&self, need: usize, filled: u32) -> i32 {
        let floor = if self.need_floor.is_empty() { 0 } else { self.need_floor[need] };
        -self.penalty[need] - if filled < floor { self.floor_worth } else { 0 }
    }

    #[inline(always)]
    pub(crate) fn capacity(&self, expert: usize) -> u32 {
        self.seat[expert + 1] - self.seat[expert]
    }

    /// What keeping the seat after `taken` others free is worth: [`NEVER`] where there is none.
    #[inline(always)]
    pub(crate) fn reserve(&self, expert: usize, taken: u32) -> i32 {
        if taken >= self.capacity(expert) {
            return NEVER;
        }
        if self.expert_floor.is_empty() && self.step.is_empty() {
            return 0;
        }
        let step = self.step.get(expert).map_or(0, |step| step * taken as i32);
        let floor = self.expert_floor.get(expert).copied().unwrap_or(0);
        step - if taken < floor { self.floor_worth } else { 0 }
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.expert_floor.is_empty() && self.step.is_empty() && self.need_floor.is_empty()
    }
}

/// More than a swap can gain elsewhere, as far as 32 bits reach; what still falls below a floor is mended afterwards.
fn floor_worth(problem: &Problem) -> i32 {
    if problem.need_floor.is_empty() && problem.expert_floor.is_empty() {
        return 0;
    }
    let widest = i64::from(widest(problem)) + 1;
    (widest * 64).min(30 * 1_000_000) as i32 * UNIT
}

fn widest(problem: &Problem) -> i32 {
    let all = problem.score.first().map_or((0, 0), |&first| (first, first));
    let (least, most) = problem.score.iter().fold(all, |(least, most), &score| (least.min(score), most.max(score)));
    let dearest = problem.penalty.iter().copied().max().unwrap_or(0);
    let cheapest = problem.penalty.iter().copied().min().unwrap_or(0);
    let steps =
        problem.step.iter().zip(&problem.capacity).map(|(step, &capacity)| step * capacity.saturating_sub(1) as i32);
    most.max(-cheapest) - least.min(-dearest) + steps.max().unwrap_or(0)
}

impl Trade {
    fn new(market: &Market, edges: Vec<Edge>) -> Self {
        let seats = market.seat[market.experts()] as usize;
        Self {
            edges,
            filled: vec![0; market.needs()],
            price: (0..market.experts()).map(|expert| AtomicI32::new(market.reserve(expert, 0))).collect(),
            taken: (0..market.experts()).map(|_| AtomicU32::new(0)).collect(),
            seats: (0..seats).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    #[inline(always)]
    pub(crate) fn price(&self, expert: usize) -> i32 {
        self.price[expert].load(Relaxed)
    }

    #[inline(always)]
    pub(crate) fn set_price(&self, expert: usize, price: i32) {
        self.price[expert].store(price, Relaxed);
    }

    #[inline(always)]
    pub(crate) fn taken(&self, expert: usize) -> u32 {
        self.taken[expert].load(Relaxed)
    }

    /// What the edge leaves its need after the price.
    #[inline(always)]
    pub(crate) fn profit(&self, edge: usize) -> i32 {
        let edge = self.edges[edge];
        edge.score() - self.price(edge.expert())
    }

    /// The edges by which an expert is held.
    pub(crate) fn holders<'a>(&'a self, market: &Market, expert: usize) -> impl Iterator<Item = usize> + 'a {
        let begin = market.seat[expert] as usize;
        let taken = self.taken(expert) as usize;
        self.seats[begin..begin + taken].iter().map(|seat| seat_edge(seat.load(Relaxed)))
    }

    pub(crate) fn holder(&self, market: &Market, expert: usize, at: usize) -> usize {
        seat_edge(self.seats[market.seat[expert] as usize + at].load(Relaxed))
    }

    /// Makes a pair; the expert must have a seat left.
    pub(crate) fn join(&mut self, market: &Market, edge: usize) {
        self.join_to(market, market.need_of(edge), edge);
    }

    #[inline(always)]
    pub(crate) fn join_to(&mut self, market: &Market, need: usize, edge: usize) {
        self.view(market).join(need, edge);
    }

    /// Dissolves every pair.
    pub(crate) fn part_all(&mut self, market: &Market) {
        for (&begin, taken) in market.seat.iter().zip(&mut self.taken) {
            let taken = std::mem::take(taken.get_mut()) as usize;
            for seat in &self.seats[begin as usize..begin as usize + taken] {
                self.edges[seat_edge(seat.load(Relaxed))].leave();
            }
        }
        self.filled.fill(0);
    }

    /// Dissolves a pair.
    pub(crate) fn part(&mut self, market: &Market, edge: usize) {
        self.view(market).part(market.need_of(edge), edge);
    }
}
