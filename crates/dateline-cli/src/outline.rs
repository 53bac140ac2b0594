//! `dateline outline`: makes the small outline of the world that the map of places draws.
//!
//! Takes a TopoJSON file of countries with the objects `countries` and `land`, such as `countries-50m.json` of the npm
//! package `world-atlas` (Natural Earth, public domain); writes the file that [`Outline`] reads. Lines are
//! thinned by the area that each point adds (Visvalingam and Whyatt, "Line generalisation by repeated
//! elimination of points", 1993), line by line, so that a border still ends at the coast.

use corpus_view::Outline;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

/// A point stays when the triangle with its neighbours has this area at least, in square degrees at the equator.
const LEAST_TRIANGLE: f64 = 0.015;
/// An island stays from this area, in the same measure.
const LEAST_ISLAND: f64 = 0.03;

type Points = Vec<(f64, f64)>;

/// Writes the outline of a TopoJSON file.
///
/// # Errors
/// A file that cannot be read, written, or understood.
pub fn run(topology: &Path, output: &Path) -> Result<ExitCode, String> {
    let at = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(topology).map_err(|e| at(topology, &e))?;
    let outline = outline(&text).map_err(|e| at(topology, &e))?;
    let bytes = outline.to_bytes();
    std::fs::write(output, &bytes).map_err(|e| at(output, &e))?;
    let lines = outline.lands.iter().chain(&outline.borders);
    eprintln!(
        "{}: {} lands, {} borders, {} points, {} bytes",
        output.display(),
        outline.lands.len(),
        outline.borders.len(),
        lines.map(Vec::len).sum::<usize>(),
        bytes.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// The outline of a TopoJSON file.
///
/// # Errors
/// What is missing, when the text is not such a file.
pub fn outline(topology: &str) -> Result<Outline, String> {
    let topology: Value = serde_json::from_str(topology).map_err(|e| e.to_string())?;
    let arcs = thinned_arcs(&topology)?;
    let mut lands = Vec::new();
    let mut coast = BTreeSet::new();
    for ring in rings(&topology, "land")? {
        let mut points: Points = Vec::new();
        for arc in ring {
            coast.insert(number_of(arc));
            let mut part = arcs.get(number_of(arc)).ok_or("an arc is missing")?.clone();
            if arc < 0 {
                part.reverse();
            }
            // The next arc begins where the last one ended.
            points.pop();
            points.extend(part);
        }
        if area(&points).abs() >= LEAST_ISLAND {
            lands.push(in_parts(&points));
        }
    }
    let inner = rings(&topology, "countries")?.into_iter().flatten();
    let inner: BTreeSet<usize> = inner.map(number_of).collect();
    let borders = inner.difference(&coast).filter_map(|&arc| arcs.get(arc));
    let mut borders: Vec<_> = borders.map(|points| in_parts(points)).collect();
    lands.retain(|line| line.len() > 3);
    borders.retain(|line| line.len() > 1);
    lands.sort_unstable();
    borders.sort_unstable();
    Ok(Outline { lands, borders })
}

/// An arc that is gone through backwards has its number's complement.
fn number_of(arc: i64) -> usize {
    (if arc < 0 { !arc } else { arc }) as usize
}

fn thinned_arcs(topology: &Value) -> Result<Vec<Points>, String> {
    let pair = |name: &str| {
        let pair = &topology["transform"][name];
        Some((pair[0].as_f64()?, pair[1].as_f64()?))
    };
    let scale = pair("scale").ok_or("no `transform.scale`")?;
    let shift = pair("translate").ok_or("no `transform.translate`")?;
    let arcs = topology["arcs"].as_array().ok_or("no `arcs`")?;
    let arc = |arc: &Value| {
        let (mut x, mut y) = (0.0, 0.0);
        let steps = arc.as_array().map(Vec::as_slice).unwrap_or_default();
        let points = steps.iter().map(|step| {
            x += step[0].as_f64().unwrap_or(0.0);
            y += step[1].as_f64().unwrap_or(0.0);
            (x * scale.0 + shift.0, y * scale.1 + shift.1)
        });
        thinned(points.collect())
    };
    Ok(arcs.iter().map(arc).collect())
}

/// Every ring of an object: the numbers of its arcs.
fn rings(topology: &Value, object: &str) -> Result<Vec<Vec<i64>>, String> {
    fn collect(value: &Value, out: &mut Vec<Vec<i64>>) {
        let Some(list) = value.as_array() else { return };
        if list.first().is_some_and(Value::is_i64) {
            out.push(list.iter().filter_map(Value::as_i64).collect());
        } else {
            list.iter().for_each(|inner| collect(inner, out));
        }
    }
    let geometries = topology["objects"][object]["geometries"]
        .as_array()
        .ok_or_else(|| format!("no object `{object}`"))?;
    let mut out = Vec::new();
    for geometry in geometries {
        collect(&geometry["arcs"], &mut out);
    }
    Ok(out)
}

/// Area of a triangle where it lies: a degree of longitude is shorter away from the equator.
fn triangle(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> f64 {
    let cross = (b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1);
    (cross / 2.0).abs() * b.1.to_radians().cos()
}

fn area(ring: &[(f64, f64)]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().skip(1));
    pairs
        .map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0 * a.1.to_radians().cos())
        .sum()
}

/// Without the points that add least; the ends stay.
fn thinned(mut points: Points) -> Points {
    loop {
        let areas = points.windows(3).map(|w| triangle(w[0], w[1], w[2]));
        let least = areas.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        match least {
            Some((before, area)) if area < LEAST_TRIANGLE => points.remove(before + 1),
            _ => return points,
        };
    }
}

fn in_parts(points: &[(f64, f64)]) -> Vec<(i32, i32)> {
    let parts = |degrees: f64| (degrees * Outline::PARTS).round() as i32;
    let mut line: Vec<_> = points
        .iter()
        .map(|&(lon, lat)| (parts(lon), parts(lat)))
        .collect();
    line.dedup();
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two square countries side by side, with a needless point in the border and an islet.
    const TWO: &str = r#"{
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[10, 0], [0, 5], [0, 5]],
            [[10, 10], [-10, 0], [0, -10], [10, 0]],
            [[10, 0], [10, 0], [0, 10], [-10, 0]],
            [[40, 40], [0.01, 0], [0, 0.01], [-0.01, -0.01]]
        ],
        "objects": {
            "countries": {"geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Polygon", "arcs": [[-1, 2]]}
            ]},
            "land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[1, 2]], [[3]]]}]}
        }
    }"#;

    #[test]
    fn coast_and_border_part_company_and_the_needless_goes() {
        let made = outline(TWO).expect("a topology");
        assert_eq!(made.borders, [[(500, 0), (500, 500)]]);
        assert_eq!(made.lands.len(), 1);
        assert_eq!(made.lands[0].first(), made.lands[0].last());
        assert!(made.lands[0].contains(&(1000, 500)));
    }

    #[test]
    fn another_file_says_what_is_missing() {
        assert_eq!(outline("{}"), Err("no `transform.scale`".to_owned()));
    }
}
