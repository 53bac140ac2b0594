//! What a user relies on: marked text, `⟦expression|value⟧`.

use super::*;
use corpus_model::{Article, DateHint, Dateline, DayInterval, Language, MetaDate, Permille, Span};

/// A publication date for anchors.
pub(super) fn published(day: &str) -> Option<Published> {
    let day = facts::iso_day(day)?;
    Some(Published {
        value: day.to_string(),
        precision: Precision::Day,
        interval: Some(DayInterval::days(day, day.add_days(1))),
        confidence: Permille(990),
        why: String::new(),
        candidates: Vec::new(),
    })
}

/// Text without its marks, and `(expression, value)` of each mark.
pub(super) fn unmarked(marked: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (mark, after) = after.split_once('⟧').expect("a closed mark");
        let (said, value) = mark.split_once('|').expect("a value");
        text.push_str(said);
        wanted.push((said.to_owned(), value.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, wanted)
}

fn check_in(tag: &str, day: &str, marked: &str) {
    let (text, wanted) = unmarked(marked);
    let found: Vec<(String, String)> = find_dates_in(&text, tag, published(day).as_ref())
        .into_iter()
        .map(|m| (m.span.of(&text).to_owned(), m.value))
        .collect();
    assert_eq!(found, wanted, "in: {text}");
}

/// English, published on Friday 7 January 2022.
fn check(marked: &str) {
    check_in("en", "2022-01-07", marked);
}

/// English, publication unknown.
fn check_undated(marked: &str) {
    check_in("en", "", marked);
}

#[test]
fn full_dates() {
    check("signed on ⟦3 May 1921|1921-05-03⟧ at sea");
    check("signed on ⟦May 3, 1921|1921-05-03⟧, at sea");
    check("signed on ⟦Tuesday, May 3, 1921|1921-05-03⟧");
    check("signed on ⟦the 3rd of May 1921|1921-05-03⟧");
    check("file of ⟦2022-01-06|2022-01-06⟧ and ⟦2022-01-06T09:30:00|2022-01-06T09:30:00⟧");
    check("in ⟦May 1921|1921-05⟧, in ⟦1921|1921⟧, in ⟦the spring of 1921|1921-SP⟧");
    check("the ⟦2020|2020⟧ revolution");
}

#[test]
fn days_without_a_year_take_it_from_publication_and_verb() {
    check("He called on ⟦Dec. 30|2021-12-30⟧.");
    check("Starting ⟦Jan. 10|2022-01-10⟧ both sides will talk.");
    check("They had met in ⟦October|2021-10⟧.");
    check("They will meet in ⟦October|2022-10⟧.");
}

#[test]
fn weekdays_look_back_in_news_unless_the_verb_looks_ahead() {
    check("He spoke on ⟦Thursday|2022-01-06⟧.");
    check("He spoke on ⟦Friday|2022-01-07⟧.");
    check("He will speak on ⟦Monday|2022-01-10⟧.");
    check("He spoke ⟦last Friday|2021-12-31⟧ and speaks again ⟦next Friday|2022-01-14⟧.");
    check("Police fired on ⟦Tuesday night|2022-01-04TNI⟧.");
    check("They meet ⟦Monday at 10 a.m.|2022-01-10T10:00⟧, he said.");
}

#[test]
fn without_a_publication_date_the_open_stays_open() {
    check_undated("He spoke on ⟦Thursday|XXXX-WXX-4⟧.");
    check_undated("It began on ⟦January 7|XXXX-01-07⟧.");
    check_undated("Since ⟦2014|2014⟧ much changed. It began on ⟦January 7|XXXX-01-07⟧.");
    check_undated("Born on ⟦3 May 1921|1921-05-03⟧, he sailed on ⟦7 June|1921-06-07⟧.");
}

#[test]
fn relative_expressions() {
    check("as recently as ⟦last month|2021-12⟧");
    check("⟦The previous day|2022-01-06⟧ was calm");
    check("On ⟦January 2|2022-01-02⟧ they met. ⟦Two days later|2022-01-04⟧ they parted.");
    check("⟦two weeks ago|2021-12-24⟧, ⟦two months ago|2021-11⟧, ⟦five years ago|2017⟧");
    check("⟦Several days ago|PAST_REF⟧ nobody knew");
    check("⟦today|2022-01-07⟧, ⟦yesterday|2022-01-06⟧, ⟦the day after tomorrow|2022-01-09⟧");
    check("⟦this week|2022-W01⟧ and ⟦next week|2022-W02⟧");
    check("by ⟦the end of the year|2022⟧");
    check("⟦last night|2022-01-06TNI⟧");
    check("⟦two days before Christmas|2021-12-23⟧ he left");
}

#[test]
fn ranges_are_two_expressions() {
    check("the war of ⟦1914|1914⟧–⟦18|1918⟧");
    check("from ⟦1939|1939⟧ to ⟦1945|1945⟧");
    check("in ⟦April|1955-04⟧ and ⟦June 1955|1955-06⟧");
    check("⟦6|1916-01-06⟧ and ⟦7 January 1916|1916-01-07⟧");
    check("⟦March 5|1918-03-05⟧–⟦9, 1918|1918-03-09⟧");
}

#[test]
fn seasons_quarters_decades_centuries() {
    check("⟦the 1990s|199⟧, ⟦the late 1960s|196⟧, ⟦the 19th century|18⟧");
    check("⟦the third quarter of 2021|2021-Q3⟧, ⟦the first half of 2020|2020-H1⟧, ⟦mid-2020|2020⟧");
    check("⟦early next year|2023⟧");
    check("in ⟦490 BC|BC0490⟧, ⟦the 1800s|18⟧, ⟦the early 2000s|200⟧");
}

#[test]
fn lengths() {
    check("for ⟦two days|P2D⟧ and ⟦about three weeks|P3W⟧, ⟦half an hour|PT30M⟧");
    check("a ⟦five-year|P5Y⟧ plan, an ⟦81-year-old|P81Y⟧ leader");
    check("for ⟦years|PXY⟧, for ⟦several months|PXM⟧, ⟦more than two and a half years|P2.5Y⟧");
    check("⟦the past two weeks|P2W⟧, ⟦the next few days|PXD⟧");
    check("in ⟦recent weeks|PAST_REF⟧");
}

#[test]
fn sets_and_references() {
    check(
        "⟦every day|P1D⟧, ⟦every Friday|XXXX-WXX-5⟧, ⟦Mondays|XXXX-WXX-1⟧, $98 ⟦per month|P1M⟧, ⟦daily|P1D⟧",
    );
    check("⟦now|PRESENT_REF⟧, ⟦recently|PAST_REF⟧, in ⟦the future|FUTURE_REF⟧");
}

/// English, published on Wednesday 16 November 2016.
fn check_news(marked: &str) {
    check_in("en", "2016-11-16", marked);
}

#[test]
fn compared_stretches_of_reports() {
    check_news("Profit fell from ⟦the same period last year|2015⟧, the brewer said.");
    check_news("In ⟦the second quarter|2016-Q2⟧ it rose from ⟦the year-ago quarter|2015-Q2⟧.");
    check_news(
        "In ⟦the second quarter|2016-Q2⟧ it rose from ⟦the same quarter a year earlier|2015-Q2⟧.",
    );
    check_news("It rose from the ⟦year-ago|2015⟧ figure and ⟦the 2014 period|2014⟧.");
    check_news("It rose in ⟦the latest period|2016-Q3⟧ and in ⟦fiscal 1996|1996⟧.");
}

#[test]
fn lengths_with_vague_and_large_numbers() {
    check_news("It took ⟦some time|PXX⟧, ⟦a while|PXX⟧, ⟦a very short time|PXX⟧ to agree.");
    check_news("It ended ⟦a while ago|PAST_REF⟧, ⟦moments ago|PAST_REF⟧, ⟦long ago|PAST_REF⟧.");
    check_news(
        "It is ⟦13.8 billion years|P13800000000Y⟧ since; the rock formed ⟦65 million years ago|PAST_REF⟧.",
    );
    check_news("He served two ⟦four-year|P4Y⟧ terms, a ⟦five- to seven-year|P5Y⟧ effort.");
    check_news("It lasted ⟦a quarter of an hour|PT15M⟧ or ⟦three quarters of a century|P75Y⟧.");
    check_news("It lasted ⟦the whole week|P1W⟧, ⟦a day or two|P1D⟧, ⟦no more than ten days|P10D⟧.");
    check_news(
        "They will meet in ⟦the years ahead|PXY⟧; ⟦the months|PXM⟧ since the vote were calm.",
    );
    check_news("It fell for the third time in as many days.");
}

#[test]
fn news_words_for_lengths_and_times() {
    check_news(
        "a ⟦yearlong|P1Y⟧ strike, ⟦nearly a quarter century|P25Y⟧, ⟦the 2012 fiscal year|2012⟧",
    );
    check_news(
        "On ⟦the morning of Sept. 11|2016-09-11TMO⟧ he flew. They have until ⟦Friday|2016-11-18⟧ to decide.",
    );
    check_news("The storm is due to hit ⟦Saturday|2016-11-19⟧.");
}

#[test]
fn sets_with_their_counts() {
    check_news(
        "He comes ⟦once every four years|P4Y⟧, ⟦several times a year|P1Y⟧, ⟦every few weeks|PXW⟧.",
    );
    check_news("He works on ⟦weekends|XXXX-WXX-WE⟧, ⟦six months|P6M⟧ ⟦a year|P1Y⟧.");
}

#[test]
fn clock_times_with_zone_and_day() {
    check_news(
        "He came at ⟦half past seven|2016-11-16T07:30⟧, left ⟦tonight at 9|2016-11-16T21:00⟧.",
    );
    check_news("It rained ⟦Wednesday evening last week|2016-11-09TEV⟧ for ⟦two nights|P2D⟧.");
    check_news("He served ⟦17 years, three months and five days|P17Y3M5D⟧.");
    check_news("It ended at ⟦4 p.m. New York time|2016-11-16T16:00⟧.");
    check_news(
        "It was open between ⟦9 a.m.|2016-11-14T09:00⟧ and ⟦5 p.m. on Monday|2016-11-14T17:00⟧.",
    );
    check_news("Updated ⟦November 16, 2016, 4:05 p.m.|2016-11-16T16:05⟧");
    check_news("⟦Yesterday afternoon|2016-11-15TAF⟧ they sang.");
}

#[test]
fn spans_of_hours_and_days() {
    check_news("It is open from ⟦5|2016-11-16T17:00⟧ to ⟦7 p.m.|2016-11-16T19:00⟧.");
    check_news(
        "Roads close between ⟦9|2016-11-15T09:00⟧ and ⟦11:30 a.m. on Tuesday|2016-11-15T11:30⟧.",
    );
    check_news(
        "It lasts from ⟦11|2016-11-16T11:00⟧ to ⟦1 p.m.|2016-11-16T13:00⟧; she paid from 5 to 7 pounds.",
    );
    check_news("They meet from ⟦next Monday|2016-11-21⟧ to ⟦Friday|2016-11-25⟧.");
    check_news("He sat on ⟦Dec. 15|2016-12-15⟧ from ⟦7 p.m.|2016-12-15T19:00⟧ on.");
    check_news(
        "It falls on ⟦the 15th day of June|2016-06-15⟧ and ⟦the 26th day of the month|2016-11-26⟧.",
    );
    check_news("from ⟦the 27th|2016-03-27⟧ to ⟦the 3rd of April|2016-04-03⟧ they rested");
    check_news(
        "between ⟦the ninth|2016-04-09⟧ and ⟦the seventeenth of April|2016-04-17⟧ they rested",
    );
    check_news(
        "By ⟦end of year|2016⟧ it opens, at ⟦fifteen past eight in the morning|2016-11-16T08:15⟧.",
    );
}

#[test]
fn weekdays_counted_in_a_month() {
    check_news(
        "on ⟦the first Friday of July|2016-07-01⟧ and on ⟦the last Sunday of March 2015|2015-03-29⟧",
    );
    check_news("It opens on ⟦the second Monday of next month|2016-12-12⟧.");
}

#[test]
fn sets_at_a_clock_time() {
    check_news(
        "They meet ⟦every Monday at 4 p.m.|XXXX-WXX-1T16:00⟧ or ⟦9 a.m. on Sundays|XXXX-WXX-7T09:00⟧.",
    );
}

#[test]
fn a_unit_around_a_point() {
    check_news("over ⟦the Labor Day weekend|2016-W35-WE⟧ they rested");
    check_news("in ⟦the week of Nov. 7|2016-W45⟧ and in ⟦the month of March|2016-03⟧");
}

#[test]
fn dates_that_go_on_from_another() {
    check_news(
        "On ⟦3 November|2016-11-03⟧ he fell ill, as ⟦thirteen months before|2015-10⟧. On ⟦the next day|2016-11-04⟧ he died.",
    );
    check_news(
        "In ⟦February 2014|2014-02⟧ he came, met her on ⟦the 28th|2014-02-28⟧ and left on ⟦the following day|2014-03-01⟧.",
    );
    check_news("On ⟦6 June 2011|2011-06-06⟧ they met. She had been named in ⟦March|2011-03⟧.");
    check_news("It sank in ⟦January 2012|2012-01⟧ and will be raised in ⟦March|2017-03⟧.");
    check_undated(
        "A note of ⟦7 January 2022|2022-01-07⟧. They met on ⟦Friday|2022-01-07⟧ and will meet on ⟦Monday|2022-01-10⟧.",
    );
}

#[test]
fn days_known_by_their_date_come_from_the_table_of_facts() {
    check_news("the ⟦Sept. 11|2001-09-11⟧ attacks, the ⟦9/11|2001-09-11⟧ hijackers");
    check_news("On ⟦Sept. 11|2016-09-11⟧ he rested.");
    check_news("the ⟦July 7|2005-07-07⟧ bombings");
}

#[test]
fn once_and_other_words_for_times() {
    check_news(
        "The mill was ⟦once|PAST_REF⟧ the largest. Once it is sold, it closes. He will try once more.",
    );
    check_news(
        "He wants it ⟦as soon as possible|FUTURE_REF⟧, not on ⟦a later date|FUTURE_REF⟧; ⟦right now|PRESENT_REF⟧.",
    );
}

#[test]
fn false_friends_stay_out() {
    for text in [
        "Theresa May resigned.",
        "They may march on Rome.",
        "The march on the capital went on.",
        "a second attempt, the second floor",
        "version 2.0.1 of 10.15.7",
        "won 3-2, then 21-19",
        "call 555-2010-33",
        "paid $1984 for it",
        "Orwell's 1984 is a novel; \"1984\" sells well",
        "the C5+1 format, the F-16, Resolution 1973",
        "2000 people came, 1500 soldiers left",
        "April Smith and June Brown",
        "the fall of the city, a spring of water",
        "three quarters of the votes",
        "No. 1945 on the list",
        "he told the Daily Mail, not the Weekly Standard",
    ] {
        check(text);
    }
}

#[test]
fn times_of_the_day() {
    check("at ⟦10:30 a.m. Wednesday|2022-01-05T10:30⟧ police came");
    check("at ⟦5 p.m. GMT|2022-01-07T17:00⟧");
    check("on ⟦Friday morning|2022-01-07TMO⟧ he left");
    check("⟦the morning of 31 January 1965|1965-01-31TMO⟧");
}

#[test]
fn histories_count_from_the_last_date_named() {
    let text = "⟦1914|1914⟧: war. ⟦1915|1915⟧ and ⟦1916|1916⟧ passed, ⟦1917|1917⟧ brought change, ⟦1918|1918⟧ an end. \
                On ⟦1 July 1916|1916-07-01⟧ it began. On ⟦15 July|1916-07-15⟧ it went on. ⟦The next day|1916-07-16⟧ it rained.";
    check(text);
}

#[test]
fn russian() {
    let check = |marked: &str| check_in("ru", "2022-01-07", marked);
    check("Это было ⟦7 января 2022 года|2022-01-07⟧.");
    check("Он прибыл в ⟦четверг|2022-01-06⟧.");
    check("В ⟦2014 году|2014⟧ он был избран.");
    check(
        "⟦на прошлой неделе|2021-W52⟧"
            .replace("на прошлой", "прошлой")
            .as_str(),
    );
    check("Он уехал ⟦два дня назад|2022-01-05⟧.");
    check("⟦сегодня|2022-01-07⟧ и ⟦вчера|2022-01-06⟧");
    check("в ⟦XX веке|19⟧");
    check("картина, ⟦1909 г.|1909⟧ Собрание");
    check("с ⟦5|2022-01-05⟧ по ⟦7 января 2022 года|2022-01-07⟧");
    check("В ⟦прошлом месяце|2021-12⟧ цены росли, ⟦год назад|2021⟧ падали.");
    check(
        "До ⟦конца года|2022⟧ ⟦весной прошлого года|2021-SP⟧ дважды: в ⟦ночь на 5 января|2022-01-05TNI⟧ тоже.",
    );
    check("⟦Каждый понедельник|XXXX-WXX-1⟧ и ⟦последние три года|P3Y⟧");
}

#[test]
fn dates_in_more_languages() {
    check_in("de", "2022-01-07", "Am ⟦7. Januar 2022|2022-01-07⟧ kam er.");
    check_in(
        "fr",
        "2022-01-07",
        "Le ⟦1er janvier 2022|2022-01-01⟧ il vint.",
    );
    check_in(
        "es",
        "2022-01-07",
        "El ⟦7 de enero de 2022|2022-01-07⟧ llegaron.",
    );
    check_in(
        "uk",
        "2022-01-07",
        "Це сталося ⟦7 січня 2022 року|2022-01-07⟧.",
    );
    check_in(
        "kk",
        "2022-01-07",
        "Бұл ⟦2022 жылғы 5 қаңтарда|2022-01-05⟧ болды.",
    );
    check_in(
        "it",
        "2022-01-07",
        "Il ⟦5 gennaio 2022|2022-01-05⟧ arrivò, ⟦ieri|2022-01-06⟧ partì.",
    );
    check_in(
        "pl",
        "2022-01-07",
        "Było to ⟦5 stycznia 2022 roku|2022-01-05⟧, w ⟦środę|2022-01-05⟧.",
    );
    check_in(
        "pt",
        "2022-01-07",
        "Em ⟦5 de janeiro de 2022|2022-01-05⟧ chegou.",
    );
    check_in(
        "ar",
        "2022-01-07",
        "وصل في ⟦5 يناير 2022|2022-01-05⟧ إلى المدينة.",
    );
    check_in(
        "tr",
        "2022-01-07",
        "Olay ⟦5 Ocak 2022|2022-01-05⟧ günü oldu.",
    );
}

#[test]
fn german() {
    let check = |marked: &str| check_in("de", "2022-01-07", marked);
    check("Er kam ⟦vor zwei Tagen|2022-01-05⟧ und ging ⟦gestern|2022-01-06⟧.");
    check("⟦Letzte Woche|2021-W52⟧ war es still, ⟦nächstes Jahr|2023⟧ wird es laut.");
    check("⟦Ende Januar|2022-01⟧ beginnt der Bau; seit ⟦Mitte 2020|2020⟧ steht das Haus leer.");
    check(
        "⟦Vorgestern|2022-01-05⟧ regnete es ⟦drei Stunden|PT3H⟧ lang, ⟦vor einem Jahr|2021⟧ auch.",
    );
    check("In ⟦den letzten Jahren|PXY⟧ fuhr ⟦täglich|P1D⟧ ein Schiff, ⟦montags|XXXX-WXX-1⟧ zwei.");
    check("Sie trafen sich am ⟦Mittwoch um 10 Uhr|2022-01-05T10:00⟧.");
}

#[test]
fn nearer_words_decide_where_verb_and_calendar_differ() {
    // A day a few weeks ahead is not last year's, though the verb near it is in the past.
    check("A meeting will be followed by another, announced for ⟦Jan. 13|2022-01-13⟧.");
    check("Prices have risen since ⟦November|2021-11⟧.");
    check("The hearing was set for ⟦Monday|2022-01-10⟧.");
    check("⟦Next week|2022-W02⟧ both sides meet. They sit down on ⟦Tuesday|2022-01-11⟧.");
    check("⟦A year ago today|2021-01-07⟧ the hall burned.");
    check("The ⟦Sept. 11|2001-09-11⟧ attacks are remembered.");
    check("the ⟦mid-January|2022-01⟧ talks, the ⟦April 12|2022-04-12⟧ incident");
}

#[test]
fn a_known_week_settles_its_weekdays() {
    let mut week = published("2022-01-03").expect("a Monday");
    week.value = "2022-W01".to_owned();
    week.precision = Precision::Week;
    week.interval = week.interval.map(|i| DayInterval {
        end_exclusive: i.begin.map(|d| DayNumber(d.0 + 7)),
        ..i
    });
    let found = find_dates_in("He resigned on Wednesday.", "en", Some(&week));
    assert_eq!(found.first().map(|m| m.value.as_str()), Some("2022-01-05"));
    assert!(
        found
            .iter()
            .all(|m| m.why.contains("week of publication 2022-W01"))
    );
}

#[test]
fn two_lengths_shift_together() {
    check("⟦a month and 21 days ago|2021-11-16⟧");
    check("⟦the 20th of next month|2022-02-20⟧");
    check("⟦the day after Christmas|2021-12-26⟧");
}

#[test]
fn reasons_name_rule_and_anchor() {
    let text = "He spoke on Thursday.";
    let found = find_dates_in(text, "en", published("2022-01-07").as_ref());
    let mention = found.first().expect("a date");
    assert_eq!(
        mention.why,
        "weekday before publication on Friday 2022-01-07"
    );
    assert_eq!(
        mention.rejected.first().map(|r| r.0.as_str()),
        Some("2022-01-13")
    );
    assert_eq!(
        mention.interval.map(|i| i.begin),
        published("2022-01-06")
            .and_then(|p| p.interval)
            .map(|i| i.begin)
    );
}

#[test]
fn any_text_is_read_without_panic_and_in_order() {
    let pieces = [
        "May",
        "5",
        ",",
        " ",
        "2022",
        "-",
        "–",
        "'",
        "99",
        "the",
        "last",
        "of",
        "in",
        "\n\n",
        "ago",
        "two",
        ".",
        "a.m.",
        "12:30",
        "января",
        "г.",
        "week",
        "s",
        "’",
        "é",
        "日",
        "31",
        "/",
        "BC",
        "half",
        "and",
        "a",
        "quarter",
        "Friday",
        "Christmas",
        "Eve",
        "0",
        "4294967296",
        "thousand",
        "hundred",
        "early",
        "end",
        "XIV",
        "век",
        "century",
        "th",
        "$",
        "T",
        "Z",
        "+",
        ":",
        "century",
        "Easter",
        "9999",
        "0001",
        "millennia",
        "429496729",
        "9",
        "Q3",
        "c",
        "420",
        "all",
        "since",
        "The",
        "назад",
        "через",
        "года",
        "next",
        "this",
        "daily",
        "per",
        "Monday",
        "nights",
        "fifty",
        "later",
        "before",
        "from",
        "now",
        "every",
        "other",
        "year",
        "years",
        "months",
        "\u{301}",
        "\u{202e}",
        "\t",
    ];
    let mut state = 0x2545_f491_4f6c_dd1du64;
    for round in 0..4000 {
        let mut text = String::new();
        for _ in 0..(round % 23) + 1 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(pieces[(state % pieces.len() as u64) as usize]);
            if state & (1 << 40) != 0 {
                text.push(' ');
            }
        }
        for (tag, day) in [
            ("en", "2022-01-07"),
            ("ru", ""),
            ("de", "0001-01-01"),
            ("en", "9999-12-31"),
        ] {
            let mut end = 0;
            for mention in find_dates_in(&text, tag, published(day).as_ref()) {
                assert!(
                    mention.span.start >= end && mention.span.end > mention.span.start,
                    "{text:?}"
                );
                assert!(text.get(mention.span.range()).is_some(), "{text:?}");
                end = mention.span.end;
                if let Some(interval) = mention.interval {
                    assert!(
                        interval.begin <= interval.end_exclusive.or(interval.begin),
                        "{text:?}"
                    );
                }
            }
        }
    }
}

