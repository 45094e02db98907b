//! Prices that prove a level out of reach, by subgradient steps (Polyak 1969; Held, Wolfe and Crowder 1974): experts who are
//! wanted more often than they have time grow dearer, others cheaper.

use super::ceiling::Ceiling;

/// How far beyond the best gap the next is aimed, as a part of what all time costs.
const AIM: f64 = 0.01;
/// How many rounds may be no better than the best.
const PATIENCE: usize = 8;
/// How much of the last step's direction the next one keeps.
const KEPT: f64 = 0.3;
/// What all time costs together, in units of price.
const ALL: f64 = 1e13;

/// Prices under change.
pub(super) struct Refuter<'a> {
    ceiling: &'a Ceiling<'a>,
    price: Vec<f64>,
    /// Steps of work that are left.
    left: u64,
}

impl<'a> Refuter<'a> {
    pub(super) fn new(ceiling: &'a Ceiling<'a>, work: u64) -> Self {
        Self { ceiling, price: vec![1.0; ceiling.supply.len()], left: work }
    }

    /// Goes on from these prices, unless all are nothing.
    pub(super) fn begin(&mut self, prices: &[i64]) {
        if prices.iter().any(|&price| price > 0) {
            self.price = prices.iter().map(|&price| price.max(0) as f64).collect();
        }
    }

    /// Prices that prove the level out of reach, if so many rounds find any.
    pub(super) fn refute(
        &mut self,
        level: i64,
        spared: usize,
        rounds: usize,
        is_stopped: &dyn Fn() -> bool,
    ) -> Option<Vec<i64>> {
        let mut last = vec![0.0; self.price.len()];
        // The best prices so far, their gap, how far beyond it is aimed, and how many rounds were in vain.
        let (mut best, mut least, mut aim, mut vain) = (self.price.clone(), f64::MIN, AIM, 0);
        for _ in 0..rounds {
            if self.left == 0 || is_stopped() {
                break;
            }
            let prices = self.whole();
            let paid = self.ceiling.pay(level, spared, &prices);
            self.left = self.left.saturating_sub(paid.work);
            if paid.gap > 0 {
                return Some(prices);
            }
            let gap = paid.gap as f64 / ALL;
            if gap > least {
                (least, vain) = (gap, 0);
                best.copy_from_slice(&self.price);
            } else {
                vain += 1;
            }
            if vain == PATIENCE {
                // Back to the best, in smaller steps.
                (vain, aim) = (0, aim / 2.0);
                self.price.copy_from_slice(&best);
                last.fill(0.0);
                continue;
            }
            let mut square = 0.0;
            for (at, (&wanted, &supply)) in paid.wanted.iter().zip(&self.ceiling.supply).enumerate() {
                let more = f64::from(wanted) - f64::from(supply) + KEPT * last[at];
                last[at] = if self.price[at] <= 0.0 { more.max(0.0) } else { more };
                square += last[at] * last[at];
            }
            if square == 0.0 {
                break;
            }
            let step = (least.max(gap) + aim - gap) / square;
            for (price, more) in self.price.iter_mut().zip(&last) {
                *price = (*price + step * more).max(0.0);
            }
        }
        self.price = best;
        None
    }

    /// The prices in whole numbers; what all time costs is always the same.
    fn whole(&mut self) -> Vec<i64> {
        let all: f64 =
            self.price.iter().zip(&self.ceiling.supply).map(|(price, &supply)| price * f64::from(supply)).sum();
        let scale = if all > 0.0 { 1.0 / all } else { 0.0 };
        self.price.iter_mut().for_each(|price| *price *= scale);
        self.price.iter().map(|price| (price * ALL) as i64).collect()
    }
}
