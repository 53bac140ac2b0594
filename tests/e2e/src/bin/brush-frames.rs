//! How smoothly the timeline is brushed in a browser: `DATELINE_DIST=dist cargo run -p dateline-e2e --bin
//! brush-frames -- PACK [published|mentioned]`.
//!
//! Opens the built page with PACK beside it and drags a brush of a month over a lane, a step a frame, for ten seconds.
//! Prints how long the page's thread runs on the processor for a frame, which is what has to fit into one, as often as the
//! browser says it, that is every few frames; and how far frames were apart on this machine, with whatever else ran on it.

use dateline_e2e::{Page, Site, View};
use std::path::PathBuf;

const N_FRAMES: u32 = 600;
const KINDS: [(&str, &str); 4] = [
    ("in all", "ThreadTime"),
    ("script", "ScriptDuration"),
    ("style", "RecalcStyleDuration"),
    ("layout", "LayoutDuration"),
];

const GRAB: &str = "(async () => {
    const lane = document.querySelector(`.brush-lane[data-lane=${LANE}]`);
    const box = lane.getBoundingClientRect(), y = box.top + 10;
    window.at = (type, share) => lane.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0,
        pointerId: 1, pointerType: 'mouse', clientX: box.left + box.width * share, clientY: y }));
    window.frame = () => new Promise(requestAnimationFrame);
    at('pointerdown', 0.2); at('pointermove', 0.24); at('pointerup', 0.24);
    await new Promise(r => setTimeout(r, 3000));
    at('pointerdown', 0.22);
})()";

/// A hand that moves to and fro and never rests.
const DRAG: &str = "(async () => {
    window.apart = [];
    let last = await frame();
    for (let i = 0; i < ${N}; i++) {
        at('pointermove', 0.22 + Math.abs(i % 300 - 150) * 0.003);
        const now = await frame();
        apart.push(now - last);
        last = now;
    }
    at('pointerup', 0.6);
})()";

fn main() {
    let mut args = std::env::args().skip(1);
    let pack = args.next().expect("a pack");
    let lane = args.next().unwrap_or_else(|| "published".to_owned());
    let folder = std::env::var_os("DATELINE_DIST").map_or_else(|| "dist".into(), PathBuf::from);
    let site = Site::serve(&folder);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    let meta = r#"<meta name="dateline-corpus" content="corpus.pack"><title>"#;
    site.put("index.html", html.replacen("<title>", meta, 1));
    site.put("corpus.pack", std::fs::read(pack).expect("a pack"));
    let page = Page::open_on(&site, View::WIDE, "");
    page.wait_for("the timeline", "document.querySelector('.brush-lane')");
    page.measure_thread();
    page.eval(&GRAB.replace("${LANE}", &lane));

    page.eval(&format!(
        "void {}",
        DRAG.replace("${N}", &N_FRAMES.to_string())
    ));
    let now = || {
        let n_frames = page.eval("apart.length").as_f64().unwrap_or_default();
        (n_frames, page.thread_millis(KINDS.map(|(_, kind)| kind)))
    };
    let mut spent: [Vec<f64>; KINDS.len()] = Default::default();
    let (mut n_before, mut before) = now();
    while n_before + 8.0 < f64::from(N_FRAMES) {
        std::thread::sleep(std::time::Duration::from_millis(60));
        let (n, after) = now();
        if n <= n_before {
            continue;
        }
        for (spent, (before, after)) in spent.iter_mut().zip(before.into_iter().zip(after)) {
            spent.push((after - before) / (n - n_before));
        }
        (n_before, before) = (n, after);
    }
    page.wait_for(
        "the end of the drag",
        &format!("apart.length === {N_FRAMES}"),
    );
    let apart = page.eval("apart");
    let apart = apart.as_array().into_iter().flatten();
    let mut apart: Vec<f64> = apart.filter_map(|millis| millis.as_f64()).collect();
    println!("{lane}: processor time a frame");
    for ((name, _), spent) in KINDS.iter().zip(&mut spent) {
        println!("  {name:7} {}", spread(spent));
    }
    println!("{lane}: frames apart {}", spread(&mut apart));
}

/// The median, the 90th percentile and the largest.
fn spread(millis: &mut [f64]) -> String {
    millis.sort_by(f64::total_cmp);
    let last = millis.len().saturating_sub(1);
    let at = |percent: usize| millis.get((millis.len() * percent / 100).min(last));
    let [middle, most, all] = [50, 90, 100].map(|part| at(part).copied().unwrap_or(f64::NAN));
    format!("{middle:.1} ms (90 %: {most:.1}, most: {all:.1})")
}
