"""How sure a quote may be that no calibration knows, and which language a question is in."""

import pytest

from retrieval.known_languages import Bounds, KnownLanguages

NEVER = Bounds(shown=0.4, claim=None, at_shown=0.06, at_claim=0.66)
CLAIMING = Bounds(shown=0.4, claim=0.8, at_shown=0.06, at_claim=0.66)


def test_without_a_bound_of_ones_own_nothing_is_ever_called_an_answer() -> None:
    assert not NEVER.claims(1.0)
    assert NEVER.confidence(1.0) < 0.66


@pytest.mark.parametrize("bounds", [NEVER, CLAIMING])
def test_nearness_becomes_a_confidence_in_the_same_order(bounds: Bounds) -> None:
    nearness = [n / 50 for n in range(51)]
    found = [bounds.confidence(near) for near in nearness]
    assert found == sorted(found)
    assert (found[0], found[-1] <= 1.0) == (0.0, True)
    assert all((at >= 0.06) == (near >= 0.4) for near, at in zip(nearness, found, strict=True))
    assert all((at >= 0.66) == bounds.claims(n) for n, at in zip(nearness, found, strict=True))


def test_nearness_counts_from_what_the_model_says_of_the_unrelated() -> None:
    steep = KnownLanguages(frozenset("de"), NEVER, unrelated=0.75)
    assert steep.nearness(0.7) == 0.0
    assert steep.nearness(0.875) == pytest.approx(0.5)
    assert steep.nearness(1.0) == 1.0


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What does the union demand?", "en"),
        ("Was fordert die Gewerkschaft?", "de"),
        ("Wer trat in Kiel zurück?", "de"),
        ("组合要求什么？", "en"),  # Chinese, which is not known here
        ("組合は何を求めている？", "ja"),
        ("is El Jefe guilty", "en"),
        ("Kiel", "en"),
    ],
)
def test_a_question_is_in_a_known_language_or_read_as_english(question: str, language: str) -> None:
    known = KnownLanguages(frozenset(("de", "ja")), NEVER)
    assert known.asked_in(question) == language


def test_who_judges_a_passage_hangs_on_both_languages() -> None:
    known = KnownLanguages(frozenset(("de",)), NEVER)
    assert not known.judges("en", "en")
    assert not known.judges("", "en")
    assert known.judges("en", "de")
    assert known.judges("de", "en")
    assert not known.judges("fr", "en")
