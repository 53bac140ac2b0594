//! What is asked, as plain objects, and the engine's request it stands for.

use corpus_index::{Corpus, Facet};
use corpus_search::{Expr, FacetFilter, FilterMode, Filters, LineSort, SearchRequest, Sort, parse};
use serde::{Deserialize, de::DeserializeOwned};

/// What a caller may hand over.
pub trait Given: DeserializeOwned + Default {
    /// Its keys: what `serde-wasm-bindgen` reads does not include what it does not look for.
    const KEYS: &[&str];
}

impl Given for Question {
    const KEYS: &[&str] = &[
        "query",
        "filters",
        "published",
        "mentions",
        "sort",
        "limit",
        "offset",
        "facets",
        "facetValues",
        "timeline",
    ];
}

impl Given for ConcordanceOptions {
    const KEYS: &[&str] = &["words", "sort", "limit", "offset"];
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Question {
    pub query: String,
    pub filters: Vec<Filter>,
    pub published: Option<String>,
    pub mentions: Option<String>,
    pub sort: Option<String>,
    pub limit: Option<u32>,
    pub offset: u32,
    pub facets: Option<Vec<String>>,
    pub facet_values: Option<u32>,
    pub timeline: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Filter {
    pub facet: String,
    pub value: String,
    #[serde(default)]
    pub mode: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConcordanceOptions {
    pub words: Option<u32>,
    pub sort: Option<String>,
    pub limit: Option<u32>,
    pub offset: u32,
}

impl Question {
    /// # Errors
    /// Where a facet, a mode, an order or a range of days is not known.
    pub fn request(&self, corpus: &Corpus) -> Result<SearchRequest, String> {
        let mut query = parse(&self.query);
        for (field, days) in [("published", &self.published), ("mentions", &self.mentions)] {
            let Some(days) = days else { continue };
            let narrowed = parse(&format!("{field}:{days}"));
            if !narrowed.notes.is_empty() {
                return Err(format!(
                    "\"{days}\" is no day, month, year or range of them"
                ));
            }
            query.expr = Expr::And(vec![query.expr, narrowed.expr]);
        }
        let facets = self
            .filters
            .iter()
            .map(|filter| filter.of(corpus))
            .collect::<Result<_, _>>()?;
        Ok(SearchRequest {
            query,
            filters: Filters {
                facets,
                ..Filters::default()
            },
            sort: self.sort()?,
        })
    }

    /// The facets to count: all where none are named.
    ///
    /// # Errors
    /// Where one is not known.
    pub fn facets(&self) -> Result<Vec<Facet>, String> {
        let Some(names) = &self.facets else {
            return Ok(Facet::ALL.to_vec());
        };
        let facet = |name: &String| {
            Facet::from_name(name).ok_or_else(|| format!("no facet is called \"{name}\""))
        };
        names.iter().map(facet).collect()
    }

    fn sort(&self) -> Result<Sort, String> {
        Ok(match self.sort.as_deref() {
            None | Some("relevance") => Sort::Relevance,
            Some("newest") => Sort::Newest,
            Some("oldest") => Sort::Oldest,
            Some("outlet") => Sort::Outlet,
            Some("title") => Sort::Title,
            Some(other) => return Err(format!("no order is called \"{other}\"")),
        })
    }
}

impl Filter {
    fn of(&self, corpus: &Corpus) -> Result<FacetFilter, String> {
        let facet = Facet::from_name(&self.facet)
            .ok_or_else(|| format!("no facet is called \"{}\"", self.facet))?;
        let mode = match self.mode.as_deref() {
            None | Some("require") => FilterMode::Require,
            Some("any") => FilterMode::AnyOf,
            Some("exclude") => FilterMode::Exclude,
            Some(other) => return Err(format!("no mode is called \"{other}\"")),
        };
        // A value this corpus does not have is one no document has.
        let value = corpus.facet_value(facet, &self.value).unwrap_or(u32::MAX);
        Ok(FacetFilter { facet, value, mode })
    }
}

impl ConcordanceOptions {
    /// # Errors
    /// Where the order is not known.
    pub fn sort(&self) -> Result<LineSort, String> {
        Ok(match self.sort.as_deref() {
            None | Some("documents") => LineSort::Documents,
            Some("left") => LineSort::Left,
            Some("hit") => LineSort::Hit,
            Some("right") => LineSort::Right,
            Some("outlet") => LineSort::Outlet,
            Some("date") => LineSort::Date,
            Some(other) => return Err(format!("no order is called \"{other}\"")),
        })
    }
}
