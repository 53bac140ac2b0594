//! A browser without a window, through its WebDriver: the calls the harness needs, no more.
//!
//! Chromium by chromedriver is the one most tests use. Firefox by geckodriver and WebKit by WebKitGTK's
//! driver show that the page does not lean on one browser's ways; what only Chromium's own protocol can say
//! (the log of requests, the console) is not asked of them.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// What WebDriver calls the key of an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Chromium's arguments: no window, no first-run pages, and nothing asked of the network that the
/// page does not ask. Without a sandbox, because tests may run as root.
const ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
    WebKit,
}

impl Browser {
    /// The driver's variable, and what it is called on PATH.
    fn driver(self) -> (&'static str, &'static str) {
        match self {
            Self::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("GECKODRIVER", "geckodriver"),
            Self::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
        }
    }

    /// Whether its driver is there.
    #[must_use]
    pub fn is_here(self) -> bool {
        let (variable, program) = self.driver();
        if let Some(named) = std::env::var_os(variable) {
            return PathBuf::from(named).is_file();
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    }
}

/// One browser with one window, closed when dropped.
pub struct Driver {
    process: Child,
    /// A screen for a browser that cannot do without.
    screen: Option<Child>,
    browser: Browser,
    /// A fresh one for each browser, so that nothing is remembered between tests.
    profile: PathBuf,
    agent: ureq::Agent,
    session: String,
}

/// An element's id in its session.
pub struct Element(String);

/// What WebDriver answered instead of a value.
#[derive(Debug)]
pub struct Refusal(pub String);

impl Driver {
    pub fn start(browser: Browser) -> Self {
        let (variable, name) = browser.driver();
        let program = std::env::var_os(variable).unwrap_or_else(|| name.into());
        let mut command = Command::new(&program);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let (mut screen, mut known_port) = (None, 0);
        match browser {
            Browser::Chromium => drop(command.arg("--port=0")),
            Browser::Firefox => drop(command.args(["--port", "0"])),
            Browser::WebKit => {
                // It says nothing, so it is told.
                known_port = free_port();
                command.arg(format!("--port={known_port}"));
                if let Some((process, display)) = virtual_screen() {
                    screen = Some(process);
                    command.env("DISPLAY", display).env("GDK_BACKEND", "x11");
                }
                // Tests may run where there is neither a GPU nor a session bus.
                command
                    .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
                    .env("NO_AT_BRIDGE", "1");
            }
        }
        let mut started = None;
        for _ in 0..3 {
            let mut process = command
                .spawn()
                .unwrap_or_else(|error| panic!("cannot run {}: {error}", program.display()));
            let port = match known_port {
                0 => port_of(&mut process),
                known => {
                    wait_for_port(known);
                    Some(known)
                }
            };
            if let Some(port) = port {
                started = Some((process, port));
                break;
            }
            // Another program took the port that it had chosen: it has ended, and chooses once more.
            let _ = process.wait();
        }
        let (process, port) = started.expect("the driver says its port");

        static COUNT: AtomicU32 = AtomicU32::new(0);
        let profile = std::env::temp_dir().join(format!(
            "dateline-browser-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .proxy(None)
            .build()
            .into();
        let mut driver = Self {
            process,
            screen,
            browser,
            profile,
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
        };
        driver.session = driver.new_session();
        driver
    }

    fn new_session(&self) -> String {
        let wanted = match self.browser {
            Browser::Chromium => self.chromium_wanted(),
            Browser::Firefox => json!({ "moz:firefoxOptions": { "args": ["-headless"], "prefs": {
                "browser.download.folderList": 2,
                "browser.download.dir": self.profile.to_string_lossy(),
            } } }),
            Browser::WebKit => json!({ "webkitgtk:browserOptions": {
                "binary": mini_browser(), "args": ["--automation"],
            } }),
        };
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let answer = self.post("", &wanted).expect("a browser");
        let id = answer["sessionId"].as_str().expect("a session's id");
        format!("{}/{id}", self.session)
    }

    fn chromium_wanted(&self) -> Value {
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", self.profile.display()));
        let mut chrome = json!({ "args": arguments });
        if let Some(binary) = std::env::var_os("CHROMIUM") {
            chrome["binary"] = binary.to_string_lossy().into();
        }
        json!({
            "goog:chromeOptions": chrome,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        })
    }

    /// Which browser it is.
    pub fn browser(&self) -> Browser {
        self.browser
    }

    /// The folder that goes with the browser: its profile, and what it downloads.
    pub fn folder(&self) -> &std::path::Path {
        &self.profile
    }

    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        let url = format!("{}{path}", self.session);
        value_of(self.agent.post(&url).send_json(body))
    }

    pub fn get(&self, path: &str) -> Result<Value, Refusal> {
        value_of(self.agent.get(format!("{}{path}", self.session)).call())
    }

    /// Calls the browser's own protocol, for what WebDriver has no word for.
    pub fn devtools(&self, method: &str, params: Value) -> Value {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": method, "params": params }),
        )
        .unwrap_or_else(|refusal| panic!("{method}: {}", refusal.0))
    }