// ---- publication dates ------------------------------------------------------------------------------

/// An article of this text; `⟦…⟧` marks a dateline's date.
fn article(id: &str, marked: &str) -> Article {
    let (mut text, mut hints, mut dateline) = (String::new(), Vec::new(), None);
    match marked.split_once('⟦') {
        Some((before, after)) => {
            let (date, after) = after.split_once('⟧').expect("a closed mark");
            let span = Span::from_range(before.len()..before.len() + date.len());
            text.push_str(before);
            text.push_str(date);
            text.push_str(after);
            hints.push(DateHint::Dateline(span));
            dateline = Some(Dateline {
                span,
                place: None,
                agency: None,
                date: Some(span),
            });
        }
        None => text.push_str(marked),
    }
    Article {
        dateline,
        language: Language {
            tag: "en".to_owned(),
            confidence: Permille(990),
        },
        date_hints: hints,
        ..Article::of_text(id, text)
    }
}

fn values(articles: &[Article]) -> Vec<Option<String>> {
    publication_dates(articles)
        .into_iter()
        .map(|p| p.map(|p| p.value))
        .collect()
}

#[test]
fn a_full_hint_is_taken_at_its_word() {
    let mut with_metadata = article("a", "A short note.");
    with_metadata
        .date_hints
        .push(DateHint::Given("2021-03-04".to_owned()));
    assert_eq!(values(&[with_metadata]), [Some("2021-03-04".to_owned())]);
    assert_eq!(
        values(&[article("b", "RIGA, ⟦March 4, 2021⟧. The harbour froze.")]),
        [Some("2021-03-04".to_owned())]
    );
}

