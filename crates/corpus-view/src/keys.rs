//! The keyboard: which key does what.

/// A key with the modifiers that matter, as the browser names it.
#[derive(Debug, Clone, Copy)]
pub struct Press<'k> {
    /// `KeyboardEvent.key`.
    pub key: &'k str,
    /// Control, Alt or Meta is held: such keys belong to the browser.
    pub is_chord: bool,
    /// The reader is typing into a field.
    pub is_in_field: bool,
}

/// What a key asks for, anywhere on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Go to the search box.
    Search,
    /// List the keys.
    Help,
    /// Next hit in the text.
    NextHit,
    /// Previous hit in the text.
    PreviousHit,
    /// Next result.
    NextResult,
    /// Previous result.
    PreviousResult,
    /// Next mention of the entity in focus.
    NextMention,
    /// Previous mention of the entity in focus.
    PreviousMention,
    /// Study the words of what is found.
    Study,
    /// Close or clear the nearest thing.
    Escape,
}

/// What this press asks for, if anything.
#[must_use]
pub fn action(press: Press<'_>) -> Option<Key> {
    if press.is_chord {
        return None;
    }
    match press.key {
        "Escape" => Some(Key::Escape),
        _ if press.is_in_field => None,
        "/" => Some(Key::Search),
        "?" => Some(Key::Help),
        "n" => Some(Key::NextHit),
        "p" => Some(Key::PreviousHit),
        "j" => Some(Key::NextResult),
        "k" => Some(Key::PreviousResult),
        "m" => Some(Key::NextMention),
        "M" => Some(Key::PreviousMention),
        "s" => Some(Key::Study),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(key: &str, is_chord: bool, is_in_field: bool, wanted: Option<Key>) {
        let press = Press {
            key,
            is_chord,
            is_in_field,
        };
        assert_eq!(action(press), wanted);
    }

    #[test]
    fn letters_act_outside_fields_only() {
        check("n", false, false, Some(Key::NextHit));
        check("n", false, true, None);
        check("/", false, true, None);
    }

    #[test]
    fn escape_acts_everywhere() {
        check("Escape", false, true, Some(Key::Escape));
    }

    #[test]
    fn chords_belong_to_the_browser() {
        check("p", true, false, None);
    }
}
