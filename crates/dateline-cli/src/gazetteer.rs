//! `dateline gazetteer`: compiles the open name lists of a data folder into the tables that the
//! recogniser embeds.
//!
//! Takes the folder that holds `gaz-*` and `corpus-voa-sentences`; writes `name-*.tsv` into the output
//! folder, sorted, so that the same lists give the same bytes. `name-hand.tsv` is written by hand and
//! left alone. Lists under share-alike licences go into files of their own (`*-sa.tsv`).
//!
//! It filters and reshapes; which names count as evidence for what is decided in
//! `corpus_annotate::name`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

/// Cities with fewer inhabitants are left out: their names are mostly surnames and common words.
const MIN_POPULATION: u64 = 15_000;
/// Names in other scripts and older names are kept for cities from this size.
const MIN_POPULATION_ALIASES: u64 = 150_000;

/// Writes all tables; returns a line for each.
///
/// # Errors
/// A source file that is missing or does not parse, or a table that cannot be written.
pub fn compile(data: &Path, out: &Path) -> Result<Vec<String>, String> {
    let mut report = Vec::new();
    let mut write = |name: &str, head: &str, rows: &BTreeSet<String>| -> Result<(), String> {
        let mut text = format!(
            "# kind, id, country, weight, names, place (1e-4 degree). Made by `dateline gazetteer`. {head}\n"
        );
        for row in rows {
            text.push_str(row);
            text.push('\n');
        }
        report.push(format!("{name}: {} rows, {} bytes", rows.len(), text.len()));
        std::fs::write(out.join(name), text).map_err(|e| format!("{name}: {e}"))
    };
    write(
        "name-places.tsv",
        "Sources: datasets/country-codes (PDDL), OpenSanctions rigour (MIT), Unicode CLDR (Unicode-3.0), GeoNames (CC BY 4.0)",
        &places_only(places(data)?, &by_hand(out, "G")?, &by_hand(out, "O")?),
    )?;
    write(
        "name-organisations.tsv",
        "Sources: kagisearch/kite-public media_data.json (MIT)",
        &outlets(data)?,
    )?;
    write(
        "name-organisations-sa.tsv",
        "Source: SupraVerden (CC BY-SA 4.0); this file is under CC BY-SA 4.0",
        &international(data)?,
    )?;
    write(
        "name-people.tsv",
        "Source: unitedstates/congress-legislators (CC0)",
        &people(data)?,
    )?;
    write(
        "name-words.tsv",
        "Sources: Moby lists (MIT), popular names by country (CC0), nicknames (Apache-2.0), names in Latin and Cyrillic from Wikidata (CC0), Voice of America sentences (public domain)",
        &words(data)?,
    )?;
    let common = common_words(data)?;
    report.push(format!("name-common.tsv: {} bytes", common.len()));
    std::fs::write(out.join("name-common.tsv"), common)
        .map_err(|e| format!("name-common.tsv: {e}"))?;
    Ok(report)
}

/// Words of English and Russian speech in ranks, a rank a line: how common a word is tells a name from a word that
/// merely begins a line.
fn common_words(data: &Path) -> Result<String, String> {
    const RANKS: [usize; 8] = [100, 300, 1000, 3000, 8000, 16_000, 30_000, 50_000];
    let mut ranks: [BTreeSet<String>; RANKS.len()] = Default::default();
    for (language, letters) in [("en", 'a'..='z'), ("ru", 'а'..='ё')] {
        let list = text(&data.join(format!("wordfreq-50k/{language}_50k.txt")))?;
        for (i, line) in list.lines().enumerate() {
            let word = line.split(' ').next().unwrap_or_default();
            let rank = RANKS.iter().position(|limit| i < *limit);
            if let Some(rank) = rank
                && word.chars().all(|c| letters.contains(&c))
            {
                ranks[rank].insert(word.to_owned());
            }
        }
    }
    let mut out = format!(
        "{}, commonest first. Made by `dateline gazetteer`. Source: OpenSubtitles 2018 by hermitdave/FrequencyWords (CC BY-SA 4.0); this file is under CC BY-SA 4.0\n",
        corpus_annotate::name::gazetteer::Ranks::HEAD
    );
    for rank in ranks {
        out.push_str(&rank.into_iter().collect::<Vec<_>>().join(" "));
        out.push('\n');
    }
    Ok(out)
}

