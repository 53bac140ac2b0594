//! Bars under a moving brush: `cargo bench -p corpus-view --bench brush [-- PACK]`; last figures in `brush.txt`.
//!
//! 100,000 documents that mention 1,000,000 days, three years of them in bars of a week. A brush of a month
//! moves by a day with every frame, over the published lane and then over the mentioned one, as the page does
//! it; beside that, the same bars counted anew from the days of every document found. What the page has to
//! keep is a frame, 16.7 ms, in which a browser also draws: compare the ratio, as machines differ.
//!
//! With PACK a corpus of that size is written there, for `brush-frames` of `tests/e2e` and for looking at it.

#![allow(clippy::print_stdout)] // a program that prints its findings

use corpus_index::testing::CorpusBuilder;
use corpus_index::write_pack;
use corpus_model::{CivilDate, DayInterval, DayNumber};
use corpus_search::{DateColumns, DocId, DocSet};
use corpus_view::{Bins, Dated, Days, Grain, Lane, histogram};
use std::hint::black_box;
use std::time::Instant;

const N_DOCS: u32 = 100_000;
const N_MENTIONS: u32 = 10;
const N_FRAMES: i32 = 200;
const FIRST_DAY: i32 = 18_000;
const N_DAYS: u32 = 1100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let is_path = |arg: &std::ffi::OsString| !arg.to_string_lossy().starts_with('-');
    if let Some(path) = std::env::args_os().skip(1).find(is_path) {
        std::fs::write(&path, pack())?;
        println!("{}", std::path::Path::new(&path).display());
        return Ok(());
    }
    let columns = columns();
    println!(
        "{} documents, {} mentions, bars of a week",
        columns.n_docs(),
        columns.n_mentions()
    );
    let view = Days::new(DayNumber(FIRST_DAY), DayNumber(FIRST_DAY + N_DAYS as i32));
    let bins = || Bins::new(view, Grain::Week);
    let slots: Vec<u8> = (0..N_DOCS).map(|doc| (doc % 8) as u8).collect();

    let start = Instant::now();
    let mut published = Lane::published(&columns, bins(), slots.clone());
    let mut mentioned = Lane::mentioned(&columns, bins());
    published.show(&DocSet::all(N_DOCS));
    mentioned.show(&DocSet::all(N_DOCS));
    println!("a new zoom: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    for of_publication in [true, false] {
        let brush = |frame: i32| {
            let first = FIRST_DAY + 300 + frame;
            DayInterval {
                begin: Some(DayNumber(first)),
                end_exclusive: Some(DayNumber(first + 30)),
            }
        };
        let keep = |frame: i32| {
            let mut docs = DocSet::all(N_DOCS);
            match of_publication {
                true => columns.keep_published(&mut docs, brush(frame)),
                false => columns.keep_mentioned(&mut docs, brush(frame)),
            }
            docs
        };
        let lanes = (published.clone(), mentioned.clone());
        let (mut published, mut mentioned) = lanes;
        let ours = frames(&mut |frame| {
            let docs = keep(frame);
            match of_publication {
                true => black_box(mentioned.show(&docs)),
                false => black_box(published.show(&docs)),
            };
        });
        let naive = frames(&mut |frame| {
            let docs = keep(frame);
            let days = |doc: u32| -> Vec<Dated> {
                match of_publication {
                    true => columns
                        .mentioned(DocId(doc))
                        .filter_map(|days| Dated::new(days, 0))
                        .collect(),
                    false => columns
                        .published(DocId(doc))
                        .and_then(|days| Dated::new(days, slots[doc as usize]))
                        .into_iter()
                        .collect(),
                }
            };
            black_box(histogram(view, Grain::Week, docs.iter().flat_map(days)));
        });
        let lane = if of_publication {
            "published"
        } else {
            "mentioned"
        };
        println!(
            "brush on {lane:9}: {ours:6.2} ms a frame, {:.2} of 16.7 ms; counted anew {naive:6.2} ms, {:.1} times as much",
            ours / 16.7,
            naive / ours
        );
    }
    // The largest change there is: all documents come or go at once.
    let (all, none) = (DocSet::all(N_DOCS), DocSet::none(N_DOCS));
    let whole = frames(&mut |frame| {
        let docs = if frame % 2 == 0 { &none } else { &all };
        black_box(mentioned.show(docs));
    });
    println!(
        "all or nothing    : {whole:6.2} ms a frame, {:.2} of 16.7 ms",
        whole / 16.7
    );
    Ok(())
}

/// Milliseconds a frame, the median of all.
fn frames(draw: &mut dyn FnMut(i32)) -> f64 {
    let mut times: Vec<f64> = (0..N_FRAMES)
        .map(|frame| {
            let start = Instant::now();
            draw(frame);
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Numbers below `n`, the same in every run.
fn rolls() -> impl FnMut(u32) -> u32 {
    let mut seed = 5_u32;
    move |n| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % n
    }
}

/// A day, and how many days from it on: mostly one, sometimes a month or a year.
fn columns() -> DateColumns {
    let mut roll = rolls();
    let mut columns = DateColumns::default();
    for _ in 0..N_DOCS {
        let published = FIRST_DAY + roll(N_DAYS) as i32;
        let days = |first: i32, n: i32| DayInterval {
            begin: Some(DayNumber(first)),
            end_exclusive: Some(DayNumber(first + n)),
        };
        let mentioned: Vec<DayInterval> = (0..N_MENTIONS)
            .map(|_| {
                let first = published - 40 + roll(60) as i32;
                days(first, [1, 1, 1, 1, 1, 1, 7, 30, 365][roll(9) as usize])
            })
            .collect();
        columns.push(Some(days(published, 1)), mentioned);
    }
    columns
}

/// The same as a corpus that a page opens.
fn pack() -> Vec<u8> {
    let mut roll = rolls();
    let mut builder = CorpusBuilder::new("A hundred thousand notes");
    for i in 0..N_DOCS {
        let published = FIRST_DAY + roll(N_DAYS) as i32;
        let days: Vec<String> = (0..N_MENTIONS)
            .map(|_| {
                let day = DayNumber(published - 40 + roll(60) as i32);
                CivilDate::from_day_number(day).to_string()
            })
            .collect();
        let body = format!("Ships came in on {}.", days.join(" and "));
        let day = CivilDate::from_day_number(DayNumber(published)).to_string();
        let mut doc = builder
            .doc(&format!("n{i:06}"), &format!("Note {i}"), &body)
            .outlet(&format!("Harbour {}", roll(12)))
            .published(&day);
        for day in &days {
            doc = doc.date(day, day);
        }
        let _ = doc;
    }
    write_pack(&builder.finish())
}
