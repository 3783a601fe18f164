"""Two questions in one message get one reply with the best of each."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.captions import above_quotes, below
from bot.replies import Answer, NoAnswer, Part, Possible, Question, Standing
from bot.several import as_one
from retrieval.articles import Article
from retrieval.quotes import Quote

SENTENCES = ("The pier opened in May.", "It cost two million.", "Anna Berg drew it.", "It rained.")
TEXT = " ".join(SENTENCES)
ARTICLE = Article("a", "pier", "Pier", "", "Post", (), datetime(2025, 5, 4, tzinfo=UTC), TEXT)
WHEN, COST = "when did it open?", "what did it cost?"
BOTH = Question(f"{WHEN} {COST}")


def quote(sentence: int, id: str = "a") -> Quote:
    words = SENTENCES[sentence]
    start = TEXT.index(words)
    end = start + len(words)
    return Quote(replace(ARTICLE, id=id), start, end, words, ((0, 3),), "", 1.0, 0.9, ())


OPENED, PRICED, DREW, RAINED = map(quote, range(4))
NOTHING = NoAnswer(COST, "g1", 0.1, "Nothing that is tracked answers this.", (RAINED,))


def test_the_best_quote_of_each_comes_before_the_others_and_none_twice() -> None:
    when = Answer(WHEN, "g1", 0.9, (OPENED, RAINED), (PRICED,))
    cost = Answer(COST, "g1", 0.8, (PRICED, DREW), ())
    assert as_one(BOTH, [when, cost]) == Answer(
        BOTH.text, "g1", 0.9, (OPENED, PRICED, RAINED), (DREW,)
    )


def test_each_gets_a_quote_even_where_one_was_asked_for() -> None:
    when, cost = Answer(WHEN, "g1", 0.9, (OPENED,), ()), Answer(COST, "g1", 0.8, (PRICED,), ())
    reply = as_one(replace(BOTH, top=1), [when, cost])
    assert isinstance(reply, Answer)
    assert reply.quotes == (OPENED, PRICED)


def test_one_quote_that_answers_both_is_shown_once() -> None:
    when = Answer(WHEN, "g1", 0.9, (OPENED,), ())
    assert as_one(BOTH, [when, replace(when, question=COST)]) == replace(when, question=BOTH.text)


def test_what_nothing_answers_is_said() -> None:
    reply = as_one(BOTH, [Answer(WHEN, "g1", 0.9, (OPENED,), ()), NOTHING])
    assert reply == Answer(BOTH.text, "g1", 0.9, (OPENED,), (), unanswered=(Part(2, COST),))
    assert below(reply) == ("Nothing that is tracked answers “what did it cost?”.",)


def test_beside_a_claim_what_only_may_answer_comes_later_unmarked_and_is_said() -> None:
    perhaps = Possible(WHEN, "g1", 0.4, (OPENED,), ())
    reply = as_one(BOTH, [perhaps, Answer(COST, "g1", 0.8, (PRICED,), ())])
    unmarked = replace(OPENED, highlight=())
    assert reply == Answer(BOTH.text, "g1", 0.8, (PRICED, unmarked), (), unsure=(Part(1, WHEN),))
    assert below(reply) == ("These quotes may not answer “when did it open?”.",)


def test_where_nothing_is_claimed_all_only_may_answer() -> None:
    when, cost = Possible(WHEN, "g1", 0.4, (OPENED,), ()), Possible(COST, "g1", 0.3, (PRICED,), ())
    reply = as_one(BOTH, [when, cost])
    assert reply == Possible(BOTH.text, "g1", 0.4, (OPENED, PRICED), ())
    assert above_quotes(reply) == ("This may answer:", "")
    assert below(reply) == ()


def test_two_that_nothing_answers_are_one_no_with_what_is_near_to_each() -> None:
    when = NoAnswer(WHEN, "g1", 0.15, NOTHING.reason, (OPENED, RAINED))
    assert as_one(BOTH, [when, NOTHING]) == NoAnswer(
        BOTH.text, "g1", 0.15, NOTHING.reason, (OPENED, RAINED)
    )


def test_reports_that_differ_on_one_of_them_stay_together() -> None:
    other = quote(1, "b")
    values = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    cost = Answer(COST, "g1", 0.8, (PRICED, other, DREW), (), values)
    when = Answer(WHEN, "g1", 0.9, (OPENED,), ())
    reply = as_one(BOTH, [when, cost])
    assert isinstance(reply, Answer)
    assert reply.quotes == (OPENED, PRICED, other)
    assert above_quotes(reply) == ("", "Reports differ:", "")
    turned = as_one(BOTH, [cost, when])
    assert isinstance(turned, Answer)
    assert turned.quotes == (PRICED, other, OPENED)
    assert above_quotes(turned) == ("Reports differ:", "", "Other quotes:")


def test_a_single_question_is_replied_to_as_it_is() -> None:
    for reply in (Answer(WHEN, "g1", 0.9, (OPENED,), ()), replace(NOTHING, question=WHEN)):
        assert as_one(Question(WHEN), [reply]) == reply
