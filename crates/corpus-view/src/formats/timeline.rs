//! The timeline of a selection: counts as a table, bars as a drawing that needs no page.

use super::Selection;
use crate::bars::{bar_height, px};
use crate::bins::{Bin, Dated, fitting_grain, histogram, robust_domain};
use crate::brush::{Days, Scale, civil};
use crate::export::{CSV_START, put_csv_line};
use crate::{Axis, AxisLabel, axis, outlet_slots};
use corpus_model::DayNumber;
use corpus_search::Facet;

/// Size of the drawing, its margins and the height of a lane, in pixels.
const WIDTH: f64 = 960.0;
const SIDE: f64 = 24.0;
const LANE: f64 = 120.0;
/// Colours of outlets, told apart by most eyes; the page has the same in `style/tokens.css`.
const COLOURS: [&str; 8] = [
    "#1b6ca8", "#c8641b", "#3a7d44", "#8e4a9e", "#b0892b", "#c0486a", "#4b8f94", "#7a7266",
];
const MENTIONED: &str = "#8d8574";
const VAGUE: &str = "#cfc8ba";

struct Lanes {
    days: Days,
    published: Vec<Bin>,
    mentioned: Vec<Bin>,
    /// Outlets and the number of their colour, in the order of the facet.
    outlets: Vec<(String, u8)>,
}

fn lanes(selection: Selection<'_>) -> Option<Lanes> {
    let corpus = selection.corpus;
    let mut counts = vec![0_u32; corpus.n_facet_values(Facet::Outlet)];
    for doc in corpus.doc_ids() {
        for value in corpus.facet_values_of(Facet::Outlet, doc) {
            if let Some(n) = counts.get_mut(value as usize) {
                *n += 1;
            }
        }
    }
    let named: Vec<(&str, u32)> = (0..)
        .zip(&counts)
        .map(|(value, n)| (corpus.facet_value_name(Facet::Outlet, value), *n))
        .collect();
    let slots = outlet_slots(&named);
    let slot_of = |doc| {
        let value = corpus.facet_values_of(Facet::Outlet, doc).next();
        value.and_then(|value| slots.get(value as usize).copied())
    };
    let last = crate::N_OUTLET_COLOURS - 1;
    let published: Vec<Dated> = selection
        .docs
        .iter()
        .filter_map(|&doc| Dated::new(corpus.published_days(doc)?, slot_of(doc).unwrap_or(last)))
        .collect();
    let mentioned: Vec<Dated> = selection
        .docs
        .iter()
        .flat_map(|&doc| corpus.mentioned_days(doc))
        .filter_map(|days| Dated::new(days, 0))
        .collect();
    let days = selection
        .days
        .or_else(|| robust_domain(&published))
        .or_else(|| robust_domain(&mentioned))?;
    let grain = selection
        .grain
        .unwrap_or_else(|| fitting_grain(days, WIDTH, 6.0));
    let outlets = named
        .iter()
        .zip(slots)
        .map(|((name, _), slot)| ((*name).to_owned(), slot));
    Some(Lanes {
        days,
        published: histogram(days, grain, published).bins,
        mentioned: histogram(days, grain, mentioned).bins,
        outlets: outlets.collect(),
    })
}

