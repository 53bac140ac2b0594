//! A reader at the page: looks, types, clicks, and says what was there when something was not.
//!
//! Whatever needs an element waits for it; whatever never comes fails the test with the page's text
//! and a screenshot.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use serde_json::{Value, json};

use crate::driver::{Browser, Driver, Element};
use crate::{Site, dist};

const PATIENCE: Duration = Duration::from_secs(10);
const LONG_PATIENCE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(40);

/// The screen the page is looked at on.
#[derive(Clone, Copy)]
pub struct View {
    pub width: u32,
    pub height: u32,
    pub is_dark: bool,
    pub has_touch: bool,
}

impl View {
    pub const WIDE: Self = Self {
        width: 1280,
        height: 900,
        is_dark: false,
        has_touch: false,
    };
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        is_dark: false,
        has_touch: true,
    };

    #[must_use]
    pub fn dark(self) -> Self {
        Self {
            is_dark: true,
            ..self
        }
    }
}

/// One tab of the browser.
pub struct Tab(Value);

/// The page, open in a browser of its own.
pub struct Page {
    driver: Driver,
    site: Site,
    /// Logs are emptied by reading, so what was read is kept.
    requested: RefCell<Vec<String>>,
    complaints: RefCell<Vec<String>>,
}

impl Page {
    /// Opens the built page on a wide screen. `address` is what follows the page's own, such as
    /// `#q=harbour`. Nothing, with a line that says so, when there is no built page.
    pub fn open(address: &str) -> Option<Self> {
        Self::open_as(View::WIDE, address)
    }

    /// Opens the built page on a screen of this size in CSS pixels.
    pub fn open_with_size(width: u32, height: u32, address: &str) -> Option<Self> {
        Self::open_as(
            View {
                width,
                height,
                ..View::WIDE
            },
            address,
        )
    }

    /// Opens the built page on this screen.
    pub fn open_as(view: View, address: &str) -> Option<Self> {
        let site = Site::serve(&dist()?);
        Some(Self::open_on(&site, view, address))
    }

    /// Opens a page of a site that the test has prepared.
    pub fn open_on(site: &Site, view: View, address: &str) -> Self {
        let page = Self::blank(site, view);
        page.go(address);
        page.wait_until_drawn();
        page
    }

    /// Opens any address, for looking at it.
    pub fn open_url(site: &Site, view: View, url: &str) -> Self {
        let page = Self::blank(site, view);
        page.go_to_url(url);
        page
    }

    /// Opens any address in this browser, as a reader of it would.
    pub fn open_in(browser: Browser, site: &Site, url: &str) -> Self {
        let page = Self::blank_in(browser, site, View::WIDE);
        page.go_to_url(url);
        page.wait_until_drawn();
        page
    }

    fn blank(site: &Site, view: View) -> Self {
        Self::blank_in(Browser::Chromium, site, view)
    }

    fn blank_in(browser: Browser, site: &Site, view: View) -> Self {
        let page = Self {
            driver: Driver::start(browser),
            site: site.clone(),
            requested: RefCell::default(),
            complaints: RefCell::default(),
        };
        page.look_through(view);
        page
    }

