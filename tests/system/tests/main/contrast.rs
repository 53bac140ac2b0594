//! Whether every colour of the page can be told from what it stands on, light and dark, after WCAG 2.
//!
//! Reads `style/tokens.css`. Text asks for 4.5 to 1, lines and marks for 3 to 1.

use crate::support::root;
use std::collections::BTreeMap;

type Tokens = BTreeMap<String, [u8; 3]>;

/// What things stand on.
const GROUNDS: [&str; 4] = ["paper", "desk", "raised", "well"];
/// What is written.
const INKS: [&str; 12] = [
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "warn",
    "person",
    "organisation",
    "place",
    "event",
    "law",
    "thing",
    "date",
];
/// What is drawn.
const MARKS: [&str; 3] = ["quote", "lane", "line-strong"];
/// What has a tint of its own to be written on.
const TINTED: [&str; 8] = [
    "accent",
    "warn",
    "person",
    "organisation",
    "place",
    "event",
    "law",
    "thing",
];
/// Writing on a ground that is a colour itself.
const PAIRS: [(&str, &str); 3] = [
    ("accent-ink", "accent"),
    ("hit-ink", "hit"),
    ("hit-ink", "hit-now"),
];

/// The colours of each block of the sheet that sets the paper: light, dark by the system, dark by the switch.
fn themes() -> Vec<Tokens> {
    let sheet = std::fs::read_to_string(root().join("style/tokens.css")).expect("the sheet");
    let mut themes: Vec<Tokens> = Vec::new();
    for line in sheet.lines() {
        let Some((name, value)) = line
            .trim()
            .strip_prefix("--")
            .and_then(|l| l.split_once(": #"))
        else {
            continue;
        };
        if name == "paper" {
            themes.push(Tokens::new());
        }
        let colour =
            u32::from_str_radix(value.get(..6).unwrap_or_default(), 16).expect("six digits");
        let [_, red, green, blue] = colour.to_be_bytes();
        themes
            .last_mut()
            .expect("paper comes first")
            .insert(name.to_owned(), [red, green, blue]);
    }
    themes
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        match share <= 0.040_45 {
            true => share / 12.92,
            false => ((share + 0.055) / 1.055).powf(2.4),
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn ratio(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_colour_stands_out_from_its_ground() {
    let themes = themes();
    assert_eq!(
        themes.len(),
        3,
        "light, dark by the system, dark by the switch"
    );
    let mut faint = Vec::new();
    for (theme, tokens) in ["light", "dark", "dark by the switch"].iter().zip(&themes) {
        let mut ask = |ink: &str, ground: &str, least: f64| {
            let of = |name: &str| {
                *tokens
                    .get(name)
                    .unwrap_or_else(|| panic!("{theme}: no token {name}"))
            };
            let ratio = ratio(of(ink), of(ground));
            if ratio < least {
                faint.push(format!(
                    "{theme}: --{ink} on --{ground} {ratio:.2}, {least} asked"
                ));
            }
        };
        for ground in GROUNDS {
            for ink in INKS {
                ask(ink, ground, 4.5);
            }
            for mark in MARKS {
                ask(mark, ground, 3.0);
            }
            for n in 0..8 {
                ask(&format!("outlet-{n}"), ground, 3.0);
            }
        }
        for kind in TINTED {
            ask(kind, &format!("{kind}-tint"), 4.5);
            ask("ink", &format!("{kind}-tint"), 4.5);
        }
        for (ink, ground) in PAIRS {
            ask(ink, ground, 4.5);
        }
    }
    assert!(
        faint.is_empty(),
        "darken or lighten in style/tokens.css:\n{}",
        faint.join("\n")
    );
}

#[test]
fn dark_is_the_same_by_system_and_by_switch() {
    let themes = themes();
    assert_eq!(
        themes.get(1),
        themes.get(2),
        "change both blocks of style/tokens.css"
    );
}
