//! Places for the names of a network: linked ones near each other, none on another.
//!
//! Takes radii and links; gives a point for each, in map units (see [`WORLD`]). Names push each other away, links pull,
//! and all lean to the middle, with less and less movement: Fruchterman and Reingold, "Graph drawing by force-directed
//! placement", Software: Practice and Experience 21 (1991). Nothing is left to chance and only operations are
//! used that IEEE 754 rounds exactly, so a network looks the same on every machine, every time.

use crate::map::WORLD;

/// Rounds of movement.
const ROUNDS: u32 = 260;
/// Rounds in which only those that lie on each other move.
const PARTINGS: u32 = 60;
/// Room between two circles.
const GAP: f64 = 5.0;
/// How much wider than high the drawing becomes.
const ASPECT: f64 = 1.5;

/// A point for each of `radii`. A link is two places and a weight of at most 1.
#[must_use]
pub fn laid_out(radii: &[f64], links: &[(u32, u32, f64)]) -> Vec<(f64, f64)> {
    let n = radii.len();
    let side = (n.max(1) as f64).sqrt();
    // The lengths of everything below: the distance that push and pull agree on is 1.
    let mut at: Vec<(f64, f64)> = (0..n).map(|i| scattered(i, side)).collect();
    let mut moves = vec![(0.0, 0.0); n];
    for round in 0..ROUNDS {
        moves.fill((0.0, 0.0));
        push(&at, &mut moves);
        pull(&at, links, &mut moves);
        let left = 1.0 - f64::from(round) / f64::from(ROUNDS);
        let most = 0.25 * side * left * left + 0.01;
        for ((point, (dx, dy)), _) in at.iter_mut().zip(&mut moves).zip(radii) {
            // To the middle, stronger in height, so that the whole is wider than high.
            *dx -= point.0 * 0.35;
            *dy -= point.1 * 0.35 * ASPECT;
            let length = (*dx * *dx + *dy * *dy).sqrt();
            let scale = if length > most { most / length } else { 1.0 };
            *point = (point.0 + *dx * scale, point.1 + *dy * scale);
        }
    }
    fitted(&mut at, radii);
    part(&mut at, radii);
    fitted(&mut at, radii);
    at
}

/// Spread evenly over a square without chance: multiples of two irrational steps (Roberts' R2 sequence).
fn scattered(i: usize, side: f64) -> (f64, f64) {
    let step = |step: f64| (i as f64 * step + 0.5).fract() - 0.5;
    (
        step(0.754_877_666_246_692_7) * side,
        step(0.569_840_290_998_053_2) * side,
    )
}

fn push(at: &[(f64, f64)], moves: &mut [(f64, f64)]) {
    for (i, &(x, y)) in at.iter().enumerate() {
        let mut sum = (0.0, 0.0);
        for (j, &(other_x, other_y)) in at.iter().enumerate() {
            if i == j {
                continue;
            }
            let (dx, dy) = (x - other_x, y - other_y);
            // Two at one spot part by their numbers.
            let (dx, dy) = match dx == 0.0 && dy == 0.0 {
                true => (if i < j { -0.01 } else { 0.01 }, 0.0),
                false => (dx, dy),
            };
            let square = (dx * dx + dy * dy).max(1e-4);
            sum.0 += dx / square;
            sum.1 += dy / square;
        }
        if let Some(moved) = moves.get_mut(i) {
            *moved = sum;
        }
    }
}

fn pull(at: &[(f64, f64)], links: &[(u32, u32, f64)], moves: &mut [(f64, f64)]) {
    for &(a, b, weight) in links {
        let (a, b) = (a as usize, b as usize);
        let (Some(&from), Some(&to)) = (at.get(a), at.get(b)) else {
            continue;
        };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let pull = (dx * dx + dy * dy).sqrt() * weight;
        for (end, sign) in [(a, pull), (b, -pull)] {
            if let Some(moved) = moves.get_mut(end) {
                moved.0 += dx * sign;
                moved.1 += dy * sign;
            }
        }
    }
}

