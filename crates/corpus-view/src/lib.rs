//! The arithmetic of the screen: URL and state, windows, highlight runs, bins. No browser.
//!
//! Takes what `corpus-search` answers and what the reader did (pixels, keys, a fragment of the
//! address); returns plain values that components only arrange. Everything here is tested
//! natively, beside the code.

mod url;

mod anchor;
mod atlas;
mod axis;
mod bars;
mod bins;
mod brush;
mod complete;
mod context;
mod corrections;
mod dates;
mod export;
mod formats;
mod grid;
mod happenings;
mod hours;
mod keys;
mod labels;
mod lane;
mod map;
mod net;
mod outlets;
mod runs;
mod source;
mod springs;
mod strip;
mod study;
mod window;

pub use anchor::anchored;
pub use atlas::{Atlas, ContextOrder, show_map, show_network};
pub use axis::{Axis, AxisLabel, Tick, axis};
pub use bars::{Bar, bar_height, bars_path, px, within};
pub use bins::{
    Bin, Bins, Dated, Grain, Histogram, ceiling, days_of, fitting_grain, histogram,
    histogram_of_days, peaks, robust_domain,
};
pub use brush::{Brush, Days, Pinch, Scale, grab};
pub use complete::{Completion, Offer, complete, take_offer, with_offer};
pub use context::{InContext, around, in_context, may_be, may_mean, names_in_time};
pub use corrections::{carried, carry, evidence, named, named_together, passage, written};
pub use dates::{DateShape, date_shape, day_from_iso, days_text, parse_days, value_shape};
pub use export::{CSV_START, happenings_calendar, happenings_csv, put_csv_line};
pub use formats::{FileKind, Selection, file};
pub use grid::{Grid, N_LEVELS, grid};
pub use happenings::{Happening, Happenings, Told};
pub use hours::{HOURS_UP_TO, hours};
pub use keys::{Key, Press, action};
pub use labels::{Label, Wanted, labels, text_width};
pub use lane::Lane;
pub use map::{
    Bubble, Frame, MapSpot, OUTLINE, Outline, PlaceHere, Places, WORLD, bubbles, equal_earth,
    graticule, places,
};
pub use net::{DrawnName, NAME_SIZE, Woven, thousandths};
pub use outlets::{N_OUTLET_COLOURS, SEVERAL, outlet_slots, slot_of};
pub use runs::{Mark, MarkKind, Piece, Run, pieces, runs};
pub use source::{Fate, SourcePiece, SourceShown, copies, keep_rules, source_of};
pub use strip::strip;
pub use study::{
    OverTime, Series, Study, StudyKind, TellingOrder, alike_csv, lines_csv, names_csv,
    names_of_list, one_line, over_time_csv, query_beside, query_of_words, runs_csv, sort_telling,
    telling_csv,
};
pub use url::{
    Correct, Open, Pane, StateFilter, UrlState, percent_decoded, percent_encoded, sort_from_key,
    sort_key,
};
pub use window::{Window, scroll_to_show, shrink, window};
