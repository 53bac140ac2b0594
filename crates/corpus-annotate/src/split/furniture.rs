//! How much a line looks like furniture: navigation, controls, sharing, advertising, notes of a site.
//!
//! In: a line, its place and how often it recurs. Out: a weight in hundredths and the strongest reason.
//! It is a weighted model. Words of user interfaces count by the share of the line they make up, so
//! that a sentence that holds one (`police shared a video`) is safe; recurrence, shape and place add.

use super::lines::{Line, Listed};
use std::sync::OnceLock;

/// Reasons that tell more than that a line is furniture: splitting and describing ask for them.
pub(crate) mod reason {
    /// Ends a feed's text and names its title and source.
    pub(crate) const FEED_NOTE: &str = "note of a feed: where the text first appeared";
    /// Begins a feed's text.
    pub(crate) const FEED_NAME: &str = "number and name of a feed";
    /// Follows a headline.
    pub(crate) const SHARING: &str = "sharing note";
    /// The page's own name stands before each of its articles.
    pub(crate) const RECURS_HERE: &str = "line that recurs in the source";
}

/// A weight and what speaks for it most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// From 100 on the line is furniture wherever it stands.
    pub(super) weight: i32,
    pub(super) why: &'static str,
    /// The line marks the end or the beginning of an article.
    pub(super) is_border: bool,
    /// The number of the owner's rule that decided.
    pub(super) rule: Option<usize>,
}

impl Verdict {
    /// The same with what the neighbours and the place add: suspects come in company, and at the edges.
    pub(super) fn among(self, n_suspect_neighbours: i32, is_at_edge: bool) -> Self {
        if self.weight == 0 {
            return self;
        }
        let edge = if is_at_edge { 20 } else { 0 };
        Self {
            weight: self.weight + 15 * n_suspect_neighbours + edge,
            ..self
        }
    }

    /// No furniture.
    pub(super) const NONE: Self = Self {
        weight: 0,
        why: "",
        is_border: false,
        rule: None,
    };
}

/// What is known of a line beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings {
    /// Documents of the folder that have the same line, and how many there are.
    pub(super) n_docs_with: u32,
    pub(super) n_docs: u32,
    /// How often it stands in this source.
    pub(super) n_here: u32,
    /// The source begins with this line.
    pub(super) is_page_head: bool,
    /// The source holds running text at all.
    pub(super) has_prose: bool,
}

