//! Links, their fields and their blocks.

use super::*;

#[test]
fn percent_signs_are_decoded_where_two_digits_follow() {
    let table = [
        ("a%20b", "a b"),
        ("%7B%7d", "{}"),
        ("C%5E7", "C^7"),
        ("%E2%99%AD", "♭"),
        ("100%", "100%"),
        ("%2", "%2"),
        ("%zz", "%zz"),
        ("%+1", "%+1"),
        ("%é", "%é"),
        ("%FF", "\u{fffd}"),
    ];
    for (text, expected) in table {
        assert_eq!(percent_decoded(text), expected, "{text}");
    }
}

#[test]
fn a_link_ends_where_a_page_goes_on() {
    let found = |text: &str| find(text).map(|range| text[range].to_owned());
    assert_eq!(found("irealb://A=B").as_deref(), Some("irealb://A=B"));
    assert_eq!(found("see irealbook://A B=C\nand").as_deref(), Some("irealbook://A B=C"));
    assert_eq!(found("<a href=\"irealb://A\">x</a>").as_deref(), Some("irealb://A"));
    assert_eq!(found("<p>irealb://A<3x></p>").as_deref(), Some("irealb://A<3x>"));
    assert_eq!(found("https://irealpro.com"), None);
}

#[test]
fn fields_are_found_from_the_music_outwards() {
    let link =
        "irealb://One=Ann==Swing=C==1r34LbKcu7C Z==120=3===Two====Eb-=2=1r34LbKcu7G Z=Jazz=0=0===My list";
    let songs = songs(link);
    let told: Vec<_> = songs
        .iter()
        .map(|song| [&song.title, &song.composer, &song.style, &song.key, &song.tempo, &song.music])
        .collect();
    assert_eq!(told, [["One", "Ann", "Swing", "C", "120", "C Z"], ["Two", "", "", "Eb-", "", "G Z"]]);
}

#[test]
fn plain_links_have_six_fields() {
    let songs = songs("irealbook://One=Ann=Swing=C=n=C Z===short===Two=Bob=Bossa=G-=n=G Z");
    let titles: Vec<&str> = songs.iter().map(|song| song.title.as_str()).collect();
    assert_eq!(titles, ["One", "Two"]);
    assert_eq!((songs[1].key.as_str(), songs[1].music.as_str()), ("G-", "G Z"));
}

#[test]
fn too_few_fields_are_empty_ones() {
    let songs = songs("irealb://1r34LbKcu7C Z");
    assert_eq!(songs, [Song { music: "C Z".to_owned(), ..Song::default() }]);
}
