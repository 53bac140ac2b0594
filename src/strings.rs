//! Every sentence the page says, in one place, ready to be translated.
//!
//! Words that come from a corpus (names, reasons, remarks) are not here: they are data.

use corpus_model::EntityKind;
use corpus_search::{Facet, FilterMode, Sort};
use corpus_view::{ContextOrder, Grain, Pane, StudyKind};

pub const APP: &str = "Dateline";
pub const SKIP_TO_RESULTS: &str = "Skip to the results";

pub const FETCHING: &str = "Fetching…";
pub const FETCH_WHOLE: &str = "Fetch the whole corpus";
pub const WHOLE_FIRST: &str = "This corpus is fetched as it is read. To take it along, open a study or its list of files first: they offer to fetch the whole.";
pub const NAMES_UNCOUNTED: &str =
    "People, bodies and places are not counted in so many documents until you ask.";

/// The size is not always known.
pub fn needs_whole(is_of_found: bool, size: Option<&str>) -> String {
    let why = match is_of_found {
        true => {
            "This view reads every document found, and these are many: a narrower search needs less."
        }
        false => "This view reads every document.",
    };
    match size {
        Some(size) => format!("{why} The whole corpus is {size} to fetch."),
        None => format!("{why} The whole corpus has to be fetched."),
    }
}

pub fn whole_has_come(n: &str, of: Option<&str>) -> String {
    match of {
        Some(of) => format!("Fetching the whole corpus: {n} of {of}"),
        None => format!("Fetching the whole corpus: {n}"),
    }
}

pub fn part_failed(why: &str) -> String {
    format!("A part of the corpus could not be fetched ({why}).")
}

pub fn count_names(most: &str) -> String {
    format!("Count them (at most {most})")
}

pub fn fetch_mentioned(most: &str) -> String {
    format!("Show the days that texts mention (at most {most})")
}

pub const SEARCH: &str = "Search";
pub const SEARCH_HINT: &str = "Words, “a phrase”, -without";
pub const CLEAR_SEARCH: &str = "Clear the search";
pub const THEME_AUTO: &str = "Theme: as the system";
pub const THEME_LIGHT: &str = "Theme: light";
pub const THEME_DARK: &str = "Theme: dark";
pub const HELP: &str = "Keys and search";
pub const SHARE: &str = "Save and share";
pub const FILES: &str = "Files and coverage";
pub const CLOSE: &str = "Close";
pub const BACK: &str = "Back";
pub const DISMISS: &str = "Dismiss";

pub const FILTERS: &str = "Filters";
pub const CLEAR_ALL: &str = "Clear all";
pub const SHOW_FEWER: &str = "Show fewer";
pub const MODE_ANY: &str = "or";
pub const MODE_NOT: &str = "not";
pub const NO_SUCH_VALUE: &str = "No match";
pub const NO_OUTLET: &str = "No outlet";
pub const NO_LANGUAGE: &str = "Not known";
pub const FILTERS_WIDTH: &str = "Width of the filters";
pub const RESULTS_WIDTH: &str = "Width of the results";

pub const TIMELINE: &str = "Timeline";
pub const LANE_PUBLISHED: &str = "Published";
pub const LANE_MENTIONED: &str = "Mentioned in the text";
pub const ALL_DAYS: &str = "all days";
pub const BARS: &str = "Bars";
pub const GRAIN_AUTO: &str = "auto";
pub const ZOOM_IN: &str = "Zoom in";
pub const ZOOM_OUT: &str = "Zoom out";
pub const ZOOM_ALL: &str = "Show the main stretch";
pub const AS_TABLE: &str = "As a table";
pub const NO_DATES: &str = "No document of this corpus carries a date.";
pub const PERIOD: &str = "Period";

pub const RESULTS: &str = "Results";
pub const SORT: &str = "Order";
pub const NOTHING_FOUND: &str = "Nothing found";
pub const NOTHING_HERE: &str = "This corpus holds no documents.";
pub const NOTHING_HERE_WHY: &str =
    "Either the folder was empty or none of its files could be read.";
pub fn however_spelt(name: &str, n: u32, number: &str) -> String {
    format!("{name}, however spelt: {}", documents(n, number))
}

pub const SEE_FILES: &str = "See what became of each file";
pub const NOTHING_HINT: &str = "No document has all of this. Taking one thing away helps most:";
pub const NOTHING_HINT_ALONE: &str =
    "No document has this. Fewer words, or the beginning of one, may find more.";
pub const UNDATED: &str = "Undated";

pub const EXTRA_FETCHING: &str = "Fetching this view…";

pub fn extra_failed(error: &str) -> String {
    format!("This view could not be fetched: {error}")
}

pub const WHY: &str = "Why?";
pub const WHY_DATE: &str = "Why this date?";
pub const WHY_OUTLET: &str = "Why this outlet?";
pub const DATE_OPEN: &str = "Undated";
pub const NO_DATE_EVIDENCE: &str =
    "Nothing in the file, its name or its text tells when it was published.";