/// Groups of interface words: the reason, the weight of a line that consists of them, whether they
/// mark a border, and the words. A word ending in `*` stands for its beginnings.
type Group = (&'static str, i32, bool, &'static [&'static str]);

#[rustfmt::skip]
const GROUPS: &[Group] = &[
    (
        "player control", 150, false,
        &[
            "volume*", "seek", "captions", "fullscreen*", "exit", "playback", "seconds", "rewind", "forward*",
            "backward*", "increase", "decrease", "press", "shift", "question", "mark", "keyboard", "shortcuts",
            "loaded", "buffering", "subtitles", "player", "autoplay", "0:00", "00:00", "live", "duration", "quality",
            "settings", "audio", "listen", "video", "watch", "stream", "speed", "громкость", "воспроизвести",
            "пауза", "lautstärke", "wiedergabe", "play*", "pause*", "mute*", "unmute*", "minute*", "min", "on",
            "off*", "key", "list", "space", "arrow", "spacebar", "escape", "esc", "toggle", "theater", "skip",
            "transcript", "download",
        ],
    ),
    (
        "sharing or following", 140, false,
        &[
            "share*", "tweet", "retweet*", "facebook", "twitter", "whatsapp", "telegram", "instagram", "linkedin",
            "pinterest", "reddit", "email", "e-mail", "print", "copy", "link", "follow*", "like", "subscribe*",
            "pin", "send", "bookmark", "save", "story", "friend", "article", "whatsapp", "viber", "vk", "youtube",
            "tiktok", "threads", "flipboard", "поделиться", "подписывайтесь", "подписаться", "вконтакте",
            "одноклассники", "твитнуть", "teilen", "folgen", "drucken", "partager", "suivez", "compartir",
            "messenger", "x", "post", "image", "view", "photo*",
        ],
    ),
    (
        "navigation label", 130, true,
        &[
            "home", "menu", "search", "news", "all", "latest", "breaking", "top", "stories", "story", "headlines",
            "sections", "section", "main", "more", "most", "read", "viewed", "popular", "trending", "recommended",
            "related", "articles", "article", "next", "previous", "prev", "back", "see", "also", "world", "politics",
            "business", "sport*", "culture", "opinion*", "topics", "topic", "tags", "tag", "category", "categories",
            "archive", "archives", "skip", "content", "navigation", "toggle", "close", "open", "show", "hide",
            "load", "continue", "reading", "live", "updates", "update", "videos", "video", "photos", "galleries",
            "gallery", "editor's", "editors", "picks", "pick", "choice", "featured", "like", "may", "might",
            "главная", "новости", "все", "меню", "поиск", "лента", "далее", "назад", "ещё", "еще", "читайте",
            "также", "популярное", "рубрики", "теги", "темы", "startseite", "menü", "suche", "nachrichten", "mehr",
            "alle", "themen", "weiter", "zurück", "meistgelesen", "accueil", "recherche", "inicio", "noticias",
            "last", "hour", "hours", "today", "today's", "weekly",
        ],
    ),
    (
        "newsletter or account", 140, true,
        &[
            "sign", "up", "signup", "subscribe*", "newsletter*", "log", "login", "register", "account", "free",
            "daily", "inbox", "email", "e-mail", "alerts", "alert", "notifications", "join", "membership", "member",
            "subscription", "trial", "enter", "address", "password", "submit", "get", "our", "your", "the", "to",
            "for", "weekly", "morning", "briefing", "support", "donate", "contribute", "рассылк*", "подпис*",
            "войти", "регистрация", "anmelden", "abonnieren", "newsletter", "abonnez", "inscrivez", "suscríbete",
            "delivered", "stay", "informed", "never", "miss", "news", "latest", "receive", "here", "click",
        ],
    ),
    (
        "advertisement", 160, false,
        &[
            "advertisement*", "advertising", "sponsored", "promoted", "ad", "ads", "advert", "реклама", "anzeige",
            "werbung", "publicité", "publicidad", "continue", "reading", "below", "scroll", "story", "continues",
            "after", "paid", "content", "partner", "the", "main",
        ],
    ),
    (
        "copyright or legal note", 150, true,
        &[
            "©", "copyright", "all", "rights", "reserved", "terms", "privacy", "policy", "use", "of", "service",
            "conditions", "cookie*", "contact", "us", "about", "imprint", "impressum", "datenschutz", "agb",
            "disclaimer", "legal", "notice", "and", "accept", "we", "settings", "preferences", "consent", "права",
            "защищены", "все", "при", "использовании", "материалов", "ссылка", "обязательна", "правила",
            "конфиденциальности", "kontakt", "mentions", "légales", "sitemap", "accessibility", "help", "faq",
            "careers", "advertise",
        ],
    ),
    (
        "comments", 140, true,
        &[
            "comment*", "reply", "replies", "leave", "add", "post", "write", "load", "show", "view", "all",
            "responses", "discussion", "discuss", "join", "the", "conversation", "a", "комментарии", "комментарий",
            "комментировать", "ответить", "kommentare", "kommentar", "schreiben", "commentaires", "comentarios",
            "no", "be", "first", "to",
        ],
    ),
    (
        "time stamp of the site", 110, false,
        &[
            "updated", "published", "posted", "ago", "hours", "hour", "minutes", "minute", "days", "day", "weeks",
            "min", "mins", "read", "last", "modified", "just", "now", "обновлено", "назад", "минут", "часов", "час",
            "aktualisiert", "vor", "stunden", "minuten", "lesezeit", "time", "reading",
        ],
    ),
];

/// Openings that say that a link to another text follows. Lower case.
#[rustfmt::skip]
const LINK_OPENINGS: &[&str] = &[
    "read also", "also read", "read more", "see also", "more on this", "more from", "more on", "related:",
    "related stories", "related news", "related articles", "recommended:", "you may also", "you might also",
    "don't miss", "don’t miss", "further reading", "watch:", "listen:", "in pictures:", "in photos:", "read next",
    "up next", "next:", "previous:", "next article", "previous article", "click here", "tap here", "find out more",
    "читайте также", "читать также", "читать далее", "по теме:", "смотрите также", "подробнее:", "ещё по теме",
    "еще по теме", "материалы по теме", "lesen sie auch", "lesen sie mehr", "mehr zum thema", "siehe auch",
    "auch interessant", "lire aussi", "à lire aussi", "lea también", "lee también", "оқи отырыңыз", "also see",
    "must read", "explore more", "read the full", "read full", "continue reading", "keep reading", "learn more",
    "see more", "view more", "show more", "most read", "most popular", "trending now", "editor's picks",
    "editors' picks", "tags:", "tag:", "topics:", "теги:", "filed under", "category:", "categories:",
    "schlagwörter:", "share this", "share on", "follow us", "sign up", "subscribe to", "subscribe now", "join us",
    "listen to this", "view image on", "view this post", "view on", "originally published", "this post was",
    "skip to", "jump to", "back to top", "go to", "download our", "download the app", "get our app", "support us",
];

/// Weighs a line.
pub(super) fn weigh(line: &Line<'_>, around: Surroundings) -> Verdict {
    let text = line.text.trim();
    // Running text: no label is so long.
    if line.n_words > 60 || line.n_chars > 600 {
        return Verdict::NONE;
    }
    // Of longer lines only their openings can tell: most of a text is read no further.
    if line.n_words > 16 && !opens_like_a_label(text) {
        return Verdict::NONE;
    }
    let lower = text.to_lowercase();
    let mut best = Verdict {
        weight: 0,
        why: "furniture",
        is_border: false,
        rule: None,
    };
    let mut consider = |weight: i32, why: &'static str, is_border: bool| {
        if weight > best.weight {
            best = Verdict {
                weight,
                why,
                is_border,
                rule: None,
            };
        }
    };
    if is_rule(text) {
        consider(200, "separator", true);
    }
    if is_feed_tail(&lower) {
        consider(200, reason::FEED_NOTE, true);
    }
    if is_feed_id(text, line) {
        consider(180, reason::FEED_NAME, true);
    }
    if lower.starts_with("shared this story")
        || lower.ends_with("shared this story") && line.n_words <= 6
    {
        consider(200, reason::SHARING, false);
    }
    if is_retweet(&lower, line) {
        consider(170, "retweet marker", false);
    }
    if let Some(opening) = link_openings().of(&lower) {
        let rest = lower.get(opening.len()..).unwrap_or_default();
        let is_label = line.n_words <= opening.split(' ').count() + 4;
        let has_colon = opening.ends_with(':') || rest.trim_start().starts_with(':');
        if has_colon && line.n_words <= 30 {
            consider(160, "link to another text", false);
        } else if is_label && !line.is_shut {
            consider(150, "link or label of the site", true);
        }
    }
    let shares = if line.n_words > 24 {
        Vec::new()
    } else {
        shares(&unglued(text))
    };
    for ((why, full, is_border, _), share) in GROUPS.iter().zip(shares) {
        // Three quarters of the words make a control; a single word needs to stand alone.
        let weight = match share {
            (_, 0) | (0, _) => 0,
            // One word alone may be a subhead or a caption: its place must speak too.
            (1, 1) => full * 2 / 3,
            (n, all) if n == all => *full,
            (n, all) if n * 4 >= all * 3 && all >= 3 => full * 3 / 4,
            (n, all) if n * 2 >= all && all >= 4 => full * 2 / 5,
            _ => 0,
        };
        let weight = if line.n_words > 12 {
            weight / 2
        } else {
            weight
        };
        // Sentences may consist of such words; labels have no stop.
        let weight = if line.is_shut && line.n_words > 4 {
            weight * 3 / 4
        } else {
            weight
        };
        consider(weight, why, *is_border);
    }
    if lower.contains("all rights reserved")
        || lower.starts_with('©')
        || lower.starts_with("copyright ")
    {
        consider(160, "copyright note", true);
    }
    if is_trail(text, line) {
        consider(110, "navigation label", true);
    }
    // Recurrence: a short line in several documents, or several times in this one.
    if line.n_words <= 10 && !line.is_shut && around.n_docs_with >= 2 && around.has_prose {
        let share = around.n_docs_with * 100 / around.n_docs.max(1);
        let many = 30 + 10 * around.n_docs_with.min(6);
        let weight = i32::try_from(many + share.min(50)).unwrap_or(100);
        consider(weight, "line that recurs in the folder", true);
    }
    let is_short = line.n_words <= 6 && !line.is_shut;
    if is_short && around.n_here >= 2 && around.has_prose && line.credit.is_none() {
        let names_a_site = crate::describe::byline::looks_like_outlet(text);
        let many = if around.n_here >= 4 { 20 } else { 0 };
        let heads = names_a_site || around.is_page_head;
        consider(
            if heads { 105 } else { 85 } + many,
            reason::RECURS_HERE,
            true,
        );
    }
    best
}

/// Beginnings of lines, found by their first byte.
struct Openings([Vec<&'static str>; 256]);

impl Openings {
    fn new(all: impl Iterator<Item = &'static str>) -> Self {
        let mut out = Self([const { Vec::new() }; 256]);
        for opening in all {
            if let Some(first) = opening.bytes().next() {
                out.0[usize::from(first)].push(opening);
            }
        }
        out
    }

    /// The first in the list that `lower` begins with.
    fn of(&self, lower: &str) -> Option<&'static str> {
        let first = lower.bytes().next()?;
        let may = &self.0[usize::from(first)];
        may.iter().find(|o| lower.starts_with(**o)).copied()
    }
}

fn link_openings() -> &'static Openings {
    static OPENINGS: OnceLock<Openings> = OnceLock::new();
    OPENINGS.get_or_init(|| Openings::new(LINK_OPENINGS.iter().copied()))
}

/// Beside links: a note of a feed or a copyright note.
const NOTE_OPENINGS: &[&str] = &[
    "the post",
    "this post",
    "this article",
    "the article",
    "запись",
    "сообщение",
    "©",
    "copyright",
];

/// Whether the first words are those of a link, a note of a feed or a copyright note.
fn opens_like_a_label(text: &str) -> bool {
    static OPENINGS: OnceLock<Openings> = OnceLock::new();
    let openings =
        OPENINGS.get_or_init(|| Openings::new(NOTE_OPENINGS.iter().chain(LINK_OPENINGS).copied()));
    let first = text.chars().next().map(char::to_lowercase);
    let mut utf8 = [0; 4];
    let may_open = first.and_then(|mut first| first.next()).is_some_and(|c| {
        let first = c.encode_utf8(&mut utf8).bytes().next().unwrap_or_default();
        !openings.0[usize::from(first)].is_empty()
    });
    if !may_open {
        return false;
    }
    let head: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    openings.of(&head).is_some()
}

/// A space where a small letter meets a capital: controls are often written without one between them.
fn unglued(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for c in text.chars() {
        if previous.is_lowercase() && c.is_uppercase() || c == '/' {
            out.push(' ');
        }
        if c != '/' {
            out.push(c);
        }
        previous = c;
    }
    out.to_lowercase()
}

/// In which groups a word stands, a bit each, in the three ways an entry can be met.
struct Entries {
    /// As it is.
    whole: Listed<u16>,
    /// Whole or as the beginning that an entry with `*` names.
    bare: Listed<u16>,
    /// Beginnings.
    beginnings: Vec<(&'static str, u16)>,
}

fn entries() -> &'static Entries {
    static ENTRIES: OnceLock<Entries> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut out = Entries {
            whole: Listed::default(),
            bare: Listed::default(),
            beginnings: Vec::new(),
        };
        for (idx, (_, _, _, words)) in GROUPS.iter().enumerate() {
            let bit = 1 << idx;
            for word in *words {
                let bare = word.trim_end_matches('*');
                *out.bare.entry(bare).or_default() |= bit;
                if bare.len() < word.len() {
                    out.beginnings.push((bare, bit));
                } else {
                    *out.whole.entry(word).or_default() |= bit;
                }
            }
        }
        out
    })
}

