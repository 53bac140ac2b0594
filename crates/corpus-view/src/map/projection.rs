//! From latitude and longitude to the flat map.
//!
//! Equal Earth: areas are true, so that no country looks more important than it is large, and parallels are
//! straight. Formula and constants: Šavrič, Patterson and Jenny, "The Equal Earth map projection",
//! International Journal of Geographical Information Science 33 (2018).

use std::fmt::Write as _;

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// Width and height of the world in map units.
pub const WORLD: (f64, f64) = (1000.0, 486.7);

/// Half the width of the projection, for the unit sphere: `π · 2√3 / (3 · A1)`.
const HALF: f64 = 2.706_629_9;

/// The place of a point on earth (in degrees), in map units from the upper left corner.
#[must_use]
pub fn equal_earth(lat: f64, lon: f64) -> (f64, f64) {
    let root = 3f64.sqrt();
    let sine = root / 2.0 * lat.clamp(-90.0, 90.0).to_radians().sin();
    let angle = sine.asin();
    let square = angle * angle;
    let sixth = square * square * square;
    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let x = 2.0 * root * lon.clamp(-180.0, 180.0).to_radians() * angle.cos() / (3.0 * slope);
    let y = angle * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square));
    let unit = WORLD.0 / (2.0 * HALF);
    (WORLD.0 / 2.0 + x * unit, WORLD.1 / 2.0 - y * unit)
}

/// Every thirtieth meridian and parallel, and the edge of the world, as the path of a drawing in map units.
#[must_use]
pub fn graticule() -> String {
    let mut out = String::new();
    let mut line = |points: &mut dyn Iterator<Item = (i32, i32)>| {
        for (i, (lat, lon)) in points.enumerate() {
            let (x, y) = equal_earth(f64::from(lat), f64::from(lon));
            let step = if i == 0 { 'M' } else { 'L' };
            // Writing to a `String` does not fail.
            let _ = write!(out, "{step}{x:.1} {y:.1}");
        }
    };
    for lon in (-180..=180).step_by(30) {
        line(&mut (-90..=90).step_by(5).map(|lat| (lat, lon)));
    }
    for lat in (-90..=90).step_by(30) {
        line(&mut [(lat, -180), (lat, 180)].into_iter());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lat: f64, lon: f64, x: f64, y: f64) {
        let got = equal_earth(lat, lon);
        assert!(
            (got.0 - x).abs() < 0.1 && (got.1 - y).abs() < 0.1,
            "{got:?}"
        );
    }

    #[test]
    fn corners_and_middle_of_the_world() {
        check(0.0, 0.0, 500.0, 243.35);
        check(0.0, -180.0, 0.0, 243.35);
        check(0.0, 180.0, 1000.0, 243.35);
        check(90.0, 0.0, 500.0, 0.0);
        check(-90.0, 0.0, 500.0, 486.7);
    }

    #[test]
    fn equal_areas_stay_equal() {
        // A sphere has as much area between 0° and 30° as between 30° and 90°.
        let width = |lat: f64| equal_earth(lat, 180.0).0 - equal_earth(lat, -180.0).0;
        let area = |from: f64, to: f64| {
            let step = (to - from) / 2000.0;
            let strips = (0..2000).map(|i| {
                let lat = from + (f64::from(i) + 0.5) * step;
                let height =
                    equal_earth(lat - step / 2.0, 0.0).1 - equal_earth(lat + step / 2.0, 0.0).1;
                width(lat) * height
            });
            strips.sum::<f64>()
        };
        let (low, high) = (area(0.0, 30.0), area(30.0, 90.0));
        assert!((low / high - 1.0).abs() < 1e-4, "{low} {high}");
    }
}
