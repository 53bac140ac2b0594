//! The arithmetic of the screen: URL and state, windows, highlight runs, bins. No browser.
//!
//! Takes what `corpus-search` answers and what the reader did (pixels, keys, a fragment of the
//! address); returns plain values that components only arrange. Everything here is tested
//! natively, beside the code.

mod url;

mod axis;
mod bars;
mod bins;
mod brush;
mod dates;
mod keys;
mod outlets;
mod runs;
mod strip;
mod window;

pub use axis::{Axis, AxisLabel, Tick, axis};
pub use bars::{Bar, bar_height, bars_path, px};
pub use bins::{Bin, Dated, Grain, Histogram, fitting_grain, histogram, robust_domain};
pub use brush::{Brush, Days, Scale, grab};
pub use dates::{DateShape, date_shape, day_from_iso, days_text, parse_days};
pub use keys::{Key, Press, action};
pub use outlets::{N_OUTLET_COLOURS, outlet_slots};
pub use runs::{Mark, MarkKind, Piece, Run, pieces, runs};
pub use strip::strip;
pub use url::{
    Open, Pane, StateFilter, UrlState, percent_decoded, percent_encoded, sort_from_key, sort_key,
};
pub use window::{Window, scroll_to_show, window};