#[test]
fn an_address_gives_the_year_a_dateline_leaves_out() {
    let mut with_url = article("a", "RIGA, ⟦March 4⟧. The harbour froze.");
    with_url
        .date_hints
        .push(DateHint::Url("2021-03".to_owned()));
    assert_eq!(values(&[with_url]), [Some("2021-03-04".to_owned())]);
}

#[test]
fn a_year_that_nothing_settles_stays_open() {
    let found = publication_dates(&[article("a", "RIGA, ⟦March 4⟧. The harbour froze.")]);
    let published = found[0].as_ref().expect("a partial date");
    assert_eq!(published.value, "XXXX-03-04");
    assert_eq!(published.interval, None);
}

#[test]
fn years_in_the_text_and_weekdays_settle_a_year() {
    let text = "RIGA, ⟦March 5⟧. The harbour froze on Thursday, as it had in 2020 and in late December 2020. \
                Ice-breakers went out, the harbour master said Thursday.";
    assert_eq!(
        values(&[article("a", text)]),
        [Some("2021-03-05".to_owned())]
    );
}

#[test]
fn a_report_without_any_dateline_is_dated_by_its_days() {
    let text = "The harbour froze on Wednesday, the pilots' office said. Throughout 2021 the company had asked for a new \
                ice-breaker. After a Dec. 30 meeting the minister refused. Starting Jan. 10 the parties will meet again. \
                The pilots said Wednesday that they could wait for next week's talks.";
    assert_eq!(
        values(&[article("a", text)]),
        [Some("2022-01-05".to_owned())]
    );
}

