//! What part of the map is seen: in the address, in map units, and on the screen.

use super::projection::WORLD;
use crate::bars::px;

/// The part of the map that is seen: its middle and its width, in tenths of a map unit.
///
/// Whole numbers, so that an address gives back what was seen to the digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapSpot {
    /// Middle, from the left edge of the world.
    pub x: i32,
    /// Middle, from the upper edge.
    pub y: i32,
    /// Width; the height follows from the frame.
    pub width: i32,
}

/// The whole world, in tenths.
const ALL: MapSpot = MapSpot {
    x: (WORLD.0 * 5.0) as i32,
    y: (WORLD.1 * 5.0) as i32,
    width: (WORLD.0 * 10.0) as i32,
};
/// The least width in tenths of a map unit: some 80 km, below which the outline is too coarse to be a help.
const LEAST: i32 = 20;

impl MapSpot {
    /// Reads what the address has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(|part| part.parse::<i32>().ok());
        let (x, y, width) = (numbers.next()??, numbers.next()??, numbers.next()??);
        numbers
            .next()
            .is_none()
            .then(|| Self { x, y, width }.kept())
    }

    /// Writes it for the address.
    #[must_use]
    pub fn to_text(self) -> String {
        format!("{},{},{}", self.x, self.y, self.width)
    }

    /// Moved to where something is.
    fn kept(self) -> Self {
        Self {
            x: self.x.clamp(0, 2 * ALL.x),
            y: self.y.clamp(0, 2 * ALL.y),
            width: self.width.clamp(LEAST, ALL.width),
        }
    }
}

/// A part of the map on a drawing of some size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Which part.
    pub spot: MapSpot,
    /// Width of the drawing in pixels.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Frame {
    /// The whole world, as large as it fits.
    #[must_use]
    pub fn world(width: f64, height: f64) -> Self {
        Self::around(&[(0.0, 0.0), WORLD], width, height)
    }

    /// The part that holds all these points (in map units) with room around them; the world if there are none.
    #[must_use]
    pub fn around(points: &[(f64, f64)], width: f64, height: f64) -> Self {
        let (width, height) = (width.max(1.0), height.max(1.0));
        let mut spot = ALL;
        if let Some(&first) = points.first() {
            let (mut low, mut high) = (first, first);
            for &(x, y) in points {
                low = (low.0.min(x), low.1.min(y));
                high = (high.0.max(x), high.1.max(y));
            }
            let wide = (high.0 - low.0).max((high.1 - low.1) * width / height);
            // One place alone is shown with its country around it.
            let wide = (wide * 1.15).max(60.0);
            spot = MapSpot {
                x: (5.0 * (low.0 + high.0)).round() as i32,
                y: (5.0 * (low.1 + high.1)).round() as i32,
                width: (10.0 * wide).round() as i32,
            };
        }
        let mut frame = Self {
            spot,
            width,
            height,
        };
        frame.spot.width = frame.spot.width.min(frame.widest());
        frame.spot = MapSpot {
            width: frame.spot.width.max(LEAST),
            ..frame.spot.kept_but_width()
        };
        frame.inside()
    }

    /// Moved so that no edge of the world lies inside the drawing; where the world is the smaller one, it stands in the
    /// middle.
    fn inside(self) -> Self {
        let unit = 10.0 * self.unit();
        let held = |middle: i32, length: f64, world: f64| {
            let (half, world) = (length * unit / 2.0, 10.0 * world);
            match 2.0 * half < world {
                true => f64::from(middle).clamp(half, world - half).round() as i32,
                false => (world / 2.0).round() as i32,
            }
        };
        let spot = MapSpot {
            x: held(self.spot.x, self.width, WORLD.0),
            y: held(self.spot.y, self.height, WORLD.1),
            width: self.spot.width,
        };
        Self { spot, ..self }
    }

    /// The width, in tenths, at which a drawing of this shape holds the world.
    fn widest(&self) -> i32 {
        let by_height = 10.0 * WORLD.1 * self.width / self.height.max(1.0);
        (by_height as i32).max(ALL.width)
    }

    /// Map units a pixel.
    #[must_use]
    pub fn unit(&self) -> f64 {
        f64::from(self.spot.width) / 10.0 / self.width.max(1.0)
    }

    /// How many times larger than the world at its smallest.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        f64::from(self.widest()) / f64::from(self.spot.width.max(1))
    }

    fn corner(&self) -> (f64, f64) {
        let unit = self.unit();
        (
            f64::from(self.spot.x) / 10.0 - self.width / 2.0 * unit,
            f64::from(self.spot.y) / 10.0 - self.height / 2.0 * unit,
        )
    }

    /// Where a point of the map stands on the drawing.
    #[must_use]
    pub fn pixel(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (unit, (left, top)) = (self.unit(), self.corner());
        ((x - left) / unit, (y - top) / unit)
    }

    /// The transformation of a drawing in map units, for an attribute.
    #[must_use]
    pub fn transform(&self) -> String {
        let (unit, (left, top)) = (self.unit(), self.corner());
        format!(
            "translate({} {}) scale({:.5})",
            px(-left / unit),
            px(-top / unit),
            1.0 / unit
        )
    }

    /// Moved by pixels, as if the map was pushed.
    #[must_use]
    pub fn moved(&self, dx: f64, dy: f64) -> Self {
        let unit = self.unit();
        let spot = MapSpot {
            x: (f64::from(self.spot.x) - 10.0 * dx * unit).round() as i32,
            y: (f64::from(self.spot.y) - 10.0 * dy * unit).round() as i32,
            width: self.spot.width,
        };
        Self {
            spot: spot.kept_but_width(),
            ..*self
        }
    }

    /// Enlarged by a factor, so that the point under a pixel stays under it.
    #[must_use]
    pub fn zoomed(&self, factor: f64, (px, py): (f64, f64)) -> Self {
        let factor = if factor.is_finite() { factor } else { 1.0 };
        let width = f64::from(self.spot.width) / factor.max(0.01);
        let width = (width.round() as i32).clamp(LEAST, self.widest());
        let (before, (left, top)) = (self.unit(), self.corner());
        let after = f64::from(width) / 10.0 / self.width.max(1.0);
        // The middle, so that `left + px * before` is where it was.
        let middle = |corner: f64, at: f64, length: f64| {
            (10.0 * (corner + at * before + (length / 2.0 - at) * after)).round() as i32
        };
        let spot = MapSpot {
            x: middle(left, px, self.width),
            y: middle(top, py, self.height),
            width,
        };
        Self {
            spot: spot.kept_but_width(),
            ..*self
        }
    }
}

