//! Dates in addresses and file names.

use corpus_model::CivilDate;

/// `/2021/05/03/`, `/2021-05-03-`, `/20210503/` in a web address, as ISO.
pub(super) fn date_in_url(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.get(path.find('/')?..)?;
    find(path)
}

/// `2021-05-03 name.txt`, `name_20210503.txt`, as ISO.
pub(super) fn date_in_file_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    find(name)
}

/// Groups of digits that make a day, year first or last.
fn find(text: &str) -> Option<String> {
    let mut groups: Vec<(usize, usize, &str)> = Vec::new();
    let mut at = 0;
    for part in text.split(|c: char| !c.is_ascii_digit()) {
        if !part.is_empty() {
            groups.push((at, at + part.len(), part));
        }
        at += part.len() + 1;
        while !text.is_char_boundary(at.min(text.len())) {
            at += 1;
        }
    }
    for (i, (_, end, digits)) in groups.iter().enumerate() {
        if digits.len() == 8
            && let Some(date) = day(&digits[..4], &digits[4..6], &digits[6..])
        {
            return Some(date);
        }
        let (Some((start2, end2, second)), Some((start3, _, third))) =
            (groups.get(i + 1), groups.get(i + 2))
        else {
            continue;
        };
        let is_close = *start2 == end + 1 && *start3 == end2 + 1;
        if !is_close {
            continue;
        }
        let date = if digits.len() == 4 {
            day(digits, second, third)
        } else if third.len() == 4 {
            day(third, second, digits)
        } else {
            None
        };
        if date.is_some() {
            return date;
        }
    }
    None
}

fn day(year: &str, month: &str, day: &str) -> Option<String> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let year: i16 = year.parse().ok().filter(|y| (1800..2100).contains(y))?;
    CivilDate::new(year.into(), month.parse().ok()?, day.parse().ok()?).map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_names_and_addresses() {
        let url = |u| date_in_url(u);
        assert_eq!(
            url("https://x.example/news/2021/05/03/pier").as_deref(),
            Some("2021-05-03")
        );
        assert_eq!(
            url("https://x.example/20210503-pier").as_deref(),
            Some("2021-05-03")
        );
        assert_eq!(url("https://x.example/id/99999999").as_deref(), None);
        let name = |n| date_in_file_name(n);
        assert_eq!(name("a/2021-05-03 pier.txt").as_deref(), Some("2021-05-03"));
        assert_eq!(name("a/pier_03.05.2021.txt").as_deref(), Some("2021-05-03"));
        assert_eq!(name("a/000_19c8d7e20180aa43.txt"), None);
    }
}
