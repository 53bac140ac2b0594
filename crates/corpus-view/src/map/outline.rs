//! Coasts and borders of the world: the file, and what reads and writes it.
//!
//! ```text
//! lands    n × line     closed: the last point is the first
//! borders  n × line     between countries, open
//! line     n, then n × { longitude, latitude }, each the step from the point before, in 1/50 degree
//! ```
//!
//! Numbers are variable-length, signed ones zigzag. The data are Natural Earth's, which is in the public
//! domain; `dateline outline` makes the file (see `NOTICE`). Borders are drawn as that source has them
//! in fact, not in law; the page says so beside the map.

use super::projection::equal_earth;
use std::fmt::Write as _;

/// The outline that is drawn.
pub static OUTLINE: &[u8] = include_bytes!("../../data/outline.bin");

/// A run of points: longitude and latitude in fiftieths of a degree.
type Line = Vec<(i32, i32)>;

/// Coasts and borders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// Closed lines around land; a lake or a sea inside runs the other way.
    pub lands: Vec<Line>,
    /// Lines between countries.
    pub borders: Vec<Line>,
}

impl Outline {
    /// Parts of a degree in the file.
    pub const PARTS: f64 = 50.0;

    /// Reads the file. Bytes that are not one give as much as they hold.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut reader = Reader { bytes };
        Self {
            lands: reader.lines(),
            borders: reader.lines(),
        }
    }

    /// Writes the file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for lines in [&self.lands, &self.borders] {
            put(&mut out, lines.len() as u32);
            for line in lines {
                put(&mut out, line.len() as u32);
                let mut before = (0, 0);
                for &(lon, lat) in line {
                    put_signed(&mut out, lon - before.0);
                    put_signed(&mut out, lat - before.1);
                    before = (lon, lat);
                }
            }
        }
        out
    }

    /// The lands as the path of a drawing, in map units.
    #[must_use]
    pub fn land_path(&self) -> String {
        path(&self.lands, true)
    }

    /// The borders as the path of a drawing, in map units.
    #[must_use]
    pub fn border_path(&self) -> String {
        path(&self.borders, false)
    }
}

/// A degree in the file's parts.
#[must_use]
pub(crate) fn degrees(parts: i32) -> f64 {
    f64::from(parts) / Outline::PARTS
}

fn path(lines: &[Line], is_closed: bool) -> String {
    let mut out = String::new();
    for line in lines {
        let mut before = None;
        for &(lon, lat) in line {
            let (x, y) = equal_earth(degrees(lat), degrees(lon));
            let here = ((x * 100.0).round(), (y * 100.0).round());
            let (step, dx, dy) = match before {
                None => ('M', here.0, here.1),
                Some((x, y)) => ('l', here.0 - x, here.1 - y),
            };
            before = Some(here);
            // Writing to a `String` does not fail.
            let _ = write!(out, "{step}{} {}", dx / 100.0, dy / 100.0);
        }
        if is_closed && before.is_some() {
            out.push('z');
        }
    }
    out
}

fn put(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn put_signed(out: &mut Vec<u8>, n: i32) {
    put(out, (n << 1 ^ n >> 31) as u32);
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> u32 {
        let mut n = 0;
        for shift in (0..32).step_by(7) {
            let Some((&byte, rest)) = self.bytes.split_first() else {
                return 0;
            };
            self.bytes = rest;
            n |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        n
    }

    fn signed(&mut self) -> i32 {
        let n = self.number();
        (n >> 1) as i32 ^ -((n & 1) as i32)
    }

    /// How many things follow: each has a byte at least.
    fn count(&mut self) -> usize {
        (self.number() as usize).min(self.bytes.len())
    }

    fn lines(&mut self) -> Vec<Line> {
        let n = self.count();
        let mut lines = Vec::with_capacity(n);
        for _ in 0..n {
            let n_points = self.count();
            let mut at = (0i32, 0i32);
            let points = (0..n_points).map(|_| {
                at.0 = at.0.wrapping_add(self.signed());
                at.1 = at.1.wrapping_add(self.signed());
                at
            });
            lines.push(points.collect());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_was_written() {
        let outline = Outline {
            lands: vec![vec![(-9000, 4500), (0, -4500), (8999, 1), (-9000, 4500)]],
            borders: vec![vec![(1, 1), (-1, -1)], vec![]],
        };
        assert_eq!(Outline::from_bytes(&outline.to_bytes()), outline);
    }

    #[test]
    fn whatever_the_bytes_reading_ends() {
        for bytes in [&[][..], &[0xff; 40], &[3, 200, 1, 1], &OUTLINE[..999]] {
            let outline = Outline::from_bytes(bytes);
            assert!(outline.lands.len() <= bytes.len());
            let _ = outline.land_path();
        }
    }

    /// Whether a point is inside an odd number of lands.
    fn is_land(outline: &Outline, lat: f64, lon: f64) -> bool {
        let (x, y) = (lon, lat);
        let crossings = outline.lands.iter().flat_map(|ring| ring.windows(2));
        let n = crossings.filter(|pair| {
            let at = |i: usize| (degrees(pair[i].0), degrees(pair[i].1));
            let ((x1, y1), (x2, y2)) = (at(0), at(1));
            (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        });
        n.count() % 2 == 1
    }

    #[test]
    fn land_and_water_are_where_they_are_on_earth() {
        let outline = Outline::from_bytes(OUTLINE);
        for (name, lat, lon) in [
            ("Astana", 51.17, 71.43),
            ("Kinshasa", -4.32, 15.3),
            ("Denver", 39.74, -104.99),
            ("Alice Springs", -23.7, 133.88),
            ("Brasília", -15.79, -47.88),
        ] {
            assert!(is_land(&outline, lat, lon), "{name}");
        }
        for (name, lat, lon) in [
            ("the middle of the Atlantic", 0.0, -25.0),
            ("the Pacific", 10.0, -150.0),
            ("the Black Sea", 43.0, 34.0),
            ("the Caspian Sea", 41.0, 51.0),
        ] {
            assert!(!is_land(&outline, lat, lon), "{name}");
        }
        assert!(outline.borders.len() > 200);
        assert!(outline.lands.iter().all(|ring| ring.first() == ring.last()));
    }

    #[test]
    fn fits_what_is_meant_for_it() {
        // Before compression; gzip takes off another eighth.
        assert!(OUTLINE.len() <= 46_000, "{}", OUTLINE.len());
    }
}