    /// Changes the screen.
    pub fn look_through(&self, view: View) {
        if self.driver.browser() != Browser::Chromium {
            let size = json!({ "width": view.width, "height": view.height });
            // A browser that keeps its size is looked at as it is.
            let _ = self.driver.post("/window/rect", &size);
            return;
        }
        self.driver.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({
                "width": view.width, "height": view.height,
                "deviceScaleFactor": 1, "mobile": view.has_touch,
            }),
        );
        self.driver.devtools(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": view.has_touch }),
        );
        let scheme = if view.is_dark { "dark" } else { "light" };
        self.driver.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
    }

    /// The host the page comes from.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Goes to another address of the page, such as `#q=ship`, as a pasted link would.
    pub fn go(&self, address: &str) {
        self.go_to_url(&self.site.url(address));
    }

    /// Goes to any address.
    pub fn go_to_url(&self, url: &str) {
        self.driver
            .post("/url", &json!({ "url": url }))
            .unwrap_or_else(|refusal| panic!("{url}: {}", refusal.0));
    }

    pub fn reload(&self) {
        self.driver.post("/refresh", &json!({})).expect("reload");
        self.wait_until_drawn();
    }

    pub fn back(&self) {
        self.driver.post("/back", &json!({})).expect("back");
    }

    pub fn forward(&self) {
        self.driver.post("/forward", &json!({})).expect("forward");
    }

    fn wait_until_drawn(&self) {
        // `index.html` itself says that the corpus is being opened, until the program takes over.
        self.wait_for(
            "the page to draw something",
            "document.body.innerText.trim() !== '' && !document.getElementById('loading')",
        );
    }

    // ---- looking ----

    /// The whole address in the address bar.
    pub fn url(&self) -> String {
        text(self.eval("location.href"))
    }

    /// What follows `#` in the address, without it.
    pub fn fragment(&self) -> String {
        text(self.eval("location.hash.slice(1)"))
    }

    /// The visible text of the first element that matches, waiting for one.
    pub fn text_of(&self, css: &str) -> String {
        let element = self.element_by_css(css);
        let shown = self
            .driver
            .execute(
                "return arguments[0].innerText.trim()",
                json!([Driver::reference(&element)]),
            )
            .unwrap_or_else(|refusal| self.fail(&format!("the text of {css}: {}", refusal.0)));
        text(shown)
    }

    /// The visible texts of all elements that match now, in document order.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])]
            .filter(e => e.checkVisibility()).map(e => e.innerText.trim())";
        match self.driver.execute(script, json!([css])) {
            Ok(Value::Array(texts)) => texts.into_iter().map(text).collect(),
            other => panic!("{css}: {other:?}"),
        }
    }

    /// How many visible elements match now.
    pub fn count(&self, css: &str) -> usize {
        self.texts(css).len()
    }

    /// An attribute of the first element that matches, waiting for one.
    pub fn attr(&self, css: &str, name: &str) -> Option<String> {
        let element = self.element_by_css(css);
        let arguments = json!([Driver::reference(&element), name]);
        let value = self
            .driver
            .execute("return arguments[0].getAttribute(arguments[1])", arguments);
        value.ok()?.as_str().map(str::to_owned)
    }

    /// Whether this text stands anywhere on the page, visibly.
    pub fn shows(&self, wanted: &str) -> bool {
        self.visible_text().contains(wanted)
    }

    /// All text a reader sees.
    pub fn visible_text(&self) -> String {
        text(self.eval("document.body.innerText"))
    }

    /// The label of whatever has the keyboard's focus.
    pub fn focused(&self) -> String {
        text(self.run(
            "const e = document.activeElement; return e ? nameOf(e) : ''",
            json!([]),
        ))
    }

    /// The value of a JavaScript expression.
    pub fn eval(&self, expression: &str) -> Value {
        self.driver
            .execute(&format!("return ({expression})"), json!([]))
            .unwrap_or_else(|refusal| self.fail(&format!("{expression}: {}", refusal.0)))
    }

    /// Milliseconds that the page's own thread has run on a processor so far, by kinds of work (Chromium): `ThreadTime`
    /// is all of it, `ScriptDuration`, `LayoutDuration` and `RecalcStyleDuration` are parts. What other programs take from
    /// the same core does not count.
    pub fn thread_millis<const N: usize>(&self, kinds: [&str; N]) -> [f64; N] {
        let metrics = self.driver.devtools("Performance.getMetrics", json!({}));
        kinds.map(|kind| {
            let mut metrics = metrics["metrics"].as_array().into_iter().flatten();
            let seconds = metrics.find(|metric| metric["name"] == kind);
            seconds
                .and_then(|m| m["value"].as_f64())
                .unwrap_or(f64::NAN)
                * 1e3
        })
    }

    /// Begins to measure what [`Page::thread_millis`] says.
    pub fn measure_thread(&self) {
        let ticks = json!({ "timeDomain": "threadTicks" });
        self.driver.devtools("Performance.enable", ticks);
    }

    // ---- acting ----

    /// Types into the field with this label, after what is there.
    pub fn type_into(&self, label: &str, typed: &str) {
        let field = self.element_named(label, FIELDS);
        self.driver
            .on_element(&field, "value", &json!({ "text": typed }))
            .unwrap_or_else(|refusal| self.fail(&format!("typing into {label}: {}", refusal.0)));
    }

    /// Empties the field with this label.
    pub fn clear(&self, label: &str) {
        let field = self.element_named(label, FIELDS);
        self.driver
            .on_element(&field, "clear", &json!({}))
            .unwrap_or_else(|refusal| self.fail(&format!("clearing {label}: {}", refusal.0)));
    }

    /// Clicks the button, link, option or the like that a reader knows by this name: all of it
    /// rather than its beginning, its beginning rather than a part.
    pub fn click(&self, name: &str) {
        self.click_element(|| self.find_named(name, CONTROLS), name);
    }

    /// Clicks the first visible element that matches.
    pub fn click_css(&self, css: &str) {
        self.click_element(|| self.find_css(css), css);
    }

    /// Lets the pointer rest on the first visible element that matches.
    pub fn hover(&self, css: &str) {
        let element = self.element_by_css(css);
        self.scroll_to(&element);
        let target = Driver::reference(&element);
        self.act(json!([pointer(json!([
            { "type": "pointerMove", "origin": target, "x": 0, "y": 0, "duration": 50 }
        ]))]));
    }

    /// Drags across the first element that matches, from one share of its width to another, at
    /// half its height.
    pub fn drag_across(&self, css: &str, from: f64, to: f64) {
        let element = self.element_by_css(css);
        self.scroll_to(&element);
        let width = self
            .driver
            .execute(
                "return arguments[0].getBoundingClientRect().width",
                json!([Driver::reference(&element)]),
            )
            .ok()
            .and_then(|width| width.as_f64())
            .unwrap_or_default();
        // WebDriver measures from the element's centre, in whole pixels.
        let offset = |share: f64| ((share - 0.5) * width).round() as i64;
        let target = Driver::reference(&element);
        self.act(json!([pointer(json!([
            { "type": "pointerMove", "origin": target, "x": offset(from), "y": 0, "duration": 0 },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerMove", "origin": target, "x": offset((from + to) / 2.0), "y": 0, "duration": 60 },
            { "type": "pointerMove", "origin": target, "x": offset(to), "y": 0, "duration": 60 },
            { "type": "pointerUp", "button": 0 }
        ]))]));
    }

    /// Presses a key or a chord, such as `j`, `Escape`, `Shift+Tab` or `Control+a`.
    pub fn press(&self, chord: &str) {
        let keys: Vec<String> = match chord {
            "+" => vec!["+".to_owned()],
            _ => chord.split('+').map(key_code).collect(),
        };
        let down = keys
            .iter()
            .map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys
            .iter()
            .rev()
            .map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        self.act(json!([{ "type": "key", "id": "keyboard", "actions": actions }]));
    }

    /// Lets go of these files and folders over the middle of the page.
    pub fn drop_paths(&self, paths: &[PathBuf]) {
        let files: Vec<_> = paths.iter().map(|path| absolute(path)).collect();
        let data = json!({ "items": [], "files": files, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": 400, "y": 300, "data": data });
            self.driver.devtools("Input.dispatchDragEvent", event);
        }
    }

    /// Waits until the documents that were brought have all been read.
    pub fn wait_until_read(&self) {
        self.wait_long(
            "the documents to be read",
            "document.querySelector('.own-bar [data-do=dismiss]')",
        );
    }

    /// Gives files to a file field, as its dialog would.
    pub fn give_files(&self, css: &str, paths: &[PathBuf]) {
        let element = self
            .driver
            .element("return document.querySelector(arguments[0])", json!([css]))
            .unwrap_or_else(|| self.fail(&format!("no file field {css}")));
        let names: Vec<_> = paths.iter().map(|path| absolute(path)).collect();
        self.driver
            .on_element(&element, "value", &json!({ "text": names.join("\n") }))
            .unwrap_or_else(|refusal| self.fail(&format!("files for {css}: {}", refusal.0)));
    }

    // ---- what a browser does by itself ----

    /// Lets the page keep this many bytes and no more; `None` takes the limit away. Chromium only.
    pub fn limit_storage(&self, bytes: Option<u64>) {
        let mut params = json!({ "origin": self.site.origin() });
        if let Some(bytes) = bytes {
            params["quotaSize"] = bytes.into();
        }
        self.driver
            .devtools("Storage.overrideQuotaForOrigin", params);
    }

    /// Opens the page in a further tab, which is the one acted on from now on; gives the one before.
    pub fn open_tab(&self, address: &str) -> Tab {
        let made = self
            .driver
            .post("/window/new", &json!({ "type": "tab" }))
            .unwrap_or_else(|refusal| self.fail(&format!("a new tab: {}", refusal.0)));
        let before = self.turn_to(&Tab(made["handle"].clone()));
        self.go(address);
        self.wait_until_drawn();
        before
    }

    /// Acts on another tab from now on; gives the one before.
    pub fn turn_to(&self, tab: &Tab) -> Tab {
        let before = self.driver.get("/window").expect("a window");
        self.driver
            .post("/window", &json!({ "handle": tab.0 }))
            .unwrap_or_else(|refusal| self.fail(&format!("another tab: {}", refusal.0)));
        Tab(before)
    }

    // ---- waiting ----

    /// Waits until a JavaScript expression is true. `what` completes "waited in vain for …".
    pub fn wait_for(&self, what: &str, expression: &str) {
        let script = format!("return !!({expression})");
        self.wait_until(what, || {
            self.driver
                .execute(&script, json!([]))
                .is_ok_and(|value| value == Value::Bool(true))
        });
    }

    /// Waits until this text stands on the page.
    pub fn wait_for_text(&self, wanted: &str) {
        self.wait_until(&format!("the text {wanted:?}"), || self.shows(wanted));
    }

    /// As [`Page::wait_for`], for what may take minutes.
    pub fn wait_long(&self, what: &str, expression: &str) {
        let script = format!("return !!({expression})");
        self.wait_at_most(LONG_PATIENCE, what, || {
            self.driver
                .execute(&script, json!([]))
                .is_ok_and(|value| value == Value::Bool(true))
        });
    }

    /// Waits until something is so.
    pub fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        self.wait_at_most(PATIENCE, what, is_so);
    }

    fn wait_at_most(&self, patience: Duration, what: &str, is_so: impl Fn() -> bool) {
        let end = Instant::now() + patience;
        while !is_so() {
            if Instant::now() > end {
                self.fail(&format!("waited in vain for {what}"));
            }
            thread::sleep(POLL);
        }
    }

    // ---- witnesses ----

    /// Every address the page has asked for, the page's own included.
    pub fn network_requests(&self) -> Vec<String> {
        for entry in self.driver.log("performance") {
            let Some(message) = entry["message"].as_str() else {
                continue;
            };
            let Ok(message) = serde_json::from_str::<Value>(message) else {
                continue;
            };
            let message = &message["message"];
            // The browser's own start page is no part of the page's doings.
            let is_of_browser = message["params"]["documentURL"]
                .as_str()
                .is_some_and(|document| document.starts_with("chrome://"));
            if message["method"] == "Network.requestWillBeSent"
                && !is_of_browser
                && let Some(url) = message["params"]["request"]["url"].as_str()
            {
                self.requested.borrow_mut().push(url.to_owned());
            }
        }
        self.requested.borrow().clone()
    }

    /// The requests that left the page's origin. `data:` and `blob:` stay within the page.
    pub fn requests_elsewhere(&self) -> Vec<String> {
        let origin = self.site.origin() + "/";
        let is_inside = |url: &String| {
            url.starts_with(&origin) || url.starts_with("data:") || url.starts_with("blob:")
        };
        self.network_requests()
            .into_iter()
            .filter(|url| !is_inside(url))
            .collect()
    }

    /// What the browser's console holds against the page: errors, panics, breaches of its policy.
    pub fn console_errors(&self) -> Vec<String> {
        if self.driver.browser() != Browser::Chromium {
            return Vec::new();
        }
        for entry in self.driver.log("browser") {
            let message = entry["message"].as_str().unwrap_or_default();
            // The browser asks for an icon by itself; a page without one is no error.
            if entry["level"] == "SEVERE" && !message.contains("/favicon.ico") {
                self.complaints.borrow_mut().push(message.to_owned());
            }
        }
        self.complaints.borrow().clone()
    }

    /// Writes what the screen shows as a PNG file.
    pub fn screenshot(&self, file: &Path) {
        let data = if self.driver.browser() == Browser::Chromium {
            let data = self
                .driver
                .devtools("Page.captureScreenshot", json!({ "format": "png" }));
            data["data"].clone()
        } else {
            self.driver.get("/screenshot").unwrap_or_default()
        };
        let bytes = BASE64
            .decode(data.as_str().unwrap_or_default())
            .expect("base64");
        std::fs::write(file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// The page as paper, as a PDF file.
    pub fn printed(&self) -> Vec<u8> {
        let data = self.driver.post("/print", &json!({ "background": true }));
        let data = data.unwrap_or_else(|refusal| self.fail(&format!("printing: {}", refusal.0)));
        BASE64
            .decode(data.as_str().unwrap_or_default())
            .expect("base64")
    }

    /// Lets files be saved without a question; gives the folder they go to. Chromium only: the others are
    /// started so.
    pub fn downloads(&self) -> PathBuf {
        let folder = self.driver.folder().join("saved");
        std::fs::create_dir_all(&folder).expect("a folder for downloads");
        self.driver.devtools(
            "Browser.setDownloadBehavior",
            json!({ "behavior": "allow", "downloadPath": folder.to_string_lossy() }),
        );
        folder
    }

    /// Waits for a file to be saved whole, and reads it.
    pub fn saved(&self, folder: &Path, name: &str) -> Vec<u8> {
        let file = folder.join(name);
        self.wait_until(&format!("{name} to be saved"), || {
            let is_part = |entry: std::fs::DirEntry| {
                entry.path().extension().is_some_and(|e| e == "crdownload")
            };
            let is_whole =
                std::fs::read_dir(folder).is_ok_and(|mut all| !all.any(|e| e.is_ok_and(is_part)));
            file.is_file() && is_whole
        });
        std::fs::read(&file).expect("the saved file")
    }

    // ---- within ----

    fn element_named(&self, name: &str, kinds: &str) -> Element {
        self.wait_for_element(&format!("something called {name:?}"), || {
            self.find_named(name, kinds)
        })
    }

    fn element_by_css(&self, css: &str) -> Element {
        self.wait_for_element(css, || self.find_css(css))
    }

    fn wait_for_element(&self, what: &str, find: impl Fn() -> Option<Element>) -> Element {
        let found = RefCell::new(None);
        self.wait_until(what, || {
            *found.borrow_mut() = find();
            found.borrow().is_some()
        });
        found.into_inner().expect("found just now")
    }

    fn find_named(&self, name: &str, kinds: &str) -> Option<Element> {
        let script = format!("{SCRIPT_NAMES} return byName(arguments[0], arguments[1])");
        self.driver.element(&script, json!([name, kinds]))
    }

    fn find_css(&self, css: &str) -> Option<Element> {
        let script = "const all = [...document.querySelectorAll(arguments[0])];
            return all.find(e => e.checkVisibility()) || all[0] || null";
        self.driver.element(script, json!([css]))
    }

    /// A list that is just being drawn moves under the pointer, so a refused click is tried again.
    fn click_element(&self, find: impl Fn() -> Option<Element>, what: &str) {
        let refusal = RefCell::new(String::from("it is not there"));
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = find() {
                match self.driver.on_element(&element, "click", &json!({})) {
                    Ok(_) => return,
                    Err(reason) => *refusal.borrow_mut() = reason.0,
                }
            }
            if Instant::now() > end {
                self.fail(&format!("cannot click {what:?}: {}", refusal.borrow()));
            }
            thread::sleep(POLL);
        }
    }

    fn scroll_to(&self, element: &Element) {
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.driver
            .execute(script, json!([Driver::reference(element)]))
            .expect("scroll");
    }

    fn act(&self, actions: Value) {
        self.driver
            .post("/actions", &json!({ "actions": actions }))
            .unwrap_or_else(|refusal| self.fail(&format!("{actions}: {}", refusal.0)));
    }

    fn run(&self, body: &str, arguments: Value) -> Value {
        self.driver
            .execute(&format!("{SCRIPT_NAMES} {body}"), arguments)
            .unwrap_or_else(|refusal| self.fail(&refusal.0))
    }

    /// Ends the test with what the page showed.
    fn fail(&self, message: &str) -> ! {
        let script = json!([]);
        let seen = self
            .driver
            .execute(
                "return document.body ? document.body.innerText : ''",
                script,
            )
            .map(text)
            .unwrap_or_default();
        let seen: String = seen.chars().take(1500).collect();
        let name = thread::current()
            .name()
            .unwrap_or("page")
            .replace("::", "-");
        let picture = picture_folder().join(format!("{name}.png"));
        self.screenshot(&picture);
        panic!(
            "{message}\n--- address: {}\n--- console: {:?}\n--- picture: {}\n--- text:\n{seen}",
            self.driver.get("/url").map(text).unwrap_or_default(),
            self.console_errors(),
            picture.display(),
        );
    }
}