    /// Runs a script's body with these arguments.
    pub fn execute(&self, script: &str, arguments: Value) -> Result<Value, Refusal> {
        self.post(
            "/execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// The element a script's body returns, if it returns one.
    pub fn element(&self, script: &str, arguments: Value) -> Option<Element> {
        let found = self.execute(script, arguments).ok()?;
        Some(Element(found.get(ELEMENT)?.as_str()?.to_owned()))
    }

    pub fn on_element(
        &self,
        element: &Element,
        action: &str,
        body: &Value,
    ) -> Result<Value, Refusal> {
        self.post(&format!("/element/{}/{action}", element.0), body)
    }

    /// An element as an argument of a script or an action.
    pub fn reference(element: &Element) -> Value {
        json!({ ELEMENT: element.0 })
    }

    /// The entries of a log since it was last asked for.
    pub fn log(&self, kind: &str) -> Vec<Value> {
        match self.post("/se/log", &json!({ "type": kind })) {
            Ok(Value::Array(entries)) => entries,
            Ok(_) => Vec::new(),
            Err(refusal) => panic!("the {kind} log: {}", refusal.0),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Closing the session closes the browser; the driver itself is ours to end.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Some(mut screen) = self.screen.take() {
            let _ = screen.kill();
            let _ = screen.wait();
        }
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound listener").port()
}

fn wait_for_port(port: u16) {
    for _ in 0..200 {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the driver does not answer on port {port}");
}

/// A screen in memory and its name, where there is a program for it and no screen yet.
fn virtual_screen() -> Option<(Child, String)> {
    if std::env::var_os("DISPLAY").is_some() {
        return None;
    }
    let mut process = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x1000x24",
            "-nolisten",
            "tcp",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut number = String::new();
    BufReader::new(process.stdout.take()?)
        .read_line(&mut number)
        .ok()?;
    Some((process, format!(":{}", number.trim())))
}

/// WebKitGTK's own browser, which is no program on PATH.
fn mini_browser() -> String {
    if let Ok(named) = std::env::var("MINIBROWSER") {
        return named;
    }
    let machine = std::env::consts::ARCH;
    let folders = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    let candidates =
        folders.map(|folder| format!("/usr/lib/{machine}-linux-gnu/{folder}/MiniBrowser"));
    let found = candidates
        .iter()
        .find(|candidate| std::path::Path::new(candidate).is_file());
    found.unwrap_or(&candidates[0]).clone()
}

/// The port the driver chose, read from what it prints; nothing where it ended instead.
fn port_of(process: &mut Child) -> Option<u16> {
    let output = process.stdout.take().expect("a piped output");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines.by_ref().find_map(|line| {
        let after = line
            .split_once("started successfully on port ")
            .or_else(|| line.split_once("Listening on 127.0.0.1:"));
        after?.1.trim_end_matches('.').parse().ok()
    });
    // Its pipe must not fill up.
    thread::spawn(move || lines.for_each(drop));
    port
}

fn value_of(
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Value, Refusal> {
    let mut answer = answer.map_err(|error| Refusal(error.to_string()))?;
    let is_success = answer.status().is_success();
    let body: Value = answer
        .body_mut()
        .with_config()
        .limit(256 << 20)
        .read_json()
        .map_err(|error| Refusal(error.to_string()))?;
    let value = body["value"].clone();
    if is_success {
        return Ok(value);
    }
    let message = value["message"].as_str().unwrap_or_default();
    Err(Refusal(
        message.lines().next().unwrap_or_default().to_owned(),
    ))
}
