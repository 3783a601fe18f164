"""What was found is claimed, said to be possible, or refused; values that differ stay together."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decide import Thresholds, decide
from bot.replies import Answer, NoAnswer, Possible, Question, Standing
from retrieval.articles import Article
from retrieval.quotes import Quote
from retrieval.reports import Differing
from retrieval.search import Findings

TEXT = "Four ferries ran on Sunday."
ARTICLE = Article("a", "ferries", "Ferries", "", "Post", (), datetime(2025, 5, 4, tzinfo=UTC), TEXT)
THRESHOLDS = Thresholds(shown=0.2, claim=0.6)
QUESTION = Question("how many ferries ran?")


def quotes(*confidences: float) -> tuple[Quote, ...]:
    """One an article, best first as search ranks them, with these confidences."""
    return tuple(
        Quote(replace(ARTICLE, id=f"a{n}"), 0, len(TEXT), TEXT, (), "", 1.0 - n, one, ())
        for n, one in enumerate(confidences)
    )


def found(
    of: tuple[Quote, ...],
    values: int = 1,
    differing: Differing | None = None,
    *,
    in_order: bool = False,
) -> Findings:
    return Findings("g1", of, (), values, differing, in_order)


def test_what_is_sure_enough_is_claimed_with_the_others_that_may_be_shown() -> None:
    some = quotes(0.7, 0.3, 0.1, 0.25)
    reply = decide(replace(QUESTION, top=2), found(some), THRESHOLDS)
    assert reply == Answer(QUESTION.text, "g1", 0.7, some[:2], some[3:])


def test_a_quote_in_a_language_that_cannot_be_judged_only_may_answer_however_near() -> None:
    [first] = quotes(0.9)
    german = replace(first, claimable=False)
    follow_up = replace(QUESTION, follow_up=True)
    for question in (QUESTION, follow_up):
        assert decide(question, found((german,)), THRESHOLDS) == Possible(
            QUESTION.text, "g1", 0.9, (german,), ()
        )
    english = quotes(0.1, 0.7)[1]
    reply = decide(QUESTION, found((german, english)), THRESHOLDS)
    assert reply == Answer(QUESTION.text, "g1", 0.9, (english, german), ())


def test_below_that_what_was_found_may_answer_as_it_was_ranked() -> None:
    some = quotes(0.1, 0.5, 0.3)
    assert decide(QUESTION, found(some), THRESHOLDS) == Possible(QUESTION.text, "g1", 0.5, some, ())


def test_below_both_nothing_answers_and_the_best_of_all_says_how_near_it_was() -> None:
    some = quotes(0.1, 0.15)
    reply = decide(QUESTION, found(some), THRESHOLDS)
    assert isinstance(reply, NoAnswer)
    assert (reply.confidence, reply.nearest) == (0.15, some)


def test_a_later_quote_that_is_sure_decides_and_stands_first() -> None:
    first, second, third = quotes(0.3, 0.4, 0.8)
    reply = decide(QUESTION, found((first, second, third)), THRESHOLDS)
    assert reply == Answer(QUESTION.text, "g1", 0.8, (third, first, second), ())


def test_a_quote_that_is_not_shown_decides_nothing() -> None:
    some = quotes(0.3, 0.4, 0.8)
    reply = decide(replace(QUESTION, top=2), found(some), THRESHOLDS)
    assert reply == Possible(QUESTION.text, "g1", 0.4, some[:2], some[2:])


def test_an_order_that_was_asked_for_is_kept() -> None:
    some = quotes(0.3, 0.8)
    reply = decide(QUESTION, found(some, in_order=True), THRESHOLDS)
    assert reply == Answer(QUESTION.text, "g1", 0.8, some, ())


def test_where_reports_differ_none_of_their_values_is_left_out() -> None:
    some = quotes(0.1, 0.8, 0.1, 0.4)
    reply = decide(QUESTION, found(some, 2, Differing.UNSETTLED), THRESHOLDS)
    assert reply == Answer(
        QUESTION.text,
        "g1",
        0.8,
        (some[0], some[1], some[3]),
        (),
        (Standing.VALUE, Standing.VALUE, Standing.OTHER),
    )


def test_what_the_newest_report_replaced_is_called_earlier() -> None:
    some = quotes(0.7, 0.8, 0.3)
    reply = decide(QUESTION, found(some, 2, Differing.REPLACED), THRESHOLDS)
    assert isinstance(reply, Answer)
    assert reply.quotes == some
    assert reply.standings == (Standing.PLAIN, Standing.EARLIER, Standing.OTHER)


def test_differing_values_that_are_all_unlikely_are_not_shown() -> None:
    reply = decide(QUESTION, found(quotes(0.1, 0.1), 2, Differing.UNSETTLED), THRESHOLDS)
    assert isinstance(reply, NoAnswer)


@pytest.mark.parametrize(("confidence", "kind"), [(0.19, Answer), (0.11, Possible), (0.09, None)])
def test_a_follow_up_needs_less_of_both(confidence: float, kind: type | None) -> None:
    asked = replace(QUESTION, follow_up=True)
    thresholds = Thresholds(shown=0.2, claim=0.9, follow_up_shown=0.5)
    reply = decide(asked, found(quotes(confidence)), thresholds)
    assert type(reply) is (kind or NoAnswer)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_what_a_follow_up_claims_is_shown_and_it_never_needs_more(
    one: float, other: float, factor: float
) -> None:
    thresholds = Thresholds(min(one, other), max(one, other), factor)
    needed = thresholds.of_a_follow_up()
    assert needed.shown <= needed.claim <= thresholds.claim
    assert needed.shown <= thresholds.shown


def test_nothing_found_is_a_no_also_where_everything_is_shown() -> None:
    reply = decide(QUESTION, found(()), Thresholds(0.0, 0.0))
    assert reply == NoAnswer(QUESTION.text, "g1", 0.0, "No article is tracked yet.", ())


_chances = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.4, 0.6, 0.9]), max_size=8)


@given(
    _chances,
    st.integers(1, 4),
    st.integers(1, 3),
    st.sampled_from([None, *Differing]),
    st.booleans(),
)
def test_whatever_is_found_the_outcome_is_that_of_the_best_quote_shown(
    chances: list[float], top: int, values: int, differing: Differing | None, in_order: bool
) -> None:
    some = quotes(*chances)
    reply = decide(
        replace(QUESTION, top=top),
        found(some, min(values, len(some)) or 1, differing, in_order=in_order),
        THRESHOLDS,
    )
    if isinstance(reply, NoAnswer):
        assert not some or max(chances[:top]) < THRESHOLDS.claim
        return
    shown = reply.quotes + reply.further
    best = max(quote.confidence for quote in reply.quotes)
    assert reply.confidence >= THRESHOLDS.shown
    assert isinstance(reply, Answer) == (reply.confidence >= THRESHOLDS.claim)
    if isinstance(reply, Answer):
        assert reply.confidence == best
    else:
        # Unless none of the first may be shown: then those stand there that may.
        assert shown == some or max(chances[:top]) < THRESHOLDS.shown
        assert best <= reply.confidence <= max(chances)
    assert len(reply.quotes) <= top
    assert len(set(shown)) == len(shown)
    assert set(shown) <= set(some)
    assert len(reply.standing_of_all()) == len(shown)
    assert set(some) - set(shown) <= {q for q in some if q.confidence < THRESHOLDS.shown}
    if isinstance(reply, Answer) and not in_order and differing is None:
        assert shown[0].confidence >= THRESHOLDS.claim