pub const NEXT_HIT: &str = "Next hit";
pub const PREVIOUS_HIT: &str = "Previous hit";
pub const READ_ALONE: &str = "Reader alone";
pub const MARKS: &str = "Marks in the text";
pub const MARK_DATES: &str = "dates";
pub const MARK_QUOTES: &str = "quotations";
pub const MARK_ALL: &str = "all";
pub const MARK_NONE: &str = "none";
pub const NEXT_MENTION: &str = "Next mention";
pub const PREVIOUS_MENTION: &str = "Previous mention";
pub const NO_SUCH_DOCUMENT: &str = "This corpus has no such document.";
pub const NO_SUCH_ENTITY: &str = "This corpus names no such entity.";
pub const MAP_OF_TEXT: &str = "Hits and mentions along the text";

pub const CHANGED: &str = "What was changed";
pub const CHANGED_NOTHING: &str = "Nothing: the text stands as it came.";
pub const REMOVED: &str = "Removed";
pub const REPAIRED: &str = "Repaired";
pub const QUOTES: &str = "Quotations";
pub const SPEAKER_UNKNOWN: &str = "Speaker not found";
pub const SOURCE: &str = "Source";
pub const SOURCE_FILE: &str = "File";
pub const SOURCE_FORMAT: &str = "Format";
pub const SOURCE_CHARSET: &str = "Charset";
pub const SOURCE_SIZE: &str = "Size";
pub const SOURCE_SHA: &str = "SHA-256";
pub const SOURCE_URL: &str = "Address";
pub const SOURCE_SECTION: &str = "Section";
pub const SOURCE_AUTHORS: &str = "Authors";
pub const SOURCE_LANGUAGE: &str = "Language";
pub const SOURCE_REMARKS: &str = "Remarks";
pub const CANDIDATES: &str = "Hints at the date";
pub const REJECTED: &str = "Considered and rejected";

pub const FILTER_BY: &str = "Filter by it";
pub const FILTERED_BY: &str = "Remove this filter";
pub const EXCLUDE_IT: &str = "Exclude it";
pub const FOCUS: &str = "Follow in the text";
pub const UNFOCUS: &str = "Stop following";
pub const HIDE_IT: &str = "Hide in the text";
pub const SHOW_IT: &str = "Show in the text";
pub const SHOW_HIDDEN: &str = "Show";
pub const OPEN_PAGE: &str = "Its page";
pub const FILTER_MENTIONED: &str = "Documents that mention these days";
pub const FILTER_PUBLISHED: &str = "Documents published on these days";
pub const SPELLINGS: &str = "Spellings";
pub const OVER_TIME: &str = "Over time";

pub const WHY_ONE: &str = "Why these are one";
pub const ONE_SPELLING: &str = "One spelling: nothing had to be joined.";
pub const BESIDE: &str = "Named beside it";
pub const IN_CONTEXT: &str = "In context";
pub const DOCUMENTS: &str = "Documents";

pub const MAP: &str = "Map of places";
pub const MAP_SHORT: &str = "Map";
pub const MAP_WHAT: &str = "Where the places lie that the documents found name: the larger a circle, the more of them name it.";
pub const MAP_NOTE: &str = "Coasts and borders: Natural Earth, simplified. Borders are drawn as they are in fact, which says nothing of whose they should be.";
pub const MAP_NONE: &str = "The documents found name no place that the gazetteer knows.";
pub const MAP_NOT_PLACED: &str = "not on the map";
pub const MAP_ALSO_HERE: &str = "Close by:";
pub const MAP_PLACE: &str = "Place";
pub const MAP_COUNTRY: &str = "Country";
pub const NETWORK: &str = "Who stands beside whom";
pub const NETWORK_SHORT: &str = "Network";
pub const NETWORK_WHAT: &str = "Names that share sentences more often than chance would have it. A click on a line or a row shows the sentences.";
pub const NETWORK_NONE: &str = "No two names share enough sentences here. A smaller number of sentences or more kinds may show some.";
pub const NETWORK_NO_MIDDLE: &str = "It is not named in what is found.";
pub const NETWORK_LEAST: &str = "Sentences together, at least";
pub const NETWORK_KINDS: &str = "Kinds";
pub const NETWORK_ALL: &str = "All names";
pub const NETWORK_NAME: &str = "Name";
pub const NETWORK_OTHER: &str = "Beside";
pub const NETWORK_TOGETHER: &str = "Sentences";
pub const NETWORK_SURE: &str = "How sure (G²)";
pub const NETWORK_LINKS: &str = "Links of the network";
pub const NETWORK_SENTENCES: &str = "Sentences that name both";
pub const SENTENCE: &str = "Sentence";
pub const WHERE_SAID: &str = "Where";
pub const AS_SVG: &str = "Save as a drawing (SVG)";
pub const AS_GRAPHML: &str = "Save for graph programs (GraphML)";
pub const ITS_NETWORK: &str = "Its network";
pub const ON_THE_MAP: &str = "On the map";
pub const ONLY_THESE: &str = "Only these";
pub const ALL_AGAIN: &str = "All again";
pub const SHEET_ALL: &str = "Show all";
pub const SHEET_KEYS: &str =
    "Arrow keys move, plus and minus enlarge and reduce, 0 shows all. The table has the same.";
pub const NEIGHBOURS_WHAT: &str =
    "Names that share sentences with it more often than chance would have it, the surest first.";