impl MapSpot {
    fn kept_but_width(self) -> Self {
        Self {
            width: self.width,
            ..self.kept()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_back_what_was_seen() {
        let frame = Frame::world(800.0, 400.0).zoomed(3.7, (600.0, 90.0));
        assert_eq!(MapSpot::parse(&frame.spot.to_text()), Some(frame.spot));
        assert_eq!(MapSpot::parse("1,2"), None);
        assert_eq!(MapSpot::parse("1,2,3,4"), None);
        assert_eq!(
            MapSpot::parse("-5,99999,1")
                .map(MapSpot::to_text)
                .as_deref(),
            Some("0,4866,20")
        );
    }

    #[test]
    fn the_world_fits_a_wide_frame_and_a_tall_one() {
        for (width, height) in [(1200.0, 300.0), (300.0, 600.0)] {
            let frame = Frame::world(width, height);
            let (left, top) = frame.pixel((0.0, 0.0));
            let (right, bottom) = frame.pixel(WORLD);
            assert!(left >= -1.0 && right <= width + 1.0, "{left} {right}");
            assert!(top >= -1.0 && bottom <= height + 1.0, "{top} {bottom}");
        }
    }

    #[test]
    fn enlarging_keeps_what_is_under_the_pointer() {
        let frame = Frame::world(900.0, 440.0).zoomed(2.0, (300.0, 200.0));
        let unit = frame.unit();
        let place = |frame: &Frame| frame.pixel((400.0, 180.0));
        let at = place(&frame);
        let closer = frame.zoomed(1.5, at);
        let after = place(&closer);
        assert!((at.0 - after.0).abs() < 1.0 && (at.1 - after.1).abs() < 1.0);
        assert!((unit / closer.unit() - 1.5).abs() < 0.01);
        assert_eq!(
            closer.zoomed(1000.0, at).spot.width,
            closer.zoomed(9000.0, at).spot.width
        );
    }

    #[test]
    fn all_places_are_in_sight_at_first() {
        let points = [(300.0, 100.0), (420.0, 190.0), (310.0, 170.0)];
        let frame = Frame::around(&points, 700.0, 420.0);
        for point in points {
            let (x, y) = frame.pixel(point);
            assert!((10.0..690.0).contains(&x) && (10.0..410.0).contains(&y));
        }
        assert!(frame.zoom() > 3.0);
    }

    #[test]
    fn a_tall_drawing_of_northern_places_shows_no_sky_above_the_world() {
        let north = [(250.0, 90.0), (700.0, 130.0)];
        let (top, bottom) = {
            let frame = Frame::around(&north, 450.0, 540.0);
            (frame.pixel((0.0, 0.0)).1, frame.pixel(WORLD).1)
        };
        assert!((top - (540.0 - bottom)).abs() < 2.0, "{top} {bottom}");
        let frame = Frame::around(&north, 450.0, 360.0);
        assert!(frame.pixel((0.0, 0.0)).1 < 1.0);
        for point in north {
            let (x, y) = frame.pixel(point);
            assert!((0.0..450.0).contains(&x) && (0.0..360.0).contains(&y));
        }
    }

    #[test]
    fn pushed_out_of_the_world_it_stops_at_the_edge() {
        let frame = Frame::world(500.0, 300.0).moved(1e9, -1e9);
        assert_eq!((frame.spot.x, frame.spot.y), (0, 4866));
    }
}
