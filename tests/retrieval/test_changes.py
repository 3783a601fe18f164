"""What changed in an article is told sentence by sentence; what only looks different is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.boilerplate import is_boilerplate
from retrieval.changes import Change, NowReads, changes, now_reads, same_but_for_boilerplate

TEXT = (
    "The bridge fell early on Tuesday. Six men are missing, the governor said.\n"
    "As many as 20 people were on the bridge, a spokesman said.\n"
    "The port is closed."
)


@pytest.mark.parametrize(
    "line",
    [
        "Updated 3 minutes ago",
        "Published: 3 Aug 2024, 10:15 GMT",
        "Published August 3, 2024 at 10:15 a.m.",
        "Last updated on Mon 3 Mar 2025 18.42 GMT",
        "5 min read",
        "12 comments",
        "Comments (12)",
        "Share",
        "Share this article on Facebook",
        "Photo: John Smith/AP",
        "(Photo by Jane Roe/Getty Images)",
        "Image source, Getty Images",
        "© Reuters",
        "Read more: Three dead in crash",
        "Advertisement",
    ],
)
def test_a_line_about_the_page_makes_no_new_version(line: str) -> None:
    assert is_boilerplate(line)
    assert same_but_for_boilerplate(TEXT, f"{line}\n{TEXT}")
    assert same_but_for_boilerplate(f"{TEXT}\n{line}", TEXT.replace("\n", f"\n{line}\n", 1))
    assert changes(TEXT, f"{line}\n{TEXT}") == ()


@pytest.mark.parametrize(
    "line",
    [
        "He shared the photo with 12 people.",
        "The answer came in July 2024.",
        "July 2024.",
        "54,000",
        "Correction: An earlier version said that 12 people had died.",
        "Updated: the toll is 12",
        "Image: 12 dead in blast",
        "Photo finish in Paris: Smith wins the gold medal.",
        "May she rest in peace",
    ],
)
def test_a_line_that_says_something_makes_a_new_version(line: str) -> None:
    assert not same_but_for_boilerplate(TEXT, f"{TEXT}\n{line}")
    assert changes(TEXT, f"{TEXT}\n{line}") == (Change("", line),)


def test_spacing_and_typography_make_no_new_version() -> None:
    old = 'It cost "a lot" - the mayor\'s words - for 10-12 days.\nHe left...'
    new = "It  cost “a lot” — the mayor’s words – for\u00a010–12 days. He left…"
    assert same_but_for_boilerplate(old, new)
    assert changes(old, new) == ()


@pytest.mark.parametrize(("old", "new"), [("20", "8"), ("Tuesday", "Monday"), ("men", "women")])
def test_one_changed_word_makes_a_new_version(old: str, new: str) -> None:
    assert not same_but_for_boilerplate(TEXT, TEXT.replace(old, new))


def test_a_corrected_sentence_is_one_change_with_its_old_and_new_words() -> None:
    assert changes(TEXT, TEXT.replace("As many as 20", "Eight")) == (
        Change(
            "As many as 20 people were on the bridge, a spokesman said.",
            "Eight people were on the bridge, a spokesman said.",
        ),
    )


def test_changes_come_in_the_order_of_the_text() -> None:
    new = (
        "The bridge fell on Tuesday. Six men are missing, the governor said. Divers search.\n"
        "The port is closed."
    )
    assert changes(TEXT, new) == (
        Change("The bridge fell early on Tuesday.", "The bridge fell on Tuesday."),
        Change("As many as 20 people were on the bridge, a spokesman said.", ""),
        Change("", "Divers search."),
    )


def test_a_moved_paragraph_is_no_change() -> None:
    first, second, third = TEXT.split("\n")
    assert changes(TEXT, "\n".join((third, second, first))) == ()


def test_a_sentence_that_was_split_is_one_change() -> None:
    old = "The governor declared a state of emergency and thanked the police."
    new = "The governor declared a state of emergency. He thanked the police too."
    assert changes(f"Rain fell. {old}", f"Rain fell. {new}") == (Change(old, new),)
    assert changes(f"Rain fell. {new}", f"Rain fell. {old}") == (Change(new, old),)


def reads(quote: str, new: str) -> NowReads | None:
    start = TEXT.index(quote)
    return now_reads(TEXT, start, start + len(quote), new)


QUOTE = "As many as 20 people were on the bridge, a spokesman said."


@pytest.mark.parametrize(
    "new",
    [
        TEXT,
        f"Updated 3 minutes ago\n{TEXT}\nDivers search.",
        "\n".join(reversed(TEXT.split("\n"))),
        TEXT.replace("20 people", "20\u00a0 people"),
        TEXT.replace("\nAs many", " As many"),
        TEXT.replace("Six", "Five"),
    ],
)
def test_a_quote_that_still_stands_is_left_in_peace(new: str) -> None:
    assert reads(QUOTE, new) is None


def test_a_corrected_quote_is_given_in_its_old_and_new_words() -> None:
    new = f"Divers search.\n{TEXT.replace('As many as 20', 'Eight')}"
    assert reads(QUOTE, new) == NowReads(
        QUOTE, "Eight people were on the bridge, a spokesman said."
    )


def test_of_a_quote_of_two_sentences_only_the_corrected_one_is_given() -> None:
    quote = "The bridge fell early on Tuesday. Six men are missing, the governor said."
    assert reads(quote, TEXT.replace("Six", "Five")) == NowReads(
        "Six men are missing, the governor said.", "Five men are missing, the governor said."
    )


def test_two_corrected_sentences_are_given_together_as_they_stand() -> None:
    quote = "The bridge fell early on Tuesday. Six men are missing, the governor said."
    new = TEXT.replace("Six", "Five").replace("early on Tuesday", "late on Monday")
    assert reads(quote, new) == NowReads(
        quote, "The bridge fell late on Monday. Five men are missing, the governor said."
    )


@pytest.mark.parametrize(
    "replacement", ["", "Ships wait in the bay, and some turn south.", "Share", "A man sold fish."]
)
def test_words_that_are_gone_are_not_replaced_by_unrelated_ones(replacement: str) -> None:
    assert reads(QUOTE, TEXT.replace(QUOTE, replacement)) == NowReads(QUOTE, "")


def test_a_figure_inside_a_longer_one_is_not_the_same_figure() -> None:
    old = "3 people died."
    assert now_reads(old, 0, len(old), "13 people died.") == NowReads(old, "13 people died.")


TEXTS = st.lists(
    st.sampled_from([*TEXT.replace("\n", " ").split(" "), "\n", "\n", "¿", "日本。", "a. b"]),
    max_size=40,
).map(" ".join)


@given(TEXTS, TEXTS)
def test_all_that_is_told_stands_in_the_texts_and_nothing_is_told_of_equal_ones(
    old: str, new: str
) -> None:
    assert changes(old, old) == ()
    assert same_but_for_boilerplate(old, new) == same_but_for_boilerplate(new, old)
    for change in changes(old, new):
        assert change.old in old
        assert change.new in new
        assert change != Change("", "")
    assert now_reads(old, 0, len(old), old) is None
    if told := now_reads(old, 0, len(old), new):
        assert told.old in old
        assert told.new in new
        assert told.old


@pytest.mark.parametrize(
    "line",
    [
        "Aktualisiert am 3. März 2026 um 10:15 Uhr",
        "Stand: 03.03.2026, 10:15 Uhr",
        "vor 3 Stunden",
        "Mis à jour le 3 mars 2026 à 10h15",
        "Publié mardi 3 mars 2026",
        "Actualizado el 3 de marzo de 2026 a las 10:15",
        "Pubblicato il 3 marzo 2026 alle 10:15",
        "Bijgewerkt op dinsdag 3 maart 2026 om 10:15 uur",
        "Atualizado em 03/03/2026 às 10h15",
        "Opublikowano 3 marca 2026",
        "Uppdaterad 3 mars 2026 kl 10.15",
        "Oppdatert 3. mars 2026 kl. 10:15",
        "更新：2026年3月3日 10:15",
        "Teilen",
        "Lire aussi : Le pont est fermé",
        "Tutti i diritti riservati",
    ],
)
def test_dates_and_links_in_other_languages_are_no_change(line: str) -> None:
    text = "Der Stadtrat kaufte am Montag eine Fähre."
    assert same_but_for_boilerplate(text, f"{text}\n{line}")


@pytest.mark.parametrize(
    "line", ["Am Montag, dem 3. März, fährt sie.", "Le pont est fermé depuis mars.", "Del pays 3."]
)
def test_a_sentence_with_a_date_in_another_language_is_one(line: str) -> None:
    assert not same_but_for_boilerplate("A ferry was bought.", f"A ferry was bought.\n{line}")
