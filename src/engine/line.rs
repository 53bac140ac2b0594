//! The page's end of the line to the worker that searches: what is asked, what comes back, which pages are to be given.

use crate::answer::{Answer, Names, Question};
use crate::lender::Lender;
use crate::opened::Opened;
use crate::web::worker::{Broken, Hear, Program, Worker};
use js_sys::{Array, Uint8Array, Uint32Array};
use wasm_bindgen::{JsCast as _, JsValue};

/// Pages that are given at once: copying them takes a millisecond or two.
const AT_ONCE: u32 = 128;

/// A worker that has the head of a corpus.
pub struct Line {
    opened: Opened,
    worker: Worker,
    lender: Lender,
    /// Pages the worker waits for, that are being fetched.
    awaited: Vec<u32>,
    /// The last question, and how many there were.
    asked: Option<Question>,
    n_asked: u32,
    told: Option<Answer>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.worker.end();
    }
}

impl Line {
    /// Starts a worker and gives it the head. `hear` gets what it says, for [`Line::hear`]; `broken` is called when it has ended.
    pub async fn open(opened: Opened, hear: Hear, broken: Broken) -> Result<Self, JsValue> {
        let lender = Lender::of(&opened).map_err(|_| JsValue::UNDEFINED)?;
        let head = lender.head();
        let worker = Worker::start(Program::Page, hear, broken).await?;
        worker.say(&Array::of2(
            &"open".into(),
            &Uint8Array::from(&head[..]).into(),
        ));
        Ok(Self {
            opened,
            worker,
            lender,
            awaited: Vec::new(),
            asked: None,
            n_asked: 0,
            told: None,
        })
    }

    /// The corpus.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Asks; whatever was asked before is not waited for any more.
    pub fn ask(&mut self, question: &Question, names: Names) {
        self.n_asked = self.n_asked.wrapping_add(1);
        self.asked = Some(question.clone());
        let fragment = question.to_view().to_fragment();
        self.worker.say(&Array::of4(
            &"ask".into(),
            &self.n_asked.into(),
            &fragment.into(),
            &(names == Names::Always).into(),
        ));
    }

    /// What the worker has answered last.
    pub fn told(&self) -> Option<Answer> {
        self.told.clone()
    }

    /// Takes what the worker says. Whether that is an answer to the last question; if not, it may wait for pages that are to be
    /// [given](Self::forward).
    pub fn hear(&mut self, message: &Array) -> bool {
        let numbers = |at| {
            let numbers = message.get(at).dyn_into::<Uint32Array>().ok();
            numbers.map_or_else(Vec::new, |numbers| numbers.to_vec())
        };
        match message.get(0).as_string().unwrap_or_default().as_str() {
            "want" => {
                let wanted = numbers(1).into_iter();
                let is_new = |page: &u32| !self.awaited.contains(page);
                let wanted: Vec<u32> = wanted.filter(is_new).collect();
                self.awaited.extend(wanted);
                false
            }
            "answer" if message.get(1) == self.n_asked => {
                let notes = Array::from(&message.get(3));
                let notes = notes.iter().filter_map(|note| note.as_string()).collect();
                let (opened, numbers) = (&self.opened, numbers(2));
                let told = |question| Answer::from_numbers(opened, question, &numbers, notes);
                self.told = self.asked.as_ref().map(told);
                true
            }
            _ => false,
        }
    }

    /// Gives the worker what it waits for, as far as that is here and not too much for one turn. Whether there is more.
    pub fn forward(&mut self) -> bool {
        let (given, lent) = (Array::of1(&"pages".into()), Array::new());
        let lender = &self.lender;
        self.awaited.retain(|page| {
            if lent.length() == AT_ONCE {
                return true;
            }
            let Some(file) = lender.page(*page) else {
                return true;
            };
            let file = Uint8Array::from(&file[..]);
            given.push(&(*page).into());
            given.push(&file);
            lent.push(&file.buffer());
            false
        });
        if lent.length() > 0 {
            self.worker.lend(&given, &lent);
        }
        lent.length() == AT_ONCE
    }
}
