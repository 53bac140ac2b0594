//! Places that were renamed, with the years of their names.
//!
//! The tables of names make one place of all its names; this says which was in use when, so that a reader sees why
//! "Nur-Sultan" of 2020 and "Astana" of 2023 are one. Facts of public record: the acts of renaming.

/// Id of the place, a name in English, first year, and the year of its end (0 while it is in use).
const NAMES: &[(&str, &str, u16, u16)] = &[
    ("geonames:1526273", "Akmolinsk", 1832, 1961),
    ("geonames:1526273", "Tselinograd", 1961, 1992),
    ("geonames:1526273", "Akmola", 1992, 1998),
    ("geonames:1526273", "Astana", 1998, 2019),
    ("geonames:1526273", "Nur-Sultan", 2019, 2022),
    ("geonames:1526273", "Astana", 2022, 0),
    ("geonames:1526384", "Alma-Ata", 1921, 1993),
    ("geonames:1526384", "Almaty", 1993, 0),
    ("geonames:498817", "Petrograd", 1914, 1924),
    ("geonames:498817", "Leningrad", 1924, 1991),
    ("geonames:498817", "Saint Petersburg", 1991, 0),
    ("geonames:498817", "St. Petersburg", 1991, 0),
    ("geonames:472757", "Tsaritsyn", 1589, 1925),
    ("geonames:472757", "Stalingrad", 1925, 1961),
    ("geonames:472757", "Volgograd", 1961, 0),
    ("geonames:745044", "Constantinople", 330, 1930),
    ("geonames:745044", "Istanbul", 1930, 0),
    ("geonames:1275339", "Bombay", 1534, 1995),
    ("geonames:1275339", "Mumbai", 1995, 0),
    ("geonames:1275004", "Calcutta", 1772, 2001),
    ("geonames:1275004", "Kolkata", 2001, 0),
    ("geonames:1264527", "Madras", 1639, 1996),
    ("geonames:1264527", "Chennai", 1996, 0),
    ("geonames:1566083", "Saigon", 1698, 1976),
    ("geonames:1566083", "Ho Chi Minh City", 1976, 0),
    ("geonames:1298824", "Rangoon", 1852, 1989),
    ("geonames:1298824", "Yangon", 1989, 0),
    ("geonames:709930", "Dnipropetrovsk", 1926, 2016),
    ("geonames:709930", "Dnipro", 2016, 0),
    ("geonames:1486209", "Sverdlovsk", 1924, 1991),
    ("geonames:1486209", "Yekaterinburg", 1991, 0),
    ("geonames:2314302", "Leopoldville", 1881, 1966),
    ("geonames:2314302", "Kinshasa", 1966, 0),
    ("Q836", "Burma", 1948, 1989),
    ("Q836", "Myanmar", 1989, 0),
    ("Q854", "Ceylon", 1948, 1972),
    ("Q854", "Sri Lanka", 1972, 0),
    ("Q1050", "Swaziland", 1968, 2018),
    ("Q1050", "Eswatini", 2018, 0),
    ("Q221", "Macedonia", 1991, 2019),
    ("Q221", "North Macedonia", 2019, 0),
    ("Q974", "Zaire", 1971, 1997),
    ("Q869", "Siam", 1855, 1939),
    ("Q869", "Thailand", 1939, 0),
    ("Q794", "Persia", 1501, 1935),
    ("Q794", "Iran", 1935, 0),
    ("Q965", "Upper Volta", 1958, 1984),
    ("Q965", "Burkina Faso", 1984, 0),
    ("Q962", "Dahomey", 1958, 1975),
    ("Q962", "Benin", 1975, 0),
    ("Q43", "Turkey", 1923, 2022),
    ("Q43", "Türkiye", 2022, 0),
];

/// When a place bore a name, in words; `None` for a name that no act of renaming gave or took.
fn years(id: &str, name: &str) -> Option<String> {
    let spans: Vec<String> = NAMES
        .iter()
        .filter(|(place, other, ..)| *place == id && other.eq_ignore_ascii_case(name))
        .map(|(_, _, from, to)| match to {
            0 => format!("since {from}"),
            to => format!("{from} to {to}"),
        })
        .collect();
    (!spans.is_empty()).then(|| format!("{name} {}", spans.join(" and ")))
}

/// Two names of one place, with the years of each.
pub fn told(id: &str, a: &str, b: &str) -> Option<String> {
    if a.eq_ignore_ascii_case(b) {
        return None;
    }
    Some(format!(
        "one place, renamed: {}, {}",
        years(id, a)?,
        years(id, b)?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_place_has_years() {
        assert_eq!(
            told("geonames:1526273", "Nur-Sultan", "Astana").as_deref(),
            Some("one place, renamed: Nur-Sultan 2019 to 2022, Astana 1998 to 2019 and since 2022")
        );
        assert_eq!(told("geonames:1526273", "Astana", "the capital"), None);
    }
}