pub fn csv(selection: Selection<'_>) -> String {
    let mut out = CSV_START.to_owned();
    put_csv_line(
        &mut out,
        ["first_day", "last_day", "published", "mentioned"],
    );
    let Some(lanes) = lanes(selection) else {
        return out;
    };
    for (published, mentioned) in lanes.published.iter().zip(&lanes.mentioned) {
        let cells = [
            iso(published.days.first),
            iso(published.days.last),
            published.n().to_string(),
            mentioned.n().to_string(),
        ];
        put_csv_line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

fn iso(day: DayNumber) -> String {
    civil(day).to_string()
}

pub fn svg(selection: Selection<'_>) -> String {
    let height = 2.0 * LANE + 162.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        w = px(WIDTH),
        h = px(height),
    );
    let title = selection.corpus.info().title;
    text(&mut out, SIDE, 24.0, "font-weight=\"bold\"", title);
    if let Some(lanes) = lanes(selection) {
        draw(&mut out, &lanes);
    }
    out.push_str("</svg>\n");
    out
}

fn draw(out: &mut String, lanes: &Lanes) {
    let scale = Scale {
        days: lanes.days,
        width: WIDTH - 2.0 * SIDE,
    };
    let (upper, lower) = (48.0 + LANE, 48.0 + 2.0 * LANE + 52.0);
    for (bins, floor, is_published) in [
        (&lanes.published, upper, true),
        (&lanes.mentioned, lower, false),
    ] {
        let label = if is_published {
            "Published"
        } else {
            "Mentioned in the text"
        };
        text(out, SIDE, floor - LANE - 4.0, "fill=\"#5c564c\"", label);
        let most = bins.iter().map(Bin::height).max().unwrap_or(0).max(1);
        for bin in bins {
            let (left, right) = scale.x_range(bin.days);
            let width = (right - left - 1.0).max(1.0);
            let mut y = floor;
            let parts = bin
                .counts
                .iter()
                .map(|n| n.saturating_mul(1000))
                .chain([bin.spread]);
            for (slot, part) in parts.enumerate() {
                if part > 0 {
                    let tall = bar_height(part, most, LANE - 16.0);
                    y -= tall;
                    // The share of less precise dates has no colour of an outlet.
                    let colour = match COLOURS.get(slot) {
                        Some(colour) if is_published && slot < bin.counts.len() => colour,
                        _ if is_published => VAGUE,
                        _ => MENTIONED,
                    };
                    out.push_str(&format!(
                        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"><title>{}: {}</title></rect>\n",
                        px(SIDE + left), px(y), px(width), px(tall), iso(bin.days.first), bin.n(),
                    ));
                }
            }
        }
        out.push_str(&format!(
            "<path d=\"M{} {}H{}\" stroke=\"#8d8574\"/>\n",
            px(SIDE),
            px(floor),
            px(WIDTH - SIDE),
        ));
    }
    let Axis { ticks, contexts } = axis(scale, 70.0);
    for (ticks, y) in [(ticks, upper + 14.0), (contexts, upper + 27.0)] {
        for tick in ticks {
            let label = match tick.label {
                AxisLabel::Hour(hour) => format!("{hour:02}:00"),
                AxisLabel::WholeDay(day) => day.to_string(),
                AxisLabel::Day(day) => day.to_string(),
                AxisLabel::Month(month) => format!("{month:02}"),
                AxisLabel::MonthOfYear(year, month) => format!("{year}-{month:02}"),
                AxisLabel::Year(year) => year.to_string(),
            };
            text(
                out,
                SIDE + tick.x,
                y,
                "fill=\"#5c564c\" font-size=\"10\"",
                &label,
            );
        }
    }
    text(
        out,
        WIDTH - SIDE,
        24.0,
        "fill=\"#5c564c\" text-anchor=\"end\"",
        &format!("{} – {}", iso(lanes.days.first), iso(lanes.days.last)),
    );
    let mut x = SIDE;
    let mut seen = Vec::new();
    for (name, slot) in &lanes.outlets {
        let is_seen = seen.contains(slot)
            || !lanes
                .published
                .iter()
                .any(|bin| bin.counts.get(usize::from(*slot)).is_some_and(|n| *n > 0));
        // Outlets beyond the colours share the last one.
        let room = 22.0 + 7.0 * name.chars().count().min(30) as f64;
        if is_seen || x + room > WIDTH - SIDE {
            continue;
        }
        seen.push(*slot);
        let colour = COLOURS[usize::from(*slot) % COLOURS.len()];
        let (y, shown): (f64, String) = (lower + 28.0, name.chars().take(30).collect());
        out.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{colour}\"/>\n",
            px(x),
            px(y - 9.0),
        ));
        text(out, x + 14.0, y, "", &shown);
        x += room;
    }
}

fn text(out: &mut String, x: f64, y: f64, attrs: &str, words: &str) {
    out.push_str(&format!("<text x=\"{}\" y=\"{}\" {attrs}>", px(x), px(y)));
    for c in super::one_line(words).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out.push_str("</text>\n");
}