impl Entries {
    fn whole(&self, word: &str) -> u16 {
        self.whole.get(word).copied().unwrap_or_default()
    }

    /// The groups a word belongs to: whole, by its beginning, or as two words written as one, as controls are
    /// (`0 secondsVolume 90%`).
    fn of(&self, word: &str) -> u16 {
        let mut bits = self.whole(word);
        for (beginning, bit) in &self.beginnings {
            if word.starts_with(beginning) && word.len() <= beginning.len() + 4 {
                bits |= bit;
            }
        }
        for at in 4..word.len().saturating_sub(3) {
            if let Some((head, rest)) = word.split_at_checked(at) {
                let head = self.whole(head);
                if head != 0 {
                    bits |= head & self.bare.get(rest).copied().unwrap_or_default();
                }
            }
        }
        bits
    }
}

/// For each group, how many of a line's words belong to it, and how many it has. Numbers count for neither, but
/// a line of words and numbers only counts them as one word of the group.
fn shares(lower: &str) -> Vec<(usize, usize)> {
    let entries = entries();
    let mut out = vec![(0, 0); GROUPS.len()];
    for word in lower.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '>'
                    | '»'
                    | ','
                    | '('
                    | ')'
                    | ':'
                    | '.'
                    | '!'
                    | '?'
                    | '·'
                    | '•'
                    | '-'
                    | '…'
                    | '“'
                    | '”'
                    | '"'
                    | '%'
                    | '&'
                    | '+'
            )
    }) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
        if word.is_empty() || word.bytes().all(|b| b.is_ascii_digit() || b == b':') {
            continue;
        }
        // Function words go with any label.
        let is_function = matches!(
            word,
            "to" | "a"
                | "an"
                | "of"
                | "the"
                | "on"
                | "in"
                | "for"
                | "and"
                | "or"
                | "at"
                | "is"
                | "your"
                | "our"
                | "this"
                | "и"
                | "в"
                | "на"
                | "der"
                | "die"
                | "das"
                | "und"
        );
        let (mine, counted) = if is_function {
            let whole = entries.whole(word);
            (whole, whole)
        } else {
            (entries.of(word), u16::MAX)
        };
        for (idx, (n, all)) in out.iter_mut().enumerate() {
            *n += usize::from(mine & 1 << idx != 0);
            *all += usize::from(counted & 1 << idx != 0);
        }
    }
    out
}

