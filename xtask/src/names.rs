//! Short names between a program and its script.
//!
//! `wasm-bindgen` calls every function that the script gives to the program, and every one that it calls there, by a long name with a
//! hash in it, in both files: nobody reads these in a page that ships, and every visitor fetches them, a hundredth of the
//! first load. Here both files get the same short ones. A file keeps its own name with the hash of what it was: that is what it is made from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Outcome;

/// What follows a script's name in that of its program.
const PROGRAM: &str = "_bg.wasm";
/// Only such names, which stand for nothing else in a script.
const MADE_BY_TOOL: [&str; 3] = ["__wb", "wasm_bindgen__", "__externref"];

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// Shortens the names of each program among these files of a folder.
///
/// # Errors
/// When a file cannot be read or written.
pub fn shorten(folder: &Path, names: &[String]) -> Outcome {
    for program in names.iter().filter(|name| name.ends_with(PROGRAM)) {
        let script = format!("{}.js", program.trim_end_matches(PROGRAM));
        if !names.contains(&script) {
            continue;
        }
        let (program, script) = (folder.join(program), folder.join(script));
        let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
        let wasm = fs::read(&program).map_err(|error| failed(&program, error))?;
        let code = fs::read_to_string(&script).map_err(|error| failed(&script, error))?;
        // A program that is written in a way unknown here works with the names it has.
        if let Some((wasm, code)) = shortened(&wasm, &code) {
            fs::write(&program, wasm).map_err(|error| failed(&program, error))?;
            fs::write(&script, code).map_err(|error| failed(&script, error))?;
        }
    }
    Ok(())
}

/// Both with short names; nothing where the bytes are no program that is understood here.
fn shortened(wasm: &[u8], script: &str) -> Option<(Vec<u8>, String)> {
    let mut short = Short::default();
    short.module(script);
    let mut out = wasm.get(..8)?.to_vec();
    let mut rest = Reader(wasm.get(8..)?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let len = rest.number()?;
        let content = rest.take(len)?;
        let content = match id {
            IMPORTS => imports(content, &mut short)?,
            EXPORTS => exports(content, &mut short)?,
            _ => content.to_vec(),
        };
        out.push(id);
        put_number(&mut out, content.len());
        out.extend(content);
    }
    Some((out, short.in_script(script)))
}

/// Entries of module, name, and what is imported (WebAssembly 2.0, 5.5.5).
fn imports(content: &[u8], short: &mut Short) -> Option<Vec<u8>> {
    let mut from = Reader(content);
    let n = from.number()?;
    let mut out = Vec::new();
    put_number(&mut out, n);
    for _ in 0..n {
        put_name(&mut out, short.of_module(from.name()?));
        put_name(&mut out, &short.of(from.name()?));
        let before = from.0;
        match from.byte()? {
            0 => drop(from.number()?),
            1 => {
                from.byte()?;
                from.limits()?;
            }
            2 => from.limits()?,
            3 => drop(from.take(2)?),
            4 => {
                from.byte()?;
                from.number()?;
            }
            _ => return None,
        }
        out.extend(&before[..before.len() - from.0.len()]);
    }
    Some(out)
}

/// Entries of name, kind and number (5.5.10).
fn exports(content: &[u8], short: &mut Short) -> Option<Vec<u8>> {
    let mut from = Reader(content);
    let n = from.number()?;
    let mut out = Vec::new();
    put_number(&mut out, n);
    for _ in 0..n {
        put_name(&mut out, &short.of(from.name()?));
        out.push(from.byte()?);
        put_number(&mut out, from.number()?);
    }
    Some(out)
}

/// The short name of each long one.
#[derive(Default)]
struct Short {
    names: BTreeMap<String, String>,
    /// What the script is called where the program asks for its functions.
    module: Option<String>,
}

impl Short {
    fn of(&mut self, name: &str) -> String {
        if !MADE_BY_TOOL.iter().any(|start| name.starts_with(start)) {
            return name.to_owned();
        }
        let n = self.names.len();
        let short = self.names.entry(name.to_owned());
        short.or_insert_with(|| format!("_{n:x}")).clone()
    }

