//! Bubbles on the map: as large as their place is named often, gathered where they would lie on each other.

use super::places::PlaceHere;
use super::spot::Frame;

/// Radius in pixels of a place that one document names, and what the most named one has more.
const RADIUS: (f64, f64) = (4.0, 18.0);
/// Places whose middles are nearer than this many pixels are one bubble.
const APART: f64 = 13.0;

/// One place, or several that lie close together at this size of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Bubble {
    /// Middle, in pixels of the drawing.
    pub x: f64,
    /// Middle, in pixels.
    pub y: f64,
    /// In pixels: its area follows the number of documents that name the first place.
    pub radius: f64,
    /// Places in the list, the most named first; the bubble stands where the first lies.
    pub members: Vec<usize>,
}

/// The bubbles that a frame shows, the largest first. `places` has the most named first.
#[must_use]
pub fn bubbles(places: &[PlaceHere], frame: &Frame) -> Vec<Bubble> {
    let most = places.iter().map(|place| place.n_docs).max().unwrap_or(1);
    let mut bubbles: Vec<Bubble> = Vec::new();
    for (i, place) in places.iter().enumerate() {
        let (x, y) = frame.pixel(place.at);
        let is_near = |bubble: &&mut Bubble| {
            let (dx, dy) = (bubble.x - x, bubble.y - y);
            let apart = APART.max(bubble.radius * 0.7);
            dx * dx + dy * dy < apart * apart
        };
        if let Some(bubble) = bubbles.iter_mut().find(is_near) {
            bubble.members.push(i);
            continue;
        }
        let share = f64::from(place.n_docs) / f64::from(most.max(1));
        bubbles.push(Bubble {
            x,
            y,
            radius: RADIUS.0 + RADIUS.1 * share.sqrt(),
            members: vec![i],
        });
    }
    let is_seen = |bubble: &Bubble| {
        let near = -bubble.radius..;
        near.contains(&bubble.x)
            && near.contains(&bubble.y)
            && bubble.x <= frame.width + bubble.radius
            && bubble.y <= frame.height + bubble.radius
    };
    bubbles.retain(is_seen);
    bubbles
}

#[cfg(test)]
mod tests {
    use super::*;
    use corpus_search::EntityId;

    fn place(entity: u32, n_docs: u32, x: f64, y: f64) -> PlaceHere {
        PlaceHere {
            entity: EntityId(entity),
            n_docs,
            at: (x, y),
            country: [0; 2],
        }
    }

    fn members(bubbles: &[Bubble]) -> Vec<Vec<usize>> {
        bubbles
            .iter()
            .map(|bubble| bubble.members.clone())
            .collect()
    }

    #[test]
    fn neighbours_gather_and_part_again_when_enlarged() {
        let places = [
            place(0, 40, 500.0, 200.0),
            place(1, 10, 503.0, 201.0),
            place(2, 5, 700.0, 200.0),
            place(3, 1, 503.0, 202.0),
        ];
        let world = Frame::world(1000.0, 480.0);
        let far = bubbles(&places, &world);
        assert_eq!(members(&far), [vec![0, 1, 3], vec![2]]);
        assert!(far[0].radius > 2.0 * far[1].radius);
        let close = world.zoomed(30.0, world.pixel((502.0, 201.0)));
        assert_eq!(
            members(&bubbles(&places, &close)),
            [vec![0], vec![1], vec![3]]
        );
    }

    #[test]
    fn two_places_at_one_spot_stay_one_bubble_however_close() {
        let places = [place(0, 2, 100.0, 100.0), place(1, 1, 100.0, 100.0)];
        let close = Frame::around(&[(100.0, 100.0)], 400.0, 300.0).zoomed(1e6, (200.0, 150.0));
        assert_eq!(members(&bubbles(&places, &close)), [vec![0, 1]]);
    }
}