#[test]
fn the_same_events_in_a_dated_neighbour_settle_a_year_and_the_reason_says_so() {
    let shared = "Captain Ozolins of the ice-breaker Varma told reporters in Daugavgriva that the Kundzinsala channel was closed \
                  to the tanker Baltic Pride after the Mangalsala pilots refused to work";
    let dated = article(
        "dated",
        &format!("VENTSPILS, ⟦January 6, 2022⟧. {shared}, the Ziemelosta office said."),
    );
    let open = article(
        "open",
        &format!("RIGA, ⟦January 7⟧. {shared}, he said on Thursday."),
    );
    let found = publication_dates(&[dated, open]);
    let published = found[1].as_ref().expect("a date");
    assert_eq!(published.value, "2022-01-07");
    assert!(
        published
            .why
            .contains("the folder's report of the same events"),
        "{}",
        published.why
    );
    assert!(
        published.why.contains("2016, 2021 and 2022") || published.why.contains("2022"),
        "{}",
        published.why
    );
}

#[test]
fn a_file_settles_the_year_of_a_day_and_no_day_by_itself() {
    let saved = |text: &str, from: &str, day: &str| {
        let mut article = article("a", text);
        article.date_hints.push(DateHint::Saved(MetaDate {
            value: day.to_owned(),
            from: from.to_owned(),
        }));
        publication_dates(&[article]).remove(0)
    };
    let report = "RIGA, ⟦March 4⟧. The harbour froze, the pilots' office said.";
    for (from, words) in [
        (
            MetaDate::CHANGED,
            "the file says it was saved on 2019-03-06",
        ),
        (MetaDate::ARCHIVED, "the page was archived on 2019-03-06"),
    ] {
        let published = saved(report, from, "2019-03-06").expect("a date");
        assert_eq!(published.value, "2019-03-04");
        assert!(published.why.contains(words), "{}", published.why);
        assert!(published.confidence.0 < 850, "{:?}", published.confidence);
        assert!(published.candidates.iter().any(|c| c.from == "file"));
    }
    // A text is not of the year in which an old file was turned into another format.
    let published = saved(report, MetaDate::CHANGED, "2019-11-20").expect("a date");
    assert_eq!(published.value, "XXXX-03-04");
    // What the text says of its year goes before.
    let dated = "RIGA, ⟦March 4, 2015⟧. The harbour froze, the pilots' office said.";
    let published = saved(dated, MetaDate::CHANGED, "2019-03-06").expect("a date");
    assert_eq!(published.value, "2015-03-04");
    let undated = "The harbour froze, the pilots' office said.";
    assert!(saved(undated, MetaDate::CHANGED, "2019-03-06").is_none());
}

