"""A sentence that says who somebody is differs from one that only names her."""

import pytest

from retrieval.person_names import introduces, names_anyone, names_in_midst


@pytest.mark.parametrize(
    "sentence",
    [
        "Falk, who has led the court since 2011, closed the case.",
        "As head of the port, Falk signs the bills.",
        "The judge of the case, Nora Falk, closed it.",
        "Nora Falk is a judge in Pell.",
        "Judge Nora Falk closed the case.",
        "Nora Falk, 61, closed the case.",
        "Nora Falk, a judge in Pell, closed the case.",
        "Nora Falk became the president of the court in 2011.",
    ],
)
def test_who_somebody_is_is_told(sentence: str) -> None:
    assert introduces("Nora Falk", sentence)
    assert introduces("nora falk", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nora Falk arrived late.",
        "After the vote, Falk left.",
        "Falk said that the mayor was late.",
        "Owen Pryce, who leads the port, left.",
        "Nothing was said.",
    ],
)
def test_a_mere_name_is_no_introduction(sentence: str) -> None:
    assert not introduces("Nora Falk", sentence)


def test_nobody_is_introduced_by_an_empty_name() -> None:
    assert not introduces(" ", "Falk is a judge.")


def test_a_place_a_day_and_a_first_word_name_nobody() -> None:
    known = names_in_midst("On Monday the judge Falk spoke to Arlt, and Pryce left.")
    assert known >= {"Falk", "Arlt", "Pryce"}
    assert names_anyone("Falk spoke.", known)
    assert names_anyone("then Nora Falk spoke.", frozenset())
    assert not names_anyone("Work begins in Pell.", known)
    assert not names_anyone("On Monday it rained.", known)