pub const NEIGHBOURS_NONE: &str = "No name stands beside it often enough to be more than chance.";
pub const MAY_BE: &str = "Nobody says which of them it is:";
pub const NAMES_IN_TIME: &str = "Its names over the years";
pub const MAY_MEAN: &str = "Spellings that others have too";
pub const COPY: &str = "Copy";
pub const COPIED: &str = "Copied";
pub const BEFORE: &str = "Before";
pub const NAMED_SO: &str = "Named";
pub const BEHIND: &str = "Behind";
pub const MENTIONS: &str = "Mentions";
pub const CONTEXT_ORDER: &str = "Order";

pub fn map_sum(n: u32, number: &str, n_elsewhere: u32, elsewhere: &str) -> String {
    let on = counted(n, number, "place on the map", "places on the map");
    if n_elsewhere == 0 {
        return on;
    }
    format!("{on}, {elsewhere} that the gazetteer cannot place")
}

pub fn network_sum(names: u32, names_number: &str, links: u32, links_number: &str) -> String {
    format!(
        "{}, {}",
        counted(names, names_number, "name", "names"),
        counted(links, links_number, "link", "links")
    )
}

pub fn network_alone(number: &str) -> String {
    format!("{number} more stand alone")
}

pub fn network_drawn(number: &str) -> String {
    format!("the {number} surest are drawn")
}

pub fn network_around(name: &str) -> String {
    format!("Around {name}")
}

pub fn reading(done: &str, all: &str) -> String {
    format!("Reading {done} of {all} documents…")
}

pub fn sentences_of_both(a: &str, b: &str, number: &str) -> String {
    format!("{a} and {b}: {number} together")
}

pub fn sentences(n: u32, number: &str) -> String {
    counted(n, number, "sentence", "sentences")
}

pub fn shared_spelling(spelling: &str) -> String {
    format!("“{spelling}” may also mean")
}

/// Whose id an entity has, and the id as it is written there.
pub fn id_source(id: &str) -> Option<(&'static str, &str)> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(number) = id.strip_prefix("geonames:") {
        return is_number(number).then_some(("GeoNames", number));
    }
    let number = id.strip_prefix('Q')?;
    is_number(number).then_some(("Wikidata", id))
}

pub fn context_order(order: ContextOrder) -> &'static str {
    match order {
        ContextOrder::Document => "as the documents stand",
        ContextOrder::Left => "by the words before",
        ContextOrder::Right => "by the words behind",
        ContextOrder::Outlet => "by outlet",
        ContextOrder::Date => "by date",
    }
}

pub const BEGIN: &str = "How to begin";
pub const TRY_PERSON: &str = "One person";
pub const TRY_WEEK: &str = "One week";
pub const TRY_QUOTE: &str = "One quotation";
pub const START_HINT_1: &str =
    "Every name and date in a text can be clicked: its card says why the machine thinks so. Press ";
pub const START_HINT_2: &str = " for the keys.";
pub const LICENCE: &str = "Licence";

pub const COVERAGE: &str = "Files and coverage";
pub const COVERAGE_FILE: &str = "File";
pub const COVERAGE_SIZE: &str = "Size";
pub const COVERAGE_OUTCOME: &str = "What became of it";
pub const COVERAGE_SKIPPED: &str = "Not used";
pub const COVERAGE_REMARKS: &str = "Files with remarks";
pub const COVERAGE_READ: &str = "Files read";
pub const COVERAGE_SPLIT: &str = "From a file of several";
pub const COVERAGE_CUT: &str = "With text cut";
pub const COVERAGE_REPAIRED: &str = "Repaired";
pub const COVERAGE_UNDATED: &str = "Undated";
pub const COVERAGE_YEAR_OPEN: &str = "Year open";
pub const COVERAGE_CONFLICT: &str = "Conflicting dates";
pub const PARTS: &str = "Articles of this file";
pub const SOURCE_EXTENT: &str = "Extent";

pub const DAMAGED: &str = "The corpus cannot be opened";
pub const DAMAGED_HINT: &str = "The file is damaged or was made by another version of Dateline. Build the page again from its folder.";

pub const KEYS: &[(&str, &str)] = &[
    ("/", "go to the search box"),
    ("j  k", "next and previous result"),
    ("n  p", "next and previous hit in the text"),
    ("s", "study the words of what is found"),
    ("m  M", "next and previous mention of who is followed"),
    (
        "← →",
        "on the timeline: move the days; with Shift: widen them; in the text: from name to name",
    ),
    ("+  −", "on the timeline: zoom"),
    ("Esc", "close or clear the nearest thing"),
    ("?", "this list"),
];
pub const KEYS_TITLE: &str = "Keys";
pub const SYNTAX_TITLE: &str = "Search";
pub const SYNTAX: &[(&str, &str)] = &[
    ("fuel prices", "both words, anywhere, in any of their forms"),
    (
        "“fuel prices”",
        "these words in this order; with ~3 behind them at most three others between",
    ),
    ("=price", "the word just so"),
    ("fuel OR gas", "one of them, or both"),
    ("fuel -protest", "the first, without the second"),
    ("(fuel OR gas) prices", "one of two, and a third"),
    ("fuel NEAR/5 price", "within five words of each other"),
    (
        "protest*  wom?n",
        "words that begin so, or have any letter there",
    ),
    (
        "kazakstan~",
        "words that one letter makes different; ~2 for two letters",
    ),
    ("/colou?r/", "words that a regular expression matches"),
    (
        "person:tokayev",
        "who is named, in any spelling; so place: organisation: event: and entity: for all",
    ),
    ("speaker:psaki", "who is quoted"),
    (
        "quote:claims",
        "words inside a quotation; title:claims in the title",
    ),
    (
        "outlet:tass",
        "who published it; so author: section: language: and type: for the kind of file",
    ),
    (
        "published:2022-01..2022-03",
        "when it was published; mentions:2022-01-05 for what the text speaks of",
    ),
    (
        "has:quote  is:undated",
        "what is known of a document, or not",
    ),
];