/// Scaled and moved into the middle of the map, with room for names at the sides.
fn fitted(at: &mut [(f64, f64)], radii: &[f64]) {
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for &(x, y) in at.iter() {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let most = radii.iter().copied().fold(0.0, f64::max) + GAP;
    let room = (WORLD.0 * 0.8 - 2.0 * most, WORLD.1 - 2.0 * most);
    let scale_x = room.0 / (high.0 - low.0).max(1e-6);
    let scale_y = room.1 / (high.1 - low.1).max(1e-6);
    // A pair is not blown up to the size of the frame.
    let scale = scale_x.min(scale_y).min(140.0);
    let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
    let rounded = |x: f64| (x * 10.0).round() / 10.0;
    for point in at {
        *point = (
            rounded(WORLD.0 / 2.0 + (point.0 - middle.0) * scale),
            rounded(WORLD.1 / 2.0 + (point.1 - middle.1) * scale),
        );
    }
}

/// Circles that lie on each other step apart.
fn part(at: &mut [(f64, f64)], radii: &[f64]) {
    for _ in 0..PARTINGS {
        let mut is_done = true;
        for i in 0..at.len() {
            for j in 0..i {
                let (Some(&(x, y)), Some(&(other_x, other_y))) = (at.get(i), at.get(j)) else {
                    continue;
                };
                let wanted = radii.get(i).copied().unwrap_or(0.0)
                    + radii.get(j).copied().unwrap_or(0.0)
                    + GAP;
                let (dx, dy) = (x - other_x, y - other_y);
                let square = dx * dx + dy * dy;
                if square >= wanted * wanted {
                    continue;
                }
                is_done = false;
                let length = square.sqrt();
                let (dx, dy) = match length > 0.01 {
                    true => (dx / length, dy / length),
                    false => (1.0, 0.0),
                };
                let step = (wanted - length) / 2.0;
                if let Some(point) = at.get_mut(i) {
                    *point = (x + dx * step, y + dy * step);
                }
                if let Some(point) = at.get_mut(j) {
                    *point = (other_x - dx * step, other_y - dy * step);
                }
            }
        }
        if is_done {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
        ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
    }

    /// Two groups of five, all of a group linked, and one link between them.
    fn two_groups() -> Vec<(u32, u32, f64)> {
        let mut links = vec![(0, 5, 0.3)];
        for first in [0, 5] {
            for b in first..first + 5 {
                links.extend((first..b).map(|a| (a, b, 1.0)));
            }
        }
        links
    }

    #[test]
    fn groups_stand_together_and_apart() {
        let at = laid_out(&[6.0; 10], &two_groups());
        let mean = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
            let lengths: Vec<f64> = pairs.map(|(a, b)| distance(at[a], at[b])).collect();
            lengths.iter().sum::<f64>() / lengths.len() as f64
        };
        let inside = mean(&mut (0..5).flat_map(|b| (0..b).map(move |a| (a, b))));
        let between = mean(&mut (0..5).flat_map(|a| (5..10).map(move |b| (a, b))));
        assert!(between > 1.8 * inside, "{inside} {between}");
    }

    #[test]
    fn the_same_links_always_look_the_same() {
        assert_eq!(
            laid_out(&[6.0; 10], &two_groups()),
            laid_out(&[6.0; 10], &two_groups())
        );
    }

    #[test]
    fn everything_is_on_the_map_and_nothing_on_another() {
        let radii: Vec<f64> = (0..150).map(|i| 4.0 + f64::from(i % 7)).collect();
        let links: Vec<_> = (1..150).map(|b| (b / 3, b, 0.8)).collect();
        let at = laid_out(&radii, &links);
        for (i, &(x, y)) in at.iter().enumerate() {
            assert!((0.0..=WORLD.0).contains(&x) && (0.0..=WORLD.1).contains(&y));
            for (j, &other) in at[..i].iter().enumerate() {
                // Fitting once more may bring them nearer by the gap.
                let apart = distance((x, y), other);
                assert!(apart > (radii[i] + radii[j]) * 0.8, "{i} {j} {apart}");
            }
        }
    }

    #[test]
    fn none_one_and_two_have_places_too() {
        assert!(laid_out(&[], &[]).is_empty());
        assert_eq!(laid_out(&[5.0], &[]), [(500.0, 243.4)]);
        let two = laid_out(&[5.0; 2], &[(0, 1, 1.0), (7, 9, 1.0)]);
        assert!(distance(two[0], two[1]) > 15.0);
    }
}