/// Names of rows with this code in the table that is written by hand.
fn by_hand(out: &Path, code: &str) -> Result<BTreeSet<String>, String> {
    Ok(text(&out.join("name-hand.tsv"))?
        .lines()
        .filter_map(|row| {
            let mut fields = row.split('\t');
            (fields.next() == Some(code)).then(|| fields.nth(3))?
        })
        .flat_map(|names| names.split('|'))
        .map(str::to_owned)
        .collect())
}

/// Rows without names that are those of peoples: lists call Ukraine "Ukrainian", too. Nor does a place have a body's
/// name beside its own: lists translate Casablanca as "White House".
fn places_only(
    rows: BTreeSet<String>,
    peoples: &BTreeSet<String>,
    bodies: &BTreeSet<String>,
) -> BTreeSet<String> {
    rows.into_iter()
        .filter_map(|row| {
            let mut fields: Vec<&str> = row.split('\t').collect();
            let names = fields.get(4)?;
            let kept: Vec<&str> = names
                .split('|')
                .enumerate()
                .filter(|(i, name)| {
                    !peoples.contains(*name) && (*i == 0 || !bodies.contains(*name))
                })
                .map(|(_, name)| name)
                .collect();
            let kept = kept.join("|");
            *fields.get_mut(4)? = &kept;
            (!kept.is_empty()).then(|| fields.join("\t"))
        })
        .collect()
}

/// Latitude and longitude as the sixth column has them: ten thousandths of a degree.
fn at(lat: f64, lon: f64) -> String {
    format!("{:.0} {:.0}", lat * 1e4, lon * 1e4)
}

/// The middle of the cities of a state or a division, weighed by their inhabitants.
#[derive(Default)]
struct Middle {
    sums: [f64; 3],
}

impl Middle {
    fn add(&mut self, lat: f64, lon: f64, population: u64) {
        let weight = population.max(1) as f64;
        for (sum, value) in self
            .sums
            .iter_mut()
            .zip([lat * weight, lon * weight, weight])
        {
            *sum += value;
        }
    }

    fn column(&self) -> String {
        let [lat, lon, weight] = self.sums;
        format!("\t{}", at(lat / weight, lon / weight))
    }
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn gunzip(path: &Path) -> Result<String, String> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut out)
        .map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(out)
}