/// `1 document`, `5 documents`: the count already in the reader's digits.
fn counted(n: u32, number: &str, one: &str, many: &str) -> String {
    let word = if n == 1 { one } else { many };
    format!("{number} {word}")
}

pub fn documents(n: u32, number: &str) -> String {
    counted(n, number, "document", "documents")
}

pub fn mentions(n: u32, number: &str) -> String {
    counted(n, number, "mention", "mentions")
}

pub fn files(n: u32, number: &str) -> String {
    counted(n, number, "file", "files")
}

pub fn articles(n: u32, number: &str) -> String {
    counted(n, number, "article", "articles")
}

pub fn some_of_all(some: &str, n_all: u32, all: &str) -> String {
    format!("{some} of {}", documents(n_all, all))
}

pub fn some_of(some: &str, all: &str) -> String {
    [some, " of ", all].concat()
}

pub fn undated(number: &str) -> String {
    format!("{number} undated")
}

pub fn earlier(number: &str) -> String {
    format!("‹ {number} earlier")
}

pub fn later(number: &str) -> String {
    format!("{number} later ›")
}

pub fn show_more(number: &str) -> String {
    format!("Show {number} more")
}

pub fn find_in(facet: &str) -> String {
    format!("Find in {}", facet.to_lowercase())
}

pub fn remove_chip(name: &str) -> String {
    format!("Remove {name}")
}

pub fn without(name: &str, documents: &str) -> String {
    format!("without {name}: {documents}")
}

pub fn words_chip(query: &str) -> String {
    format!("the words “{query}”")
}

pub fn hit_of(now: &str, all: &str) -> String {
    format!("hit {now} of {all}")
}

pub fn hits(n: u32, number: &str) -> String {
    counted(n, number, "hit", "hits")
}

/// Where a hint at a publication date was found, as the corpus has it or in plainer words.
pub fn date_hint(from: &str) -> &str {
    match from {
        "folder" => "other documents of the folder",
        "corrections.toml" => "put right by a reader",
        "file" => "when the file was made or saved",
        _ => from,
    }
}

pub fn hidden(number: &str) -> String {
    format!("{number} hidden")
}

pub fn extent(from: &str, to: &str) -> String {
    format!("bytes {from} to {to} of the decoded text")
}

pub fn part_of(part: u32, parts: u32) -> String {
    format!("article {part} of {parts}")
}

pub fn bytes(number: &str) -> String {
    format!("{number} bytes")
}

pub fn following(n: u32, number: &str) -> String {
    format!("{} in this text", mentions(n, number))
}

pub fn bar_readout(period: &str, documents: &str, vague: &str, mentions: &str) -> String {
    format!("{period}: {documents}{vague}, {mentions}")
}

pub fn published_then(documents: &str) -> String {
    format!("{documents} published")
}

pub fn sure(percent: &str) -> String {
    format!("{percent} % sure")
}

pub fn spoken(kind: &str) -> String {
    format!("{kind} quotation")
}

pub fn coverage_sum(files: &str, read: &str, articles: &str, skipped: &str) -> String {
    format!("{files} given: {read} read into {articles}, {skipped} not used.")
}

pub fn pack_failed(address: &str, error: &str) -> String {
    format!(
        "{address} could not be used ({error}). What you see is the corpus built into this page."
    )
}

pub fn chip_published() -> &'static str {
    "Published"
}

pub fn chip_mentions() -> &'static str {
    "Mentions"
}

pub fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Outlet => "Outlet",
        Facet::Language => "Language",
        Facet::Author => "Authors",
        Facet::Section => "Sections",
        Facet::Entity(kind) => match kind {
            EntityKind::Person => "People",
            EntityKind::Organisation => "Organisations",
            EntityKind::Place => "Places",
            EntityKind::Event => "Events",
            EntityKind::Law => "Agreements",
            EntityKind::Group => "Groups",
            EntityKind::Work => "Works",
            EntityKind::Product => "Products",
            EntityKind::Misc => "Other names",
        },
    }
}

pub fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Event => "event",
        EntityKind::Law => "agreement",
        EntityKind::Group => "group",
        EntityKind::Work => "work",
        EntityKind::Product => "product",
        EntityKind::Misc => "other name",
    }
}

