//! The map of places: outlines, projection, what part is seen, bubbles that do not lie on each other.
//!
//! Takes the documents of an answer; gives numbers of map units and pixels for a drawing. A *map unit* is a
//! thousandth of the width of the world. Everything is decided here but colours; nothing is fetched, and
//! no place is looked up: a place lies where the gazetteer said when the corpus was built.

mod outline;

mod bubbles;
mod places;
mod projection;
mod spot;

pub use bubbles::{Bubble, bubbles};
pub use outline::{OUTLINE, Outline};
pub use places::{PlaceHere, Places, places};
pub use projection::{WORLD, equal_earth, graticule};
pub use spot::{Frame, MapSpot};