fn csv_rows(path: &Path) -> Result<Vec<BTreeMap<String, String>>, String> {
    let raw = text(path)?;
    let mut reader = csv::Reader::from_reader(raw.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().map_err(|e| e.to_string())?.clone();
    reader
        .records()
        .map(|row| {
            let row = row.map_err(|e| format!("{}: {e}", path.display()))?;
            Ok(head
                .iter()
                .zip(row.iter())
                .map(|(k, v)| (k.to_owned(), v.trim().to_owned()))
                .collect())
        })
        .collect()
}

fn row(kind: &str, id: &str, country: &str, weight: &str, names: &[String]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let names: Vec<_> = names
        .iter()
        .map(|n| n.trim().replace(['\t', '|', '\n'], " "))
        .filter(|n| !n.is_empty() && seen.insert(n.clone()))
        .collect();
    (!names.is_empty()).then(|| format!("{kind}\t{id}\t{country}\t{weight}\t{}", names.join("|")))
}

/// Written only with Cyrillic letters (and what may stand between them).
fn is_cyrillic(name: &str) -> bool {
    name.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
        && name
            .chars()
            .all(|c| ('\u{400}'..='\u{52f}').contains(&c) || matches!(c, ' ' | '-' | '’' | '\''))
}

/// Letters that Russian, Ukrainian or Kazakh write; others (Serbian, Tajik, Mongol) are left out.
fn is_kept_cyrillic(name: &str) -> bool {
    is_cyrillic(name)
        && name.chars().all(|c| {
            matches!(
                c,
                'А'..='я'
                    | 'Ё'
                    | 'ё'
                    | ' '
                    | '-'
                    | 'І'
                    | 'і'
                    | 'Ї'
                    | 'ї'
                    | 'Є'
                    | 'є'
                    | 'Ґ'
                    | 'ґ'
                    | 'Ә'
                    | 'ә'
                    | 'Ғ'
                    | 'ғ'
                    | 'Қ'
                    | 'қ'
                    | 'Ң'
                    | 'ң'
                    | 'Ө'
                    | 'ө'
                    | 'Ұ'
                    | 'ұ'
                    | 'Ү'
                    | 'ү'
                    | 'Һ'
                    | 'һ'
            )
        })
}

fn places(data: &Path) -> Result<BTreeSet<String>, String> {
    let mut out = BTreeSet::new();
    let mut cldr: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for language in ["en", "ru", "uk", "kk"] {
        let json: serde_json::Value = serde_json::from_str(&text(
            &data.join(format!("gaz-cldr/{language}/territories.json")),
        )?)
        .map_err(|e| e.to_string())?;
        let map = &json["main"][language]["localeDisplayNames"]["territories"];
        for (code, name) in map.as_object().into_iter().flatten() {
            let code = code.split('-').next().unwrap_or_default();
            if let (2, Some(name)) = (code.len(), name.as_str()) {
                cldr.entry(code.to_owned())
                    .or_default()
                    .push(name.to_owned());
            }
        }
    }
    let raw_cities = gunzip(&data.join("gaz-geonames/cities15000.txt.gz"))?;
    let mut middles: BTreeMap<String, Middle> = BTreeMap::new();
    for line in raw_cities.lines() {
        let f: Vec<_> = line.split('\t').collect();
        if let [
            _,
            _,
            _,
            _,
            lat,
            lon,
            _,
            _,
            country,
            _,
            division,
            _,
            _,
            _,
            population,
            ..,
        ] = f[..]
            && let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse())
        {
            let population = population.parse().unwrap_or(0);
            for key in [country.to_owned(), format!("{country}.{division}")] {
                middles.entry(key).or_default().add(lat, lon, population);
            }
        }
    }
    let middle = |key: &str| middles.get(key).map(Middle::column).unwrap_or_default();
    let mut strong: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for line in text(&data.join("gaz-rigour/territories.jsonl"))?.lines() {
        let json: serde_json::Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let get = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        let code = get("code").to_uppercase();
        // A union of states is a body, and stands in the other tables.
        if code == "EU" {
            continue;
        }
        let mut names = vec![get("name")];
        let is_country = json["is_country"].as_bool() == Some(true);
        if is_country {
            names.push(get("full_name"));
        }
        let list = |key: &str| -> Vec<String> {
            json[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|n| n.as_str())
                .map(str::to_owned)
                .collect()
        };
        // Names in small letters there are search keys, not names.
        names.extend(list("names_strong").into_iter().filter(|n| {
            n.chars().next().is_some_and(char::is_uppercase) && !n.contains(',') && !n.contains('(')
        }));
        names.extend(
            list("names_weak")
                .into_iter()
                .filter(|n| {
                    is_kept_cyrillic(n)
                        && n.chars().skip(1).any(char::is_lowercase)
                        && n.chars().next().is_some_and(char::is_uppercase)
                })
                .filter(|_| !is_country),
        );
        if code.contains('-') || code.len() != 2 {
            let country = code.split('-').next().unwrap_or_default();
            let country = if country.len() == 2 { country } else { "" };
            let kind = if is_country { "C" } else { "R" };
            out.extend(row(kind, &get("qid"), country, "", &names));
        } else {
            strong.insert(code, (get("qid"), names));
        }
    }
    for country in csv_rows(&data.join("gaz-country-codes/country-codes.csv"))? {
        let get = |key: &str| country.get(key).cloned().unwrap_or_default();
        let code = get("ISO3166-1-Alpha-2");
        let id = get("wikidata_id");
        let id = id.rsplit('/').next().unwrap_or_default();
        let mut names = Vec::new();
        names.extend(cldr.get(&code).cloned().unwrap_or_default());
        for key in [
            "CLDR display name",
            "official_name_en",
            "UNTERM English Short",
            "UNTERM English Formal",
            "official_name_ru",
            "UNTERM Russian Short",
            "UNTERM Russian Formal",
        ] {
            let name = get(key).replace(" (the)", "");
            let name = name.strip_prefix("the ").unwrap_or(&name);
            if !name.contains('(') {
                names.push(name.to_owned());
            }
        }
        if let Some((qid, more)) = strong.remove(&code) {
            let id = if id.is_empty() { qid.as_str() } else { id };
            names.extend(more);
            out.extend(row("C", id, &code, "", &names).map(|r| r + &middle(&code)));
        } else {
            out.extend(row("C", id, &code, "", &names).map(|r| r + &middle(&code)));
        }
    }
    for (code, (id, names)) in strong {
        out.extend(row("C", &id, &code, "", &names).map(|r| r + &middle(&code)));
    }
    let regions: serde_json::Value =
        serde_json::from_str(&text(&data.join("gaz-geonames/admin1.json"))?)
            .map_err(|e| e.to_string())?;
    for region in regions.as_array().into_iter().flatten() {
        let code = region["code"].as_str().unwrap_or_default();
        let name = region["name"].as_str().unwrap_or_default();
        let country = code.split('.').next().unwrap_or_default();
        let bare = [
            "Oblisi",
            "Region",
            "Oblast",
            "Oblast'",
            "Province",
            "District",
            "County",
            "Governorate",
        ]
        .iter()
        .find_map(|tail| name.strip_suffix(tail))
        .unwrap_or(name);
        if name.chars().count() > 3 {
            out.extend(
                row(
                    "R",
                    "",
                    country,
                    "",
                    &[name.to_owned(), bare.trim().to_owned()],
                )
                .map(|r| r + &middle(code)),
            );
        }
    }
    for line in raw_cities.lines() {
        let f: Vec<_> = line.split('\t').collect();
        let [id, name, ascii, alternates] = f[..4] else {
            continue;
        };
        let (Some(feature), Some(country), Some(population)) = (f.get(7), f.get(8), f.get(14))
        else {
            continue;
        };
        let population: u64 = population.parse().unwrap_or_default();
        let is_capital = *feature == "PPLC";
        if population < MIN_POPULATION && !is_capital || *feature == "PPLX" {
            continue;
        }
        let mut names = vec![name.to_owned(), ascii.to_owned()];
        if population >= MIN_POPULATION_ALIASES || is_capital {
            for alias in alternates.split(',') {
                let starts_upper = alias.chars().next().is_some_and(char::is_uppercase);
                let has_lower = alias.chars().any(char::is_lowercase);
                let is_latin = alias.is_ascii() && alias.len() > 3;
                let wanted =
                    is_kept_cyrillic(alias) || is_latin && (is_capital || population > 800_000);
                if starts_upper && has_lower && wanted {
                    names.push(alias.to_owned());
                }
            }
        }
        let weight = population.max(1).ilog10().to_string();
        let kind = if is_capital { "K" } else { "P" };
        let place = match (f.get(4).map(|v| v.parse()), f.get(5).map(|v| v.parse())) {
            (Some(Ok(lat)), Some(Ok(lon))) => format!("\t{}", at(lat, lon)),
            _ => String::new(),
        };
        out.extend(
            row(kind, &format!("geonames:{id}"), country, &weight, &names).map(|r| r + &place),
        );
    }
    Ok(out)
}