pub fn chip_kind(facet: Facet) -> &'static str {
    match facet {
        Facet::Outlet => "outlet",
        Facet::Language => "language",
        Facet::Author => "author",
        Facet::Section => "section",
        Facet::Entity(entity) => kind(entity),
    }
}

pub fn mode_prefix(mode: FilterMode) -> &'static str {
    match mode {
        FilterMode::Require => "",
        FilterMode::AnyOf => "or ",
        FilterMode::Exclude => "not ",
    }
}

pub fn any_label(name: &str) -> String {
    format!("{name}: any of those chosen so")
}

pub fn not_label(name: &str) -> String {
    format!("{name}: exclude")
}

pub fn grain(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
        Grain::Year => "year",
        Grain::Decade => "decade",
    }
}

pub fn sort(sort: Sort, has_query: bool) -> &'static str {
    match sort {
        Sort::Relevance if has_query => "best first",
        Sort::Relevance => "newest first",
        Sort::Newest => "newest first",
        Sort::Oldest => "oldest first",
        Sort::Outlet => "by outlet",
        Sort::Title => "by title",
    }
}

pub fn pane(pane: Pane) -> &'static str {
    match pane {
        Pane::Results => "Results",
        Pane::Timeline => "Timeline",
        Pane::Filters => "Filters",
    }
}

pub fn mention_label(name: &str, kind: &str) -> String {
    format!("{name}, {kind}")
}

pub const BY_BEGINNING: &str =
    "no document has the last word whole: showing words that begin with it";

pub const AND_VAGUE: &str = " and a share of less precise dates";
pub const KIND_DATE: &str = "date";
pub const CARD: &str = "Details";
pub const READ_THERE: &str = "read there";

pub fn and_more(number: &str) -> String {
    format!("and {number} more")
}

pub const STACK: &str = "Colours of the bars";
pub const SEVERAL: &str = "several of these";
pub const OTHERS: &str = "others";
pub const AS_GRID: &str = "Mentioned days against publication";
pub const GRID: &str = "Mentioned days against days of publication; arrow keys move, Enter filters";
pub const GRID_LATER: &str = "later ↑";
pub const GRID_EARLIER: &str = "earlier ↓";
pub const HAPPENINGS: &str = "What happened when";
pub const HAPPENINGS_WHEN: &str = "When";
pub const HAPPENINGS_WHAT: &str = "In the words of the text";
pub const HAPPENINGS_WHERE: &str = "Document";
pub const HAPPENINGS_NONE: &str = "None of the documents found mentions a day.";
pub const WORKING: &str = "Reading the dates of all documents…";
pub const AS_CSV: &str = "Table (CSV)";
pub const AS_CALENDAR: &str = "Calendar (iCalendar)";

pub fn outside(count: &str, farthest: &str) -> String {
    format!("{count}, as far as {farthest}: published on or mentioning such days. Show them")
}

pub fn peak(days: &str, documents: &str, names: &str) -> String {
    format!("Peak, {days}: {names}. {documents}")
}

pub fn cell(published: &str, mentioned: &str, mentions: &str) -> String {
    format!("published {published}, mentioning {mentioned}: {mentions}")
}

/// `30 December, year not known`.
pub fn open_year(day: &str) -> String {
    format!("{day}, year not known")
}

pub fn happenings_sum(mentions: &str, documents: &str) -> String {
    format!("{mentions} of days in {documents}")
}

pub const SOURCE_AS_IT_CAME: &str = "The source as it came";
pub const SOURCE_FETCHING: &str = "Fetching the file…";
pub const SOURCE_NO_FILES: &str = "The original files are not at hand: this page or this corpus came without them. What was cut and mended stands below the text all the same.";
pub const SOURCE_GONE: &str =
    "The file is not among the original files, or it has changed since it was read.";
pub const SOURCE_KEPT: &str = "In the text";
pub const SOURCE_CUT: &str = "cut";
pub const SOURCE_MENDED: &str = "mended";
pub const SOURCE_LAYOUT: &str = "markup";
pub const SOURCE_SAVE: &str = "Save this file";
pub const SOURCE_RULES: &str = "Keep what was cut";
pub const SOURCE_RULES_HOW: &str = "At the end of the folder’s corpus.toml, these rules keep the lines that were cut here. Without its “files”, a rule holds for the whole folder.";
pub const SOURCE_ARTICLE: &str = "The article";

pub fn source_failed(error: &str) -> String {
    format!("The source could not be read: {error}")
}

pub fn source_before(bytes: &str) -> String {
    format!("Show what stands before ({bytes} bytes)")
}

pub fn source_behind(bytes: &str) -> String {
    format!("Show what follows ({bytes} bytes)")
}

pub const OWN: &str = "Your own documents";
pub const OWN_START: &str =
    "Drop a folder of your own anywhere on this page to read it like this one, or ";
