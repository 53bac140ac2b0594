//! Names beside circles so that none lies on another.
//!
//! Takes circles with the width of their names, the most important first; each name stands right, left, below or
//! above its circle, or is left out where there is no room. A name that is left out can still be had: by
//! the table, by pointing, and by enlarging.

/// A circle that wants a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Middle of the circle.
    pub x: f64,
    /// Middle of the circle.
    pub y: f64,
    /// Its radius.
    pub radius: f64,
    /// Width of the name; 0 for a circle without one.
    pub width: f64,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// Where the text begins, ends or has its middle.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// `start`, `end` or `middle`: what `x` is.
    pub anchor: &'static str,
}

/// Height of a line of text in parts of its size, and of what stands above the base line.
const LINE: (f64, f64) = (1.15, 0.85);
/// Between circle and name.
const GAP: f64 = 3.0;

#[derive(Clone, Copy)]
struct Box {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Box {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn around(circle: &Wanted) -> Self {
        // A little less than the square: names may touch its corners.
        let half = circle.radius * 0.9;
        Self {
            left: circle.x - half,
            top: circle.y - half,
            right: circle.x + half,
            bottom: circle.y + half,
        }
    }
}

/// A place for the name of each circle, in a frame of that size; `font` is the size of the text.
#[must_use]
pub fn labels(circles: &[Wanted], font: f64, (width, height): (f64, f64)) -> Vec<Option<Label>> {
    let around: Vec<Box> = circles.iter().map(Box::around).collect();
    let mut taken: Vec<Box> = Vec::new();
    let mut place = |i: usize, circle: &Wanted| {
        if circle.width <= 0.0 {
            return None;
        }
        let (line, above) = (font * LINE.0, font * LINE.1);
        let away = circle.radius + GAP;
        let middle = circle.y + above - line / 2.0;
        let tries = [
            ("start", circle.x + away, middle),
            ("end", circle.x - away, middle),
            ("middle", circle.x, circle.y + away + above),
            ("middle", circle.x, circle.y - away - line + above),
        ];
        tries.into_iter().find_map(|(anchor, x, y)| {
            let left = match anchor {
                "start" => x,
                "end" => x - circle.width,
                _ => x - circle.width / 2.0,
            };
            let own = Box {
                left,
                top: y - above,
                right: left + circle.width,
                bottom: y - above + line,
            };
            let is_inside =
                own.left >= 0.0 && own.top >= 0.0 && own.right <= width && own.bottom <= height;
            let is_free = is_inside
                && !taken.iter().any(|other| own.meets(other))
                && !(0..)
                    .zip(&around)
                    .any(|(other, circle)| other != i && own.meets(circle));
            is_free.then(|| {
                taken.push(own);
                Label { x, y, anchor }
            })
        })
    };
    circles
        .iter()
        .enumerate()
        .map(|(i, circle)| place(i, circle))
        .collect()
}

/// About how wide a text is in a proportional face: no measuring, so the same everywhere.
#[must_use]
pub fn text_width(text: &str, font: f64) -> f64 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | '|' | '!' | ':' | ';' | '’' | 'І' | 'і' => 0.28,
        'f' | 'r' | 't' | ' ' | '-' | '(' | ')' | 'I' | 'J' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | 'ш' | 'щ' | 'ж' | 'ю' | 'м' | 'ф' => 0.88,
        'А'..='Я' | 'A'..='Z' => 0.7,
        // Combining marks stand on the letter before.
        '\u{300}'..='\u{36f}' => 0.0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}' => 1.0,
        _ => 0.58,
    };
    text.chars().map(of).sum::<f64>() * font
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(x: f64, y: f64, width: f64) -> Wanted {
        Wanted {
            x,
            y,
            radius: 5.0,
            width,
        }
    }

    fn anchors(circles: &[Wanted]) -> Vec<&'static str> {
        let placed = labels(circles, 12.0, (200.0, 100.0));
        let anchor = |label: Option<Label>| label.map_or("none", |label| label.anchor);
        placed.into_iter().map(anchor).collect()
    }

    #[test]
    fn the_first_stands_right_and_the_next_gives_way() {
        assert_eq!(anchors(&[circle(50.0, 50.0, 40.0)]), ["start"]);
        assert_eq!(
            anchors(&[circle(50.0, 50.0, 40.0), circle(75.0, 50.0, 40.0)]),
            ["end", "start"],
            "a name never lies on a circle"
        );
    }

    #[test]
    fn at_the_edge_it_turns_inwards_and_without_room_it_is_left_out() {
        assert_eq!(anchors(&[circle(195.0, 50.0, 60.0)]), ["end"]);
        assert_eq!(anchors(&[circle(100.0, 50.0, 300.0)]), ["none"]);
        assert_eq!(anchors(&[circle(100.0, 50.0, 0.0)]), ["none"]);
    }

    #[test]
    fn names_in_a_heap_never_lie_on_each_other() {
        let heap: Vec<Wanted> = (0..60)
            .map(|i| {
                circle(
                    f64::from(i * 37 % 380) + 10.0,
                    f64::from(i * 53 % 180) + 10.0,
                    30.0,
                )
            })
            .collect();
        let placed: Vec<(f64, f64)> = labels(&heap, 10.0, (400.0, 200.0))
            .into_iter()
            .flatten()
            .map(|label| {
                let left = match label.anchor {
                    "start" => label.x,
                    "end" => label.x - 30.0,
                    _ => label.x - 15.0,
                };
                (left, label.y)
            })
            .collect();
        assert!(placed.len() > 3);
        for (i, a) in placed.iter().enumerate() {
            for b in &placed[..i] {
                assert!((a.0 - b.0).abs() >= 30.0 || (a.1 - b.1).abs() >= 11.0);
            }
        }
    }

    #[test]
    fn wide_letters_are_wider() {
        assert!(text_width("Wim", 10.0) > text_width("ill", 10.0));
        assert!(text_width("東京", 10.0) > text_width("to", 10.0));
    }
}
