//! A static host for one built page: files under a path, right types, every request remembered.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// The page is tested below a path, as it may be hosted, never at the root.
const BASE: &str = "/some/where/";

/// A running host. It serves until the test process ends.
#[derive(Clone)]
pub struct Site {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    /// Files served in place of those of the folder, by path below the page.
    put: Mutex<BTreeMap<String, Vec<u8>>>,
    requests: Mutex<Vec<String>>,
    /// Bytes of each answer, by path below the page.
    sent: Mutex<Vec<(String, usize)>>,
    is_down: AtomicBool,
}

impl Site {
    /// Serves a folder.
    pub fn serve(folder: &Path) -> Self {
        assert!(
            folder.join("index.html").is_file(),
            "no index.html in {}: build the page first",
            folder.display()
        );
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("a bound listener").port();
        let shared = Arc::new(Shared {
            folder: folder.to_path_buf(),
            put: Mutex::default(),
            requests: Mutex::default(),
            sent: Mutex::default(),
            is_down: AtomicBool::new(false),
        });
        let site = Self {
            port,
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // A browser that hangs up early is no fault of the page's.
                thread::spawn(move || shared.answer(stream).ok());
            }
        });
        site
    }

    /// Serves these bytes at a path below the page, in place of a file or as a new one.
    pub fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.shared
            .put
            .lock()
            .unwrap()
            .insert(path.to_owned(), bytes.into());
    }

    /// A file of the built page, as it would be served.
    pub fn read(&self, path: &str) -> Vec<u8> {
        let file = self.shared.folder.join(path);
        fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address of the page; `address` is what follows, such as `#q=harbour`.
    pub fn url(&self, address: &str) -> String {
        format!("{}{BASE}{address}", self.origin())
    }

    /// Stops answering, as a host does that cannot be reached.
    pub fn go_down(&self) {
        self.shared.is_down.store(true, Ordering::Relaxed);
    }

    /// Answers again.
    pub fn come_up(&self) {
        self.shared.is_down.store(false, Ordering::Relaxed);
    }

    /// How many bytes were sent so far of files whose path below the page begins so.
    pub fn sent_of(&self, start: &str) -> usize {
        let sent = self.shared.sent.lock().unwrap();
        let of_start = sent.iter().filter(|(path, _)| path.starts_with(start));
        of_start.map(|(_, n)| n).sum()
    }

    /// The paths asked for so far.
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Shared {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        if self.is_down.load(Ordering::Relaxed) {
            return stream.shutdown(std::net::Shutdown::Both);
        }
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut header = String::new();
        while reader.read_line(&mut header)? > 0 && header.trim() != "" {
            header.clear();
        }
        let is_head = request.starts_with("HEAD ");
        let target = request.split(' ').nth(1).unwrap_or("/");
        let path = target.split(['?', '#']).next().unwrap_or("/");
        self.requests.lock().unwrap().push(path.to_owned());

        let (status, kind, body) = match self.find(path) {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"not found".to_vec()),
        };
        if let Some(below) = path.strip_prefix(BASE) {
            let n = if is_head { 0 } else { body.len() };
            self.sent.lock().unwrap().push((below.to_owned(), n));
        }
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        match is_head {
            true => Ok(()),
            false => stream.write_all(&body),
        }
    }

    fn find(&self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        let below = match path.strip_prefix(BASE)? {
            "" => "index.html",
            below => below,
        };
        if let Some(bytes) = self.put.lock().unwrap().get(below) {
            return Some((media_type(below), bytes.clone()));
        }
        let relative = Path::new(below);
        if !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return None;
        }
        Some((
            media_type(below),
            fs::read(self.folder.join(relative)).ok()?,
        ))
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn get(site: &Site, path: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, site.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: here\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn serves_below_its_path_only_and_nothing_outside_the_folder() {
        let folder = std::env::temp_dir().join(format!("dateline-site-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), "<p>here").unwrap();
        let site = Site::serve(&folder);
        site.put("corpus.pack", *b"bytes");

        assert!(get(&site, "/some/where/").ends_with("<p>here"));
        assert!(get(&site, "/some/where/corpus.pack").ends_with("bytes"));
        assert!(get(&site, "/").starts_with("HTTP/1.1 404"));
        assert!(get(&site, "/some/where/../../../etc/hostname").starts_with("HTTP/1.1 404"));
        assert_eq!(site.requests().len(), 4);
        fs::remove_dir_all(&folder).unwrap();
    }
}
