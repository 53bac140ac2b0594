//! Known outlets: names, aliases and web domains.
//!
//! The table is `data/text-outlets.tsv`. It settles what a short line or a domain names; an outlet that
//! it lacks is still taken from the line that names it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

struct Table {
    /// Lower-case name or alias to the name.
    names: BTreeMap<String, &'static str>,
    /// Domain without `www.` to the name.
    domains: BTreeMap<&'static str, &'static str>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut names = BTreeMap::new();
        let mut domains = BTreeMap::new();
        for line in include_str!("../../data/text-outlets.tsv").lines() {
            if line.starts_with('#') {
                continue;
            }
            let mut fields = line.split('\t');
            let Some(name) = fields.next() else { continue };
            names.entry(name.to_lowercase()).or_insert(name);
            for alias in fields
                .next()
                .unwrap_or_default()
                .split('|')
                .filter(|a| !a.is_empty())
            {
                names.entry(alias.to_lowercase()).or_insert(name);
            }
            for domain in fields
                .next()
                .unwrap_or_default()
                .split('|')
                .filter(|d| !d.is_empty())
            {
                domains.entry(domain).or_insert(name);
            }
        }
        Table { names, domains }
    })
}

/// Whether `name` is an outlet of the table, in any case.
pub(crate) fn is_known(name: &str) -> bool {
    canonical(name).is_some()
}

/// The table's name for a name or alias.
pub(crate) fn canonical(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() || name.len() > 80 {
        return None;
    }
    table().names.get(&name.to_lowercase()).copied()
}

/// The outlet of a web address, by its domain or the domain above it.
pub(crate) fn of_url(url: &str) -> Option<&'static str> {
    let host = host(url)?;
    let mut rest = host;
    loop {
        if let Some(name) = table().domains.get(rest) {
            return Some(name);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The host of a web address, without `www.`.
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(' ')).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_aliases_and_domains_lead_to_one_name() {
        assert_eq!(canonical("dw"), Some("Deutsche Welle"));
        assert_eq!(canonical("ТАСС"), Some("TASS"));
        assert_eq!(
            of_url("https://www.amp.dw.com/en/a-1"),
            Some("Deutsche Welle")
        );
        assert_eq!(of_url("https://unheard-of.example/x"), None);
    }
}