pub const OWN_START_LINK: &str = "choose files or paste a text";
pub const OWN_HOW: &str = "Drop files or a folder anywhere on this page, or choose them here. They are read in this tab and nothing is sent anywhere. They open in place of the corpus shown, which stays one click away and can be read together with them.";
pub const OWN_FORMATS: &str = "Read are texts, Markdown, web pages and archives of them (WARC), PDF, Word (.docx), OpenDocument, RTF, EPUB, e-mail, feeds, CSV and JSON, exports of press databases, all of these in zip, tar and the like, and corpora saved from here (.pack). Not read are pictures, scans, spreadsheets, slides and old Word files (.doc): what is not used is listed with the reason.";
pub const OWN_DROP: &str = "Let go to read it in this tab";
pub const OWN_FILES: &str = "Choose files";
pub const OWN_FOLDER: &str = "Choose a folder";
pub const OWN_PASTE: &str = "Or paste a text";
pub const OWN_PASTED: &str = "Pasted text";
pub const OWN_READ_PASTED: &str = "Read this text";
pub const OWN_ADD: &str = "Add to the open corpus";
pub const OWN_REPLACE: &str = "Open instead of it";
pub const OWN_NOTHING: &str = "There is no file in what was given.";
pub const OWN_BROKE: &str = "The reading stopped: these documents need more memory than this tab may have. Fewer at a time, or the command line, will do.";
pub const OWN_ONE_FILE: &str =
    "This page was saved without what reads documents. The page it came from has it.";
pub const OWN_FETCHING: &str = "Fetching what reads documents";
pub const OWN_CANCELLED: &str = "Cancelled. Nothing was kept.";
pub const OWN_CANCEL: &str = "Cancel";
pub const OWN_AGAIN: &str = "Try again";
pub const OWN_KEEP: &str = "Keep on this machine";
pub const OWN_KEPT: &str = "Kept in this browser on this machine.";
pub const OWN_SAVE: &str = "Save";
pub const OWN_SHELF: &str = "Kept on this machine";
pub const OWN_SHELF_EMPTY: &str =
    "Nothing. What you drop lasts as long as this tab, unless you ask to keep it.";
pub const OWN_OPEN: &str = "Open";
pub const OWN_RENAME: &str = "Rename";
pub const OWN_NEW_NAME: &str = "New name";
pub const OWN_DELETE: &str = "Delete";
pub const OWN_SHELF_HINT: &str = "A browser that runs out of space may clear what a page keeps. Save what you could not make again.";

pub fn own_brought(files: &str, name: &str) -> String {
    format!("{files} brought: {name}")
}

pub fn own_shown(name: &str) -> String {
    format!("Open now: {name}")
}

pub fn own_early(n: &str, of: &str) -> String {
    format!("The first {n} of {of} files are shown already.")
}

pub fn own_done(read: &str, skipped: &str) -> String {
    format!("{read} files read, {skipped} not used.")
}

pub fn own_back(name: &str) -> String {
    format!("Back to {name}")
}

pub fn own_join(name: &str) -> String {
    format!("Read together with {name}")
}

pub fn own_delete(name: &str) -> String {
    format!("Delete {name} from this machine?")
}

pub fn own_space(used: &str, of: &str) -> String {
    format!("This page uses {used} of the {of} it may. ")
}

pub fn megabytes(number: &str) -> String {
    format!("{number} MB")
}

/// Why something could not be kept, opened or deleted, in the browser's words or in plainer ones.
pub fn refused(why: &str) -> String {
    if why.starts_with("QuotaExceeded") {
        return "There is no room: this page may keep no more on this machine. Delete a corpus, or save this one as a file. Nothing was kept.".to_owned();
    }
    format!("This browser does not keep it: {why}")
}

pub fn shelf_unseen(why: &str) -> String {
    format!("This browser does not say what it keeps: {why}")
}

/// A step of the pipeline while it works.
pub fn stage(name: &str) -> &'static str {
    match name {
        "read" => "Reading",
        "clean" => "Cleaning and splitting",
        "date" => "Finding dates",
        "name" => "Finding names",
        "quote" => "Finding quotations",
        "link" => "Joining names",
        _ => "Writing the index",
    }
}

pub const STUDY: &str = "Study";
pub const STUDY_LINK: &str = "Study…";
pub const STUDY_WORKING: &str = "Counting…";

pub fn study_working(n: &str, of: &str) -> String {
    format!("Counting: {n} of {of} documents read")
}

pub fn study_words_working(n: &str, of: &str) -> String {
    format!("Counting: {n} of {of} words compared")
}

pub const ALIKE: &str = "Texts alike";

/// What a study is called.
pub fn study(kind: StudyKind) -> &'static str {
    match kind {
        StudyKind::Lines => "Lines",
        StudyKind::Time => "Over time",
        StudyKind::Keywords => "Keywords",
        StudyKind::Collocates => "Word neighbours",
        StudyKind::Runs => "Phrases",
        StudyKind::Names => "A list of names",
        StudyKind::Alike => ALIKE,
    }
}

/// What a study shows, in one sentence.
pub fn study_sentence(kind: StudyKind) -> &'static str {
    match kind {
        StudyKind::Lines => {
            "Every place where the words of the search stand, one below the other; a heading sorts, a line opens its text."
        }
        StudyKind::Time => {
            "How often the search and up to four other queries find something, over the days of publication."
        }
        StudyKind::Keywords => {
            "Words that are more frequent in the documents found than in all others: what these texts are about."
        }
        StudyKind::Collocates => {
            "Words that stand near the words of the search more often than elsewhere: what is said of them."
        }
        StudyKind::Runs => "Words that stand in a row again and again in the documents found.",
        StudyKind::Names => {
            "Paste, drop or choose a list with one name a line, and see which of them the whole corpus has."
        }
        StudyKind::Alike => "Documents that share the rarer words of this one.",
    }
}

