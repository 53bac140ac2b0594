//! The list of corrections as it is now, as it was, and as it was before that was undone.

/// Lists, each one step after the other. What is undone can be redone until something else is done.
pub struct History {
    lists: Vec<Vec<String>>,
    now: usize,
}

impl History {
    /// A list as it was kept: its entries can be undone one by one, from the last.
    pub fn of(list: Vec<String>) -> Self {
        Self {
            now: list.len(),
            lists: (0..=list.len())
                .map(|n| list.iter().take(n).cloned().collect())
                .collect(),
        }
    }

    /// The list.
    pub fn now(&self) -> &[String] {
        self.list(Some(self.now))
    }

    /// Appends entries in one step.
    pub fn add(&mut self, new: Vec<String>) {
        self.step(|list| list.extend(new));
    }

    /// Puts entries in the place of one; none takes it out. Without such a place nothing happens.
    pub fn replace(&mut self, place: usize, new: Vec<String>) {
        if place < self.now().len() {
            self.step(|list| {
                list.splice(place..=place, new);
            });
        }
    }

    /// What the list has become elsewhere, as one step.
    pub fn become_list(&mut self, new: Vec<String>) {
        if new != self.now() {
            self.step(|list| *list = new);
        }
    }

    /// One step back.
    pub fn undo(&mut self) {
        self.now = self.now.saturating_sub(1);
    }

    /// One step forth again.
    pub fn redo(&mut self) {
        self.now = (self.now + 1).min(self.lists.len() - 1);
    }

    /// An entry that the last step concerned.
    pub fn to_undo(&self) -> Option<&str> {
        difference(self.list(self.now.checked_sub(1)), self.now()).filter(|_| self.now > 0)
    }

    /// An entry that the step that was undone last concerned.
    pub fn to_redo(&self) -> Option<&str> {
        let next = Some(self.now + 1).filter(|next| *next < self.lists.len());
        difference(self.now(), self.list(next)).filter(|_| next.is_some())
    }

    fn list(&self, at: Option<usize>) -> &[String] {
        at.and_then(|at| self.lists.get(at))
            .map_or(&[], Vec::as_slice)
    }

    fn step(&mut self, change: impl FnOnce(&mut Vec<String>)) {
        let mut list = self.now().to_vec();
        change(&mut list);
        self.lists.truncate(self.now + 1);
        self.lists.push(list);
        self.now += 1;
    }
}

/// The first entry that only one of two lists has in its place; the longer list speaks.
fn difference<'l>(a: &'l [String], b: &'l [String]) -> Option<&'l str> {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let at = long.iter().zip(short).take_while(|(a, b)| a == b).count();
    long.get(at).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &str) -> Vec<String> {
        entries.chars().map(String::from).collect()
    }

    #[test]
    fn what_is_done_is_undone_and_redone() {
        let mut history = History::of(list("ab"));
        history.add(list("cd"));
        history.replace(1, Vec::new());
        assert_eq!(history.now(), list("acd"));
        assert_eq!(history.to_undo(), Some("b"));
        history.undo();
        assert_eq!(
            (history.now(), history.to_undo()),
            (&list("abcd")[..], Some("c"))
        );
        assert_eq!(history.to_redo(), Some("b"));
        history.undo();
        history.undo();
        history.undo();
        assert_eq!((history.now(), history.to_undo()), (&[][..], None));
        history.undo();
        for _ in 0..9 {
            history.redo();
        }
        assert_eq!((history.now(), history.to_redo()), (&list("acd")[..], None));
    }

    #[test]
    fn another_step_forgets_what_was_undone() {
        let mut history = History::of(list("a"));
        history.undo();
        history.add(list("b"));
        history.redo();
        assert_eq!(history.now(), list("b"));
        history.replace(7, list("x"));
        assert_eq!(history.now(), list("b"));
        history.replace(0, list("yz"));
        assert_eq!(history.now(), list("yz"));
    }

    #[test]
    fn what_it_has_become_elsewhere_is_a_step() {
        let mut history = History::of(list("a"));
        history.become_list(list("ab"));
        history.become_list(list("ab"));
        assert_eq!(
            (history.now(), history.to_undo()),
            (&list("ab")[..], Some("b"))
        );
        history.undo();
        assert_eq!(history.now(), list("a"));
    }
}
