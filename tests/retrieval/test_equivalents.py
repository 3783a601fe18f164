"""What the news calls by two names."""

from retrieval.equivalents import EQUIVALENTS, equivalents, is_equivalent, phrase_of, same


def test_an_office_is_known_by_its_initials_and_in_full() -> None:
    assert phrase_of("prime minister") in equivalents()[phrase_of("PM")]
    assert phrase_of("PM") in equivalents()[phrase_of("prime minister")]


def test_slang_stands_for_the_paper_s_word_and_not_the_other_way_round() -> None:
    assert phrase_of("penalty") in equivalents()[phrase_of("pen")]
    assert phrase_of("pen") not in equivalents().get(phrase_of("penalty"), ())


def test_each_line_of_the_list_holds_two_names_at_least() -> None:
    for line in EQUIVALENTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert len([n for n in line.replace(">", "=").split("=") if n.strip()]) > 1, line
            assert line.count(">") < 2, line


def test_an_abbreviation_is_no_slip() -> None:
    assert is_equivalent("prenup")
    assert not is_equivalent("harbour")


def test_a_group_of_one_name_stands_for_nothing() -> None:
    assert same([["Mark Twain"]]) == {}