pub const LINES_BEFORE: &str = "Before";
pub const LINES_HIT: &str = "Hit";
pub const LINES_AFTER: &str = "After";
pub const LINES_OUTLET: &str = "Outlet";
pub const LINES_DATE: &str = "Date";
pub const LINES_NO_QUERY: &str =
    "Nothing is searched for. Type a word into the search box to see its lines.";
pub const WORD: &str = "Word";
pub const HERE: &str = "Here";
pub const BESIDE_IT: &str = "Near";
pub const ELSEWHERE: &str = "Elsewhere";
pub const G2: &str = "G²";
pub const LOG_RATIO: &str = "Log ratio";
pub const LOG_DICE: &str = "Log Dice";
pub const KEYWORDS_MEASURES: &str = "G² (log-likelihood) says how sure it is that the difference is no chance: above 10.8 it is one in a thousand. The log ratio says how large it is: 1 is twice as frequent, 2 four times, 3 eight times.";
pub const COLLOCATES_MEASURES: &str = "G² (log-likelihood) says how sure it is that they belong together: above 10.8 chance is one in a thousand. Log Dice says how closely: 14 is always together, one less is half as often.";
pub const KEYWORDS_NO_REST: &str =
    "All documents are found, so there are no others to compare with. Search or filter first.";
pub const COLLOCATES_NO_QUERY: &str =
    "Nothing is searched for. Type a word into the search box to see its neighbours.";
pub const TELLING_NONE: &str = "No word stands out. More documents would tell more.";
pub const WINDOW: &str = "Words on either side";
pub const RUN: &str = "Words in a row";
pub const RUN_LENGTH: &str = "Words";
pub const RUNS_NONE: &str = "No words stand in a row twice.";
pub const OCCURRENCES: &str = "Occurrences";
pub const ALIKE_HOW: &str = "Likeness";
pub const ALIKE_BECAUSE: &str = "Words of both";
pub const NAME: &str = "Name";
pub const NAMES_LIST: &str = "Names, one a line";
pub const NAMES_HINT: &str = "One name a line";
pub const NAMES_LOOK_UP: &str = "Look up";
pub const NAMES_FILE: &str = "Choose a file";
pub const TIME_ALL: &str = "all documents";
pub const TIME_COUNTED: &str = "What is counted";
pub const TIME_DOCUMENTS: &str = "documents";
pub const TIME_PER_WORDS: &str = "hits in 1,000 words";
pub const TIME_COMPARE: &str = "Compare with another query";
pub const TIME_ADD: &str = "Add";
pub const TIME_NO_DAYS: &str = "Nothing of this is found in documents with a date.";

pub fn lines_sum(hits: &str, documents: &str) -> String {
    format!("{hits} in {documents}")
}

pub fn words(n: u32, number: &str) -> String {
    counted(n, number, "word", "words")
}

pub fn runs(n: u32, number: &str) -> String {
    counted(n, number, "phrase", "phrases")
}

pub fn names(n: u32, number: &str) -> String {
    counted(n, number, "name", "names")
}

pub fn alike_sum(documents: &str, title: &str) -> String {
    format!("{documents} like “{title}”")
}

pub fn alike_none(title: &str) -> String {
    format!("No document is like “{title}”.")
}

pub fn names_so_far(done: &str, all: &str) -> String {
    format!("{done} of {all} looked up")
}

pub fn names_sum(found: &str, names: &str) -> String {
    format!("{found} of {names} found")
}

pub fn time_left_out(documents: &str) -> String {
    format!("{documents} without a date, or with one too vague for a bar, are not drawn.")
}

pub const SUGGESTIONS: &str = "Completions";
pub const SUGGESTED_FIELD: &str = "field";
pub const SUGGESTED_SPEAKER: &str = "quoted";

pub fn suggested_entity(kind: &str, documents: &str) -> String {
    format!("{kind}, {documents}")
}

