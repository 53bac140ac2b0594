//! What the page is made of, from the whole to the parts. Components arrange; `corpus-view` computes.

pub mod app;
pub mod topbar;
pub mod workspace;

pub mod chips;
pub mod filters;
pub mod results;
pub mod timeline;

pub mod document;
pub mod reader;
pub mod start;

pub mod apparatus;
pub mod card;
pub mod extra;
pub mod help;
pub mod icons;
pub mod legend;
pub mod link;
pub mod marked;
pub mod own;
pub mod share;
pub mod spark;
mod spelt;
pub mod splitter;
pub mod whole;