/// `* * *`, `---`, `___`.
fn is_rule(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphanumeric())
        && text.chars().filter(|c| !c.is_whitespace()).count() >= 2
        && !text.contains(['█', '■', '"', '“', '”', '?'])
}

/// `The post … first appeared on …`.
fn is_feed_tail(lower: &str) -> bool {
    let has = |a: &str| lower.contains(a);
    (lower.starts_with("the post")
        || lower.starts_with("this article")
        || lower.starts_with("this post")
        || lower.starts_with("the article")
        || lower.starts_with("запись")
        || lower.starts_with("сообщение"))
        && (has("appeared first")
            || has("first appeared")
            || has("first published on")
            || has("впервые появил"))
}

/// `1234567 Harbour Review`: a long number, then a name.
fn is_feed_id(text: &str, line: &Line<'_>) -> bool {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(n_digits..).unwrap_or_default();
    n_digits >= 5 && rest.starts_with([' ', ':', '\t']) && line.n_words <= 10 && !line.is_shut
}

fn is_retweet(lower: &str, line: &Line<'_>) -> bool {
    line.n_words <= 6
        && (lower.ends_with(" retweeted")
            || lower.ends_with(" reposted")
            || lower.starts_with("retweeted by")
            || lower.ends_with(" ретвитнул"))
}

/// `Home > World > Asia`, `Terms | Privacy`: short parts between separators.
fn is_trail(text: &str, line: &Line<'_>) -> bool {
    let may_part = || text.contains(['>', '|', '»', '/', '·', '•', '›']);
    if line.is_shut || line.credit.is_some() || !may_part() {
        return false;
    }
    for separator in [" > ", " | ", " » ", " / ", " · ", " • ", " › "] {
        let parts: Vec<&str> = text.split(separator).collect();
        if parts.len() >= 3
            && parts
                .iter()
                .all(|p| (1..=3).contains(&p.split_whitespace().count()))
            || parts.len() == 2 && separator == " > "
        {
            return true;
        }
    }
    false
}
