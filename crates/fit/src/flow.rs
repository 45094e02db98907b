//! Minimum-cost flow by successive shortest paths with potentials (Edmonds and Karp 1972; Tomizawa 1971): exact, and
//! fast enough for a city. Each path is found by Dijkstra's algorithm on reduced costs, which are never negative.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A network of arcs with capacity and cost; every arc has its residual twin right behind it.
#[derive(Debug, Default)]
pub(crate) struct Network {
    arcs: Vec<Arc>,
    leaving: Vec<Vec<usize>>,
    potential: Vec<i64>,
}

#[derive(Debug)]
struct Arc {
    to: usize,
    left: u32,
    cost: i64,
}

const FAR: i64 = i64::MAX / 4;

impl Network {
    pub(crate) fn new(nodes: usize) -> Self {
        Self { arcs: Vec::new(), leaving: vec![Vec::new(); nodes], potential: vec![0; nodes] }
    }

    /// Adds an arc and returns its number.
    pub(crate) fn arc(&mut self, from: usize, to: usize, capacity: u32, cost: i64) -> usize {
        let number = self.arcs.len();
        self.arcs.push(Arc { to, left: capacity, cost });
        self.arcs.push(Arc { to: from, left: 0, cost: -cost });
        self.leaving[from].push(number);
        self.leaving[to].push(number + 1);
        number
    }

    /// Whether anything flows over an arc.
    pub(crate) fn is_used(&self, arc: usize) -> bool {
        self.arcs[arc + 1].left > 0
    }

    /// The node's potential: the shortest distance from the source when the flow was complete.
    pub(crate) fn potential(&self, node: usize) -> i64 {
        self.potential[node]
    }

    /// Sends flow from source to sink, one unit a path, for as long as a path costs less than nothing. An arc past
    /// everything, at no cost, stands for not sending: so the potentials at the end price what sending one more would be worth.
    pub(crate) fn send(&mut self, source: usize, sink: usize) {
        self.arc(source, sink, u32::MAX, 0);
        self.first_potentials(source);
        loop {
            let (distance, came_by) = self.distances(source, sink);
            let reach = distance[sink];
            for (potential, distance) in self.potential.iter_mut().zip(&distance) {
                *potential += (*distance).min(reach);
            }
            if reach >= FAR || self.potential[sink] - self.potential[source] >= 0 {
                return;
            }
            self.augment(sink, &came_by);
        }
    }

    /// Costs may be negative before the first path: potentials by relaxing in rounds (Bellman and Ford), few since layers are few.
    fn first_potentials(&mut self, source: usize) {
        let mut distance = vec![FAR; self.leaving.len()];
        distance[source] = 0;
        for _ in 0..self.leaving.len() {
            let mut is_settled = true;
            for from in 0..self.leaving.len() {
                if distance[from] >= FAR {
                    continue;
                }
                for arc in self.leaving[from].iter().map(|arc| &self.arcs[*arc]).filter(|arc| arc.left > 0) {
                    if distance[from] + arc.cost < distance[arc.to] {
                        distance[arc.to] = distance[from] + arc.cost;
                        is_settled = false;
                    }
                }
            }
            if is_settled {
                break;
            }
        }
        self.potential = distance.into_iter().map(|distance| if distance >= FAR { 0 } else { distance }).collect();
    }

    /// Distances from the source, and the arc each node was reached by; exact up to the sink's, where the search ends:
    /// whatever lies farther is not asked for.
    fn distances(&self, source: usize, sink: usize) -> (Vec<i64>, Vec<usize>) {
        let mut distance = vec![FAR; self.leaving.len()];
        let mut came_by = vec![usize::MAX; self.leaving.len()];
        let mut ahead = BinaryHeap::from([(Reverse(0), source)]);
        distance[source] = 0;
        while let Some((Reverse(so_far), node)) = ahead.pop() {
            if so_far >= distance[sink] {
                break;
            }
            if so_far > distance[node] {
                continue;
            }
            for number in &self.leaving[node] {
                let arc = &self.arcs[*number];
                let next = so_far + arc.cost + self.potential[node] - self.potential[arc.to];
                if arc.left > 0 && next < distance[arc.to] {
                    distance[arc.to] = next;
                    came_by[arc.to] = *number;
                    ahead.push((Reverse(next), arc.to));
                }
            }
        }
        (distance, came_by)
    }

    fn augment(&mut self, sink: usize, came_by: &[usize]) {
        let mut node = sink;
        while came_by[node] != usize::MAX {
            let number = came_by[node];
            self.arcs[number].left -= 1;
            self.arcs[number ^ 1].left += 1;
            node = self.arcs[number ^ 1].to;
        }
    }
}