fn outlets(data: &Path) -> Result<BTreeSet<String>, String> {
    let json: serde_json::Value =
        serde_json::from_str(&text(&data.join("gaz-news-outlets/media_data.json"))?)
            .map_err(|e| e.to_string())?;
    let mut out = BTreeSet::new();
    for outlet in json.as_array().into_iter().flatten() {
        let name = outlet["organization"].as_str().unwrap_or_default();
        let bare = name.split(" (").next().unwrap_or_default();
        if bare.chars().count() > 2 {
            out.extend(row("W", "", "", "", &[bare.to_owned()]));
        }
    }
    Ok(out)
}

/// Top-level maps of a simple YAML file: indented `key: value` pairs under unindented heads.
fn yaml_maps(raw: &str) -> Vec<BTreeMap<String, String>> {
    let mut maps: Vec<BTreeMap<String, String>> = Vec::new();
    for line in raw.lines() {
        let indent = line.len() - line.trim_start().len();
        let Some((key, value)) = line.trim().split_once(':') else {
            continue;
        };
        if indent == 0 {
            maps.push(BTreeMap::from([(
                "Head".to_owned(),
                key.trim_matches(['\'', '"']).to_owned(),
            )]));
        } else if let (2, Some(map)) = (indent, maps.last_mut()) {
            let value = value.trim().trim_matches(['\'', '"']);
            if value != "null" && !value.starts_with('[') {
                map.insert(key.to_owned(), value.to_owned());
            }
        }
    }
    maps
}