/// Where failing tests leave what they saw.
fn picture_folder() -> PathBuf {
    let folder = match std::env::var_os("DATELINE_PICTURES") {
        Some(named) => PathBuf::from(named),
        None => std::env::temp_dir().join("dateline-pictures"),
    };
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

const FIELDS: &str = "input, textarea, select, [role=searchbox], [role=textbox], [role=combobox]";

const CONTROLS: &str = "a[href], button, summary, input, select, textarea, label, [role=button], \
    [role=link], [role=option], [role=tab], [role=checkbox], [role=radio], [role=switch], \
    [role=menuitem], [role=menuitemcheckbox], [role=menuitemradio], [role=treeitem], [tabindex]";

/// What a reader calls an element, near enough: its label, else what it says.
const SCRIPT_NAMES: &str = r"
    const tidy = s => (s || '').replace(/\s+/g, ' ').trim();
    const nameOf = e => {
        const by = tidy((e.getAttribute('aria-labelledby') || '').split(' ')
            .map(id => id && document.getElementById(id)?.innerText || '').join(' '));
        return by || tidy(e.getAttribute('aria-label'))
            || tidy([...(e.labels || [])].map(l => l.innerText).join(' '))
            || tidy(e.innerText) || tidy(e.getAttribute('placeholder'))
            || tidy(e.getAttribute('title')) || tidy(e.value);
    };
    const byName = (name, kinds) => {
        const shown = [...document.querySelectorAll(kinds)].filter(
            e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled);
        const wanted = tidy(name).toLowerCase();
        const named = shown.map(e => [e, nameOf(e).toLowerCase()]);
        const pick = test => (named.find(([, n]) => test(n)) || [])[0];
        return pick(n => n === wanted) || pick(n => n.startsWith(wanted))
            || pick(n => n.includes(wanted)) || null;
    };
";

fn absolute(path: &Path) -> String {
    let path = std::fs::canonicalize(path);
    let path = path.unwrap_or_else(|error| panic!("a file to hand over: {error}"));
    path.display().to_string()
}

fn pointer(actions: Value) -> Value {
    json!({
        "type": "pointer", "id": "mouse",
        "parameters": { "pointerType": "mouse" }, "actions": actions,
    })
}

/// WebDriver's private-use character for a named key; other keys are themselves.
fn key_code(name: &str) -> String {
    let code = match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Delete" => '\u{e017}',
        _ => return name.to_owned(),
    };
    code.to_string()
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_keys_have_codes_and_others_are_themselves() {
        assert_eq!(key_code("Escape"), "\u{e00c}");
        assert_eq!(key_code("j"), "j");
    }
}
