//! How long the page's thread is held by a letter typed: `DATELINE_DIST=dist cargo run -p dateline-e2e --bin typing -- PACK WORDS…`.
//!
//! Opens the built page with PACK beside it (a folder that ends in `.parts` as one in parts), types the words one after the other
//! into the search box, a letter every quarter of a second, and prints for how long at a stretch the page could not have heard of
//! another letter: the largest gap between messages that the page sends itself, by letter. Then the time that the page's thread
//! ran on a processor, from one letter to the next, without these messages, and what of. A frame is 16.7 ms.

use dateline_e2e::{Page, Site, View};
use std::path::{Path, PathBuf};

const KINDS: [(&str, &str); 4] = [
    ("in all", "ThreadTime"),
    ("script", "ScriptDuration"),
    ("style", "RecalcStyleDuration"),
    ("layout", "LayoutDuration"),
];

/// Sends itself messages without end, and remembers the largest gap between two.
const WATCH: &str = "(() => {
    const { port1, port2 } = new MessageChannel();
    let last = 0;
    window.watches = true;
    window.largest = 0;
    port1.onmessage = () => {
        const now = performance.now();
        if (now - last > largest) largest = now - last;
        last = now;
        if (watches) port2.postMessage(0);
    };
    window.type = letter => {
        const box = document.querySelector('input[type=search]');
        box.focus();
        last = performance.now();
        largest = 0;
        if (watches) port2.postMessage(0);
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
        set.call(box, letter === '' ? '' : box.value + letter);
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
})()";

fn main() {
    let mut args = std::env::args().skip(1);
    let pack = PathBuf::from(
        args.next()
            .expect("a pack, or a folder that ends in .parts"),
    );
    let folder = std::env::var_os("DATELINE_DIST").map_or_else(|| "dist".into(), PathBuf::from);
    let site = Site::serve(&folder);
    let html = String::from_utf8(site.read("index.html")).expect("a page in UTF-8");
    let name = match pack.is_dir() {
        true => "corpus.parts",
        false => "corpus.pack",
    };
    let meta = format!(r#"<meta name="dateline-corpus" content="{name}"><title>"#);
    site.put("index.html", html.replacen("<title>", &meta, 1));
    put_all(&site, &pack, name);
    let page = Page::open_on(&site, View::WIDE, "");
    page.wait_for("rows", "document.querySelectorAll('.result a').length > 3");
    page.eval(WATCH);
    page.measure_thread();
    let mut held = Vec::new();
    let mut spent: [Vec<f64>; KINDS.len()] = Default::default();
    for words in args {
        let mut each = Vec::new();
        for watches in [true, false] {
            page.eval(&format!("watches = {watches}"));
            page.eval("type('')");
            sleep(2000);
            let mut before = page.thread_millis(KINDS.map(|(_, kind)| kind));
            for letter in words.chars() {
                page.eval(&format!("type({:?})", letter.to_string()));
                sleep(250);
                if watches {
                    each.push(page.eval("largest").as_f64().unwrap_or(f64::NAN));
                    continue;
                }
                let after = page.thread_millis(KINDS.map(|(_, kind)| kind));
                for (spent, (before, after)) in spent.iter_mut().zip(before.into_iter().zip(after))
                {
                    spent.push(after - before);
                }
                before = after;
            }
        }
        let shown: Vec<String> = each.iter().map(|millis| format!("{millis:.0}")).collect();
        println!("{words:24} {}", shown.join(" "));
        held.append(&mut each);
    }
    println!("held by a letter  {}", spread(&mut held));
    println!("processor time a letter");
    for ((name, _), spent) in KINDS.iter().zip(&mut spent) {
        println!("  {name:7}         {}", spread(spent));
    }
}

fn sleep(millis: u64) {
    std::thread::sleep(std::time::Duration::from_millis(millis));
}

/// The median, the 95th percentile and the largest.
fn spread(millis: &mut [f64]) -> String {
    millis.sort_by(f64::total_cmp);
    let last = millis.len().saturating_sub(1);
    let at = |percent: usize| millis.get((millis.len() * percent / 100).min(last));
    let [middle, most, all] = [50, 95, 100].map(|part| at(part).copied().unwrap_or(f64::NAN));
    format!("{middle:.1} ms (95 %: {most:.1}, most: {all:.1})")
}

fn put_all(site: &Site, path: &Path, name: &str) {
    if !path.is_dir() {
        site.put(name, std::fs::read(path).expect("a file"));
        return;
    }
    for entry in std::fs::read_dir(path).expect("a folder").flatten() {
        let below = format!("{name}/{}", entry.file_name().to_string_lossy());
        put_all(site, &entry.path(), &below);
    }
}