fn international(data: &Path) -> Result<BTreeSet<String>, String> {
    let mut out = BTreeSet::new();
    for map in yaml_maps(&text(&data.join("gaz-igo-supraverden/general_list.yaml"))?) {
        let mut names = Vec::new();
        for key in [
            "Name_en",
            "Head",
            "Abbreviation_en",
            "Name_other_en",
            "Name_ru",
            "Abbreviation_ru",
            "Name_uk",
            "Abbreviation_uk",
            "Name_kk",
            "Abbreviation_kk",
        ] {
            if let Some(name) = map.get(key)
                && name.chars().count() > 1
                && name.chars().next().is_some_and(char::is_uppercase)
            {
                names.push(name.clone());
            }
        }
        let id = map.get("Wikidata_code").map_or("", String::as_str);
        let id = if id.starts_with('Q') { id } else { "" };
        out.extend(row("O", id, "", "", &names));
    }
    Ok(out)
}

fn people(data: &Path) -> Result<BTreeSet<String>, String> {
    let mut out = BTreeSet::new();
    for (file, country) in [("legislators-current.yaml", "US"), ("executive.yaml", "US")] {
        let raw = text(&data.join("gaz-us-congress").join(file))?;
        for entry in raw.split("\n- id:") {
            let field = |key: &str| {
                entry
                    .lines()
                    .filter_map(|l| l.trim().strip_prefix(key))
                    .filter_map(|l| l.strip_prefix(": "))
                    .map(|v| v.trim_matches(['\'', '"']).to_owned())
                    .next()
                    .unwrap_or_default()
            };
            let (first, last) = (field("first"), field("last"));
            if first.is_empty() || last.is_empty() {
                continue;
            }
            let mut names = vec![format!("{first} {last}"), field("official_full")];
            let nick = field("nickname");
            if !nick.is_empty() {
                names.push(format!("{nick} {last}"));
            }
            let id = field("wikidata");
            out.extend(row("H", &id, country, "", &names));
        }
    }
    Ok(out)
}

/// Parts of people's names that Wikidata writes in Latin and Cyrillic.
fn name_parts(data: &Path) -> Result<BTreeSet<String>, String> {
    let mut out = BTreeSet::new();
    for line in text(&data.join("names-translit/wd_russian_64"))?.lines() {
        let mut fields = line.split('\t');
        let latin = fields.next().unwrap_or_default();
        let cyrillic = fields.next().unwrap_or_default().replace(' ', "");
        let n: u32 = fields.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        for (name, least) in [(latin, 2), (&*cyrillic, 3)] {
            let mut letters = name.chars();
            if let Some(first) = letters.next()
                && name.chars().count() > 2
                && n >= least
            {
                out.insert(first.to_uppercase().chain(letters).collect());
            }
        }
    }
    Ok(out)
}