pub const CORRECT: &str = "Put right";
pub const CORRECT_THIS: &str = "Put right…";
pub const CORRECT_HERE: &str = "Only here…";
pub const CORRECT_IN_PLACE: &str = "Put right in this place only";
pub const CORRECT_WHOSE: &str = "What it is here";
pub const CORRECT_OTHER: &str = "Somebody or something else that is named in this corpus";
pub const CORRECT_APART: &str = "Nobody and nothing that is named elsewhere";
pub const CORRECT_UNMARK: &str = "No name";
pub const CORRECT_WHO: &str = "Who or what it is";
pub const CORRECT_MARK: &str = "Mark as a name";
pub const CORRECT_MERGE: &str = "The same as";
pub const CORRECT_FIND: &str = "Find by name";
pub const CORRECT_NOT: &str = "Not";
pub const CORRECT_NAME: &str = "Name to show";
pub const CORRECT_KIND: &str = "What it is";
pub const CORRECT_SPLIT: &str = "Spellings that are somebody or something else";
pub const CORRECT_HIDE: &str = "No name at all: take its marks away";
pub const CORRECT_PUBLISHED: &str = "Published";
pub const CORRECT_AS_IT_IS: &str = "as it is now";
pub const CORRECT_NO_DAY: &str = "Nobody knows the day";
pub const CORRECT_OTHER_DAY: &str = "Another day, month or year";
pub const CORRECT_DAY_HINT: &str = "2022-01-07, 2022-01 or 2022; XXXX-01-07 where the year is open. Dates such as “yesterday” in the text move with it.";
pub const CORRECT_TITLE: &str = "Title, as it stands in the text";
pub const CORRECT_NO_TITLE: &str = "None";
pub const CORRECT_EVERYWHERE: &str = "Also wherever else the texts say this and nothing is marked";
pub const CORRECT_NO_NAME: &str = "These words are no name: too many, or none.";
pub const CORRECT_WHY: &str = "Why";
pub const CORRECT_WHY_HINT: &str = "May be left open. It shows wherever the correction shows.";
pub const CORRECT_SAVE: &str = "Save";
pub const CORRECT_CANCEL: &str = "Cancel";
pub const CORRECT_WORKING: &str = "Working…";
pub const CORRECT_NOTHING: &str = "Nothing is changed yet, or a date is not one.";
pub const CORRECTIONS: &str = "Corrections";
pub const CORRECT_ALL: &str = "All corrections";
pub const CORRECT_ABOUT: &str = "What was put right in this corpus, in the order in which it is replayed. Saved as corrections.toml beside the documents, it is part of every build.";
pub const CORRECT_KEPT: &str = "Your corrections stay in this browser, for this corpus, until you take them back. Clearing the data of this site removes them: export what you could not make again.";
pub const CORRECT_NONE: &str = "Nothing yet. Open the card of a name, of a day of publication or of an outlet and choose “Put right…”, or select words of a text and mark them as a name.";
pub const CORRECT_SO_FAR: &str = "Put right so far";
pub const CORRECT_OF_CORPUS: &str = "came with the corpus";
pub const CORRECT_TAKE_BACK: &str = "Take back";
pub const CORRECT_AS_TEXT: &str = "As it stands in the file";
pub const CORRECT_UNDO: &str = "Undo";
pub const CORRECT_UNDO_LAST: &str = "Undo the last correction";
pub const CORRECT_REDO: &str = "Redo";
pub const CORRECT_EXPORT: &str = "Export corrections.toml";
pub const CORRECT_IMPORT: &str = "Import a corrections.toml…";
pub const CORRECTIONS_NOT_KEPT: &str =
    "This browser does not keep your corrections: export them before you close the page.";

pub fn corrections(n: u32, number: &str) -> String {
    match n {
        1 => format!("{number} correction"),
        _ => format!("{number} corrections"),
    }
}

pub fn corrections_unfit(number: &str) -> String {
    format!("{number} of them fit nothing in this corpus. They stay in the list and in the file.")
}

pub fn correct_unfit(why: &str) -> String {
    format!("Changes nothing here: {why}")
}

/// What a place is read as before it is put right.
pub fn correct_read_as(name: &str, kind: &str) -> String {
    format!("Read as {name}, {kind}. All other places stay as they are.")
}

pub fn correct_undo(sentence: &str) -> String {
    format!("Take back: {sentence}")
}

/// What a document was before, for the comment of an entry.
pub fn correct_was(title: &str, published: &str, outlet: &str) -> String {
    let or_none = |text: &str| if text.is_empty() { "none" } else { text }.to_owned();
    format!(
        "{title}: published {}, outlet {}",
        or_none(published),
        or_none(outlet)
    )
}

/// A correction in a sentence: what it does, and up to three words of it.
pub fn correction(action: &str, a: &str, b: &str, c: &str) -> String {
    match (action, b) {
        ("merge", _) => format!("One and the same: {a}"),
        ("split", _) => format!("“{b}” is not {a}"),
        ("rename", _) => format!("{a} is called {b}"),
        ("retype", _) => format!("{a} is: {b}"),
        ("hide", _) => format!("{a} is no name"),
        ("mention", _) if c.is_empty() => format!("{a} is a name everywhere: {b}"),
        ("mention", _) => format!("{a} is a name in {c}: {b}"),
        ("given", _) if c.is_empty() => format!("{a} is {b} everywhere"),
        ("given", _) => format!("{a} in {c} is {b}"),
        ("apart", _) => format!("{a} in {c} is nobody who is named elsewhere: {b}"),
        ("unmark", _) => format!("{a} is no name in {c}"),
        ("document", "published") if c.is_empty() => format!("{a}: nobody knows the day"),
        ("document", "published") => format!("{a}: published {c}"),
        ("document", "outlet") => format!("{a}: outlet {c}"),
        ("document", "title") => format!("{a}: title “{c}”"),
        ("document", _) => format!("{a}: {c}"),
        _ => format!("Not understood: {a}"),
    }
}

/// A reason of the corpus; what a reader put right says so.
pub fn reason(why: &str) -> String {
    why.replace("corrections.toml: ", "put right by a reader: ")
        .replace("corrections.toml", "put right by a reader")
}
