//! How smoothly the timeline is brushed in a browser: `DATELINE_DIST=dist cargo run -p dateline-e2e --bin
//! brush-frames -- PACK [published|mentioned]`.
//!
//! Opens the built page with PACK beside it, drags a brush of a month over a lane, a step a frame, and prints
//! how long the page works on each step and how far frames are apart.

use dateline_e2e::{Page, Site, View};
use std::path::PathBuf;

const DRAG: &str = "(async () => {
    const lane = document.querySelector(`.brush-lane[data-lane=${LANE}]`);
    const box = lane.getBoundingClientRect(), y = box.top + 10;
    const at = (type, share) => lane.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0,
        pointerId: 1, pointerType: 'mouse', clientX: box.left + box.width * share, clientY: y }));
    const frame = () => new Promise(requestAnimationFrame);
    at('pointerdown', 0.2); at('pointermove', 0.24); at('pointerup', 0.24);
    await new Promise(r => setTimeout(r, 3000));
    at('pointerdown', 0.22);
    const work = [], apart = [];
    let last = await frame();
    for (let i = 0; i < 90; i++) {
        const start = performance.now();
        at('pointermove', 0.22 + i * 0.004);
        await Promise.resolve();
        work.push(performance.now() - start);
        const now = await frame();
        apart.push(now - last);
        last = now;
    }
    at('pointerup', 0.58);
    const says = list => { list.sort((a, b) => a - b);
        return list[45].toFixed(1) + ' ms (90 %: ' + list[80].toFixed(1) + ', most: ' + list[89].toFixed(1) + ')'; };
    window.brushed = 'work a step ' + says(work) + '; frames apart ' + says(apart);
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
    page.eval(&format!("void {}", DRAG.replace("${LANE}", &lane)));
    std::thread::sleep(std::time::Duration::from_secs(8));
    page.wait_for("the end of the drag", "window.brushed");
    println!("{lane}: {}", page.eval("window.brushed"));
}
