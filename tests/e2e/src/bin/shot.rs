//! Takes a picture of the page, for looking at it.
//!
//! `cargo run -p dateline-e2e --bin shot -- ADDRESS OUT.png [--size 1280x900] [--dark] [--phone]
//! [--js SCRIPT]... [--click NAME]... [--type LABEL=TEXT]... [--press KEY]... [--wait MILLIS]`
//!
//! ADDRESS is a whole URL, or what follows the page's own (such as `#q=ship`, or nothing: `""`) for
//! the built page named by `DATELINE_DIST`. Steps run in the order given. The console's errors are
//! printed.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use dateline_e2e::{Page, Site, View};

fn main() {
    let mut args = std::env::args().skip(1);
    let usage = "usage: shot ADDRESS OUT.png [--size WxH] [--dark] [--phone] [--js SCRIPT] \
                 [--click NAME] [--type LABEL=TEXT] [--press KEY] [--wait MILLIS]";
    let (Some(address), Some(out)) = (args.next(), args.next()) else {
        eprintln!("{usage}");
        std::process::exit(2);
    };
    let rest: Vec<String> = args.collect();
    let mut view = View::WIDE;
    let mut steps: Vec<(String, String)> = Vec::new();
    let mut rest = rest.into_iter();
    while let Some(option) = rest.next() {
        match option.as_str() {
            "--dark" => view.is_dark = true,
            "--phone" => {
                view = View {
                    is_dark: view.is_dark,
                    ..View::PHONE
                }
            }
            "--size" => {
                let size = rest.next().expect("--size wants WIDTHxHEIGHT");
                let (width, height) = size.split_once('x').expect("--size wants WIDTHxHEIGHT");
                view.width = width.parse().expect("a width in pixels");
                view.height = height.parse().expect("a height in pixels");
            }
            _ => steps.push((option, rest.next().expect(usage))),
        }
    }

    let is_url = address.contains("://");
    let folder = std::env::var_os("DATELINE_DIST").map_or_else(|| "dist".into(), PathBuf::from);
    let page = if is_url {
        // Nothing is served; any folder with a page will do.
        let empty = std::env::temp_dir().join("dateline-shot");
        std::fs::create_dir_all(&empty).expect("a folder for nothing");
        std::fs::write(empty.join("index.html"), "").expect("an empty page");
        Page::open_url(&Site::serve(&empty), view, &address)
    } else {
        Page::open_on(&Site::serve(&folder), view, &address)
    };
    thread::sleep(Duration::from_millis(500));
    for (step, value) in steps {
        match step.as_str() {
            "--js" => drop(page.eval(&format!("(() => {{ {value} }})()"))),
            "--click" => page.click(&value),
            "--type" => {
                let (label, typed) = value.split_once('=').expect("--type wants LABEL=TEXT");
                page.type_into(label, typed);
            }
            "--press" => page.press(&value),
            "--wait" => {
                thread::sleep(Duration::from_millis(value.parse().expect("milliseconds")));
            }
            other => panic!("unknown option {other}; {usage}"),
        }
        thread::sleep(Duration::from_millis(150));
    }
    page.screenshot(Path::new(&out));
    println!("{out}: {}x{}, {}", view.width, view.height, page.url());
    for complaint in page.console_errors() {
        println!("console: {complaint}");
    }
}