#[test]
fn nothing_is_invented_where_nothing_tells() {
    let text =
        "The minister arrived in the capital. The commission has met since 2015, twice a year.";
    assert_eq!(values(&[article("a", text)]), [None]);
}

#[test]
fn the_order_of_the_folder_does_not_matter() {
    let a = article(
        "a",
        "RIGA, ⟦January 6, 2022⟧. Captain Ozolins closed the Kundzinsala channel near Mangalsala, Daugavgriva said.",
    );
    let b = article(
        "b",
        "TALLINN, ⟦January 7⟧. Captain Ozolins closed the Kundzinsala channel near Mangalsala on Thursday.",
    );
    let (one, mut other) = (values(&[a.clone(), b.clone()]), values(&[b, a]));
    other.reverse();
    assert_eq!(one, other);
}

/// Reports of the first days of months, dated in full, on nothing in common.
fn dated_folder(years: std::ops::RangeInclusive<i32>) -> Vec<Article> {
    const THINGS: [&str; 12] = [
        "mill", "bridge", "school", "tram", "orchard", "quarry", "library", "ferry", "bakery",
        "chapel", "dam", "market",
    ];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut folder = Vec::new();
    for year in years {
        for (thing, month) in THINGS.iter().zip(MONTHS) {
            let text = format!("RIGA, ⟦{month} 3, {year}⟧. The {thing} was opened.");
            folder.push(article(&format!("{thing}{year}"), &text));
        }
    }
    folder
}

