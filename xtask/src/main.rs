//! The project's commands, run as `cargo xtask <command>`.
//!
//! Takes a command line; sets up the tools that are missing and calls cargo, Trunk and the browser.
//! Whatever takes long says what it does, how far it is and where its log lies.
//!
//! It knows nothing about documents: reading, searching and measuring them is `dateline-cli`'s work.
#![allow(
    clippy::print_stdout,
    reason = "a command-line program answers on standard output"
)]

mod place;
mod run;

mod tools;
mod wasm_target;

mod page;
mod screenshots;
mod size;

mod html;
mod names;
mod one_file;
mod seal;
mod staged;

mod dist;
mod js;
mod test;

mod doctor;

use std::process::ExitCode;

const HELP: &str = "\
Dateline's commands

usage: cargo xtask <command> [arguments]

  serve [FOLDER] [--port N] [--release]
                            build the page from FOLDER (default: corpus/), serve it on 127.0.0.1 and
                            rebuild on changes; sets up what is missing
  build [FOLDER] [-o DIR]   write the static site to DIR (default: dist/); any static host will do
        [--no-sources]      without the folder's files as they came, which lie beside the page otherwise
  build [FOLDER] --one-file [-o FILE]
                            write the page as one file (default: dateline.html) that opens from disk
  dist [-o FILE]            build the command line with the page inside it (default:
                            target/dist/dateline): it makes sites and single files without any of this
  js [-o DIR]               build the engine as an ES module with TypeScript types (default: dist-js/)
  test                      set up what tests need and run all: formatting, clippy, native tests,
                            tests in the browser, the built page in Chromium
  size [--update]           bytes the built page ships, by part, against benches/size.txt
  screenshots DIR [ADDRESS] pictures of the built page: wide, phone, light, dark
  doctor                    say what is installed, where, and what is missing
  setup                     install what building the page needs, and nothing else
  env                       print the shell settings that plain `trunk` and `cargo` need;
                            use as: eval \"$(cargo xtask env)\"

Tools go to the folder named by DATELINE_TOOLS, or $XDG_CACHE_HOME/dateline, or ~/.cache/dateline.
";

/// What a command ends with: nothing, or a message for the person who typed it.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) if message == test::FAILED => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Outcome {
    let Some((command, rest)) = args.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    if rest.iter().any(|arg| arg == "--help" || arg == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    match command.as_str() {
        "serve" => page::serve(page::ServeOptions::parse(rest)?),
        "build" => page::build(page::BuildOptions::parse(rest)?),
        "test" => nothing_more(rest).and_then(|()| test::run_all()),
        "size" => size::report(rest),
        "screenshots" => screenshots::take(rest),
        "doctor" => nothing_more(rest).and_then(|()| doctor::report()),
        "setup" => nothing_more(rest).and_then(|()| tools::set_up(tools::Need::Page)),
        "env" => nothing_more(rest).and_then(|()| tools::print_env()),
        "seal" => nothing_more(rest).and_then(|()| staged::finish()),
        "dist" => dist::build(rest),
        "js" => js::build(rest),
        "announce" => page::announce(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("unknown command {other}; see cargo xtask help")),
    }
}

fn nothing_more(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(extra) => Err(format!("unexpected argument {extra}; see cargo xtask help")),
    }
}