    /// The script says in one place what it is called.
    fn module(&mut self, script: &str) {
        let start = script.find("./");
        let name = start.and_then(|start| script[start..].split(['\'', '"', '`']).next());
        self.module = name
            .filter(|name| name.ends_with("_bg.js") && script.matches(name).count() == 1)
            .map(str::to_owned);
    }

    fn of_module<'n>(&self, name: &'n str) -> &'n str {
        match self.module.as_deref() == Some(name) {
            true => ".",
            false => name,
        }
    }

    fn in_script(&self, script: &str) -> String {
        let script = &match &self.module {
            Some(module) => script.replacen(module, ".", 1),
            None => script.to_owned(),
        };
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut out = String::with_capacity(script.len());
        let mut rest = script.as_str();
        while let Some(start) = rest.find(is_of_name) {
            let (before, from_here) = rest.split_at(start);
            let end = from_here.find(|c| !is_of_name(c));
            let (name, behind) = from_here.split_at(end.unwrap_or(from_here.len()));
            out.push_str(before);
            out.push_str(self.names.get(name).map_or(name, String::as_str));
            rest = behind;
        }
        out + rest
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn name(&mut self) -> Option<&'a str> {
        let n = self.number()?;
        std::str::from_utf8(self.take(n)?).ok()
    }

    /// The size of a table or a memory: at least, and, if the flag says so, at most.
    fn limits(&mut self) -> Option<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Some(())
    }
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_name(out: &mut Vec<u8>, name: &str) {
    put_number(out, name.len());
    out.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "./page_bg.js";

    fn section(id: u8, entries: &[Vec<u8>]) -> Vec<u8> {
        let mut content = Vec::new();
        put_number(&mut content, entries.len());
        entries.iter().for_each(|entry| content.extend(entry));
        let mut out = vec![id];
        put_number(&mut out, content.len());
        out.extend(content);
        out
    }

    fn entry(names: &[&str], rest: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        names.iter().for_each(|name| put_name(&mut out, name));
        out.extend(rest);
        out
    }

    fn program(script: &str, focus: &str, start: &str) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // A section of no interest, longer than one byte of length can say.
        wasm.extend(section(0, &[vec![7; 300]]));
        wasm.extend(section(
            IMPORTS,
            &[
                entry(&[script, focus], &[0, 3]),
                entry(&[script, "table"], &[1, 0x70, 1, 2, 0x80, 1]),
                entry(&[script, "memory"], &[2, 0, 17]),
                entry(&[script, "global"], &[3, 0x7f, 1]),
            ],
        ));
        wasm.extend(section(
            EXPORTS,
            &[entry(&[start], &[0, 5]), entry(&["main"], &[0, 6])],
        ));
        wasm
    }

    #[test]
    fn both_files_call_a_function_by_the_same_short_name() {
        let long = program(SCRIPT, "__wbg_focus_0123456789abcdef", "__wbindgen_start");
        let script = "const i={__proto__:null,__wbg_focus_0123456789abcdef:(a=>a.focus())};\
            function __wbg_init(){main(i['./page_bg.js']);e.__wbindgen_start();e.__wbindgen_start2()}";
        let (wasm, script) = shortened(&long, script).unwrap();
        assert_eq!(wasm, program(".", "_0", "_1"));
        assert_eq!(
            script,
            "const i={__proto__:null,_0:(a=>a.focus())};\
            function __wbg_init(){main(i['.']);e._1();e.__wbindgen_start2()}"
        );
    }

    #[test]
    fn what_is_cut_off_is_no_program() {
        let long = program(SCRIPT, "__wbg_focus_0123456789abcdef", "__wbindgen_start");
        for end in [3, 12, 330, long.len() - 1] {
            assert_eq!(shortened(&long[..end], ""), None, "{end}");
        }
    }
}