#[test]
fn a_weekday_and_the_years_of_the_folder_make_sure_of_a_date() {
    let mut folder = dated_folder(2021..=2022);
    folder.push(article("open", "⟦Friday, January 7⟧\n\nThe harbour froze."));
    let found = publication_dates(&folder);
    let published = found.last().and_then(Option::as_ref).expect("a date");
    assert_eq!(published.value, "2022-01-07");
    assert!(published.confidence.0 >= 900, "{published:?}");
}

#[test]
fn a_weekday_in_a_folder_of_many_years_leaves_the_year_open() {
    let mut folder = dated_folder(2010..=2022);
    folder.push(article("open", "⟦Friday, January 7⟧\n\nThe harbour froze."));
    let found = publication_dates(&folder);
    let published = found.last().and_then(Option::as_ref).expect("a date");
    assert_eq!(published.value, "XXXX-01-07");
}

#[test]
fn what_is_inferred_is_among_its_candidates_and_inside_its_interval() {
    for (n, text) in [
        "RIGA, ⟦March 5⟧. The harbour froze on Thursday, as it had in 2020.",
        "⟦Friday, January 7⟧\n\nThe harbour froze, as in May 2021. They meet on Monday.",
        "RIGA, ⟦May 9⟧. On 3 May 2017 it began; on Sunday it ended.",
    ]
    .into_iter()
    .enumerate()
    {
        let found = publication_dates(&[article("a", text)]);
        let published = found[0].as_ref().expect("a date");
        let is_among = published
            .candidates
            .iter()
            .any(|c| c.value == published.value);
        assert!(
            is_among || published.value.starts_with("XXXX"),
            "{n}: {published:?}"
        );
        if let Some(interval) = published.interval {
            assert!(interval.begin < interval.end_exclusive, "{n}");
        }
    }
}
