//! Headless Chromium through chromedriver: the WebDriver calls the harness needs, no more.

use std::io::{BufRead, BufReader};
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

/// One browser with one window, closed when dropped.
pub struct Driver {
    process: Child,
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
    pub fn start() -> Self {
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot run {}: {error}", program.display()));
        let port = port_of(&mut process);

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
            profile,
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
        };
        driver.session = driver.new_session();
        driver
    }

    fn new_session(&self) -> String {
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", self.profile.display()));
        let mut chrome = json!({ "args": arguments });
        if let Some(binary) = std::env::var_os("CHROMIUM") {
            chrome["binary"] = binary.to_string_lossy().into();
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": chrome,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let answer = self.post("", &wanted).expect("a browser");
        let id = answer["sessionId"].as_str().expect("a session's id");
        format!("{}/{id}", self.session)
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
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// The port chromedriver chose, read from what it prints.
fn port_of(process: &mut Child) -> u16 {
    let output = process.stdout.take().expect("a piped output");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines
        .by_ref()
        .find_map(|line| {
            let (_, after) = line.split_once("started successfully on port ")?;
            after.trim_end_matches('.').parse().ok()
        })
        .expect("chromedriver says its port");
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