/// Single words: `f` first names, `s` surnames, `n` nicknames, `p` other parts of names, `w` words that are written small.
fn words(data: &Path) -> Result<BTreeSet<String>, String> {
    let mut small: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for sentence in gunzip(&data.join("corpus-voa-sentences/sentences.txt.gz"))?.lines() {
        for word in sentence
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| !w.is_empty())
            .skip(1)
        {
            let is_upper = word.chars().next().is_some_and(char::is_uppercase);
            small.entry(word.to_lowercase()).or_default()[usize::from(is_upper)] += 1;
        }
    }
    let is_common = |word: &str| {
        small
            .get(&word.to_lowercase())
            .is_some_and(|[lower, upper]| *lower > 3 * *upper + 2)
    };
    let mut first: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for name in text(&data.join("gaz-moby-names/first-names.txt"))?.lines() {
        first.entry(name.trim().to_owned()).or_default();
    }
    let mut last = BTreeSet::new();
    for row in csv_rows(&data.join("gaz-popular-names/common-forenames-by-country.csv"))? {
        let gender = row
            .get("Gender")
            .and_then(|g| g.chars().next())
            .unwrap_or('?');
        for key in ["Localized Name", "Romanized Name"] {
            let name = row.get(key).cloned().unwrap_or_default();
            for name in name.split(['/', ',', ' ']).map(str::trim) {
                first.entry(name.to_owned()).or_default().insert(gender);
            }
        }
    }
    for row in csv_rows(&data.join("gaz-popular-names/common-surnames-by-country.csv"))? {
        for key in ["Localized Name", "Romanized Name"] {
            let name = row.get(key).cloned().unwrap_or_default();
            for name in name.split(['/', ',']).map(str::trim) {
                last.insert(name.to_owned());
            }
        }
    }
    for name in text(&data.join("gaz-moby-names/names.txt"))?.lines() {
        last.insert(name.trim().to_owned());
    }
    let is_name = |n: &str| {
        let letters = n.chars().count();
        letters > 1
            && n.chars().next().is_some_and(char::is_uppercase)
            && n.chars()
                .all(|c| (c.is_alphabetic() && c < '\u{530}') || matches!(c, '-' | '\'' | '’'))
    };
    let mut lists: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, genders) in &first {
        if is_name(name) {
            let kind = match (genders.contains(&'M'), genders.contains(&'F')) {
                (true, false) => "fm",
                (false, true) => "ff",
                _ => "f",
            };
            lists.entry(kind).or_default().insert(name.clone());
        }
    }
    for name in &last {
        if is_name(name) && !is_common(name) {
            lists.entry("s").or_default().insert(name.clone());
        }
    }
    for name in name_parts(data)? {
        if is_name(&name)
            && !is_common(&name)
            && !last.contains(&name)
            && !first.contains_key(&name)
        {
            lists.entry("p").or_default().insert(name);
        }
    }
    for (word, [lower, upper]) in &small {
        let n = lower + upper;
        if n >= 3 && *lower * 10 >= n * 9 && word.is_ascii() {
            lists.entry("w").or_default().insert(word.clone());
        }
    }
    let mut out = BTreeSet::new();
    for (kind, names) in lists {
        // One row an initial letter keeps lines readable.
        let mut rows: BTreeMap<char, String> = BTreeMap::new();
        for name in names {
            let initial = name.chars().next().unwrap_or_default();
            let _ = write!(rows.entry(initial).or_default(), "|{name}");
        }
        out.extend(rows.values().map(|r| format!("{kind}\t\t\t\t{}", &r[1..])));
    }
    let mut nick: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in csv_rows(&data.join("gaz-nicknames/names.csv"))? {
        let get = |key: &str| row.get(key).cloned().unwrap_or_default();
        nick.entry(get("name1")).or_default().insert(get("name2"));
    }
    for (name, short) in nick {
        let short: Vec<_> = short.into_iter().collect();
        out.insert(format!("n\t\t\t\t{name}|{}", short.join("|")));
    }
    Ok(out)
}
