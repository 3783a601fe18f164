"""A question that asks what somebody said → their words, or the ordinary answer."""

from bot.ask import replied
from bot.decide import Thresholds
from bot.replies import Answer, NoAnswer, Possible, Question
from bot.said import SaidQuestion, reply_to, spoken
from retrieval.quotes import Quote
from retrieval.said import Said
from retrieval.search import Findings
from tests.bot.test_desk import DW, quote

THRESHOLDS = Thresholds(shown=0.3, claim=0.66)
ASKED = "What did Rask say about the command?"


def put(text: str, *found: Quote) -> tuple[Answer | Possible | None, list[SaidQuestion]]:
    """What comes of it, and what was looked for."""
    asked: list[SaidQuestion] = []

    def said(question: SaidQuestion) -> Said:
        asked.append(question)
        return Said("g1", found)

    return spoken(Question(text, frozenset(["japan"]), 1), said, THRESHOLDS), asked


def test_what_somebody_said_is_answered_with_their_words_in_the_stories_asked_of() -> None:
    reply, asked = put(ASKED, quote(DW), quote(DW, 2))
    assert reply == Answer(ASKED, "g1", 0.9, (quote(DW),), (quote(DW, 2),))
    assert asked == [SaidQuestion("Rask", "the command", frozenset(["japan"]), 1)]


def test_words_that_only_may_be_about_it_are_no_claim() -> None:
    reply, _ = put(ASKED, quote(DW, confidence=0.5))
    assert isinstance(reply, Possible)


def test_where_nobody_of_that_name_speaks_the_ordinary_answer_is_given() -> None:
    def found(_: Question) -> Findings:
        return Findings("g1", (quote(DW, 3),), ())

    reply = replied(Question(ASKED), found, THRESHOLDS, spoken=lambda part: put(part.text)[0])
    assert isinstance(reply, Answer)
    assert reply.quotes == (quote(DW, 3),)
    assert put("Who heads the command?", quote(DW)) == (None, [])


def test_a_no_says_whether_they_speak_of_something_else() -> None:
    question = SaidQuestion("Rask", "the command")
    of_else = reply_to(question, Said("g1", (), anything=True))
    nobody = reply_to(question, Said("g1", ()))
    too_many = reply_to(question, Said("g1", (), whole=False))
    assert isinstance(of_else, NoAnswer)
    assert of_else.reason == "Nothing that is tracked here quotes Rask about the command."
    assert isinstance(nobody, NoAnswer)
    assert nobody.reason == "Nothing that is tracked here quotes Rask by that name."
    assert isinstance(too_many, NoAnswer)
    assert "None of the newest articles" in too_many.reason
