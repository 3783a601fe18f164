"""A question becomes an answer, an honest no, or one sentence on what is wrong with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.ask import MAX_QUESTION_CHARACTERS, Bot, QuestionError
from bot.decide import Thresholds
from bot.language_wording import nearest_not_read
from bot.replies import Answer, NoAnswer, Possible, Question, Remark, Reply
from bot.wording import COURTESY
from retrieval.articles import Article, Passage, Story
from retrieval.candidates import Candidate
from retrieval.quotes import Quote
from retrieval.search import Findings

TEXT = "The center would be headed by a three-star commander. It is in Tokyo."
ARTICLE = Article(
    "dw",
    "japan",
    "New command",
    "https://dw.example/1",
    "DW",
    (),
    datetime(2024, 7, 28, tzinfo=UTC),
    TEXT,
)


def quote(confidence: float, id: str = "dw") -> Quote:
    article = replace(ARTICLE, id=id)
    end = TEXT.index(" It")
    return Quote(article, 0, end, TEXT[:end], ((31, 52),), "", 1.0, confidence, ())


@dataclass
class Shelf:
    """A Finder and VersionTexts with fixed findings."""

    quotes: tuple[Quote, ...]
    texts_held: dict[str, str] = field(default_factory=dict)
    tracked: tuple[Story, ...] = (Story("japan", "", ""), Story("sweden-nato", "", ""))
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.texts_held |= {q.article.version: q.article.text for q in self.quotes}

    def find(
        self,
        question: str,
        stories: Collection[str] | None,
        quotes: int,
        follow_up: bool = False,
        asked_on: datetime | None = None,
    ) -> Findings:
        self.asked.append(question)
        passages = tuple(
            Candidate(Passage("p", q.article.version, 0, len(TEXT)), q.article, 0.5, 1.0)
            for q in self.quotes
        )
        return Findings("g1", self.quotes, passages)

    def stories(self) -> Mapping[str, Story]:
        return {story.slug: story for story in self.tracked}

    def texts(self, versions: Collection[str]) -> Mapping[str, str]:
        return {v: t for v, t in self.texts_held.items() if v in versions}


def ask(shelf: Shelf, question: Question) -> Reply:
    return Bot(shelf, shelf, Thresholds(shown=0.5, claim=0.7)).ask(question)


def test_a_confident_quote_is_an_answer() -> None:
    found = quote(0.9)
    assert ask(Shelf((found,)), Question("who heads it?")) == Answer(
        "who heads it?", "g1", 0.9, (found,), ()
    )


def test_a_less_confident_quote_only_may_answer() -> None:
    found = quote(0.6)
    assert ask(Shelf((found,)), Question("who heads it?")) == Possible(
        "who heads it?", "g1", 0.6, (found,), ()
    )


def test_each_of_two_questions_in_one_message_is_looked_for() -> None:
    shelf = Shelf((quote(0.9),))
    both = Question("who heads the command? where is the Orin base?")
    assert ask(shelf, both) == Answer(both.text, "g1", 0.9, shelf.quotes, ())
    # One sentence may answer both, so the whole is looked for, too.
    assert shelf.asked == ["who heads the command?", "where is the Orin base?", both.text]


def test_what_is_no_question_gets_a_sentence_and_nothing_is_searched() -> None:
    shelf = Shelf((quote(0.9),))
    assert ask(shelf, Question("thanks!")) == Remark("thanks!", COURTESY())
    assert shelf.asked == []


def test_an_answer_holds_as_many_quotes_as_asked_and_counts_the_confident_rest() -> None:
    found = tuple(quote(c, f"a{n}") for n, c in enumerate([0.9, 0.8, 0.7, 0.4]))
    reply = ask(Shelf(found), Question("who heads it?", top=2))
    assert isinstance(reply, Answer)
    assert (reply.quotes, reply.further) == (found[:2], found[2:3])


def test_a_doubtful_quote_is_offered_as_nearest_and_not_as_an_answer() -> None:
    found = quote(0.49)
    assert ask(Shelf((found,)), Question("who won the Tour de France?")) == NoAnswer(
        "who won the Tour de France?",
        "g1",
        0.49,
        "Nothing that is tracked answers this.",
        (found,),
    )


def test_an_empty_index_says_that_nothing_is_tracked() -> None:
    assert ask(Shelf(()), Question("who?")) == NoAnswer(
        "who?", "g1", 0.0, "No article is tracked yet.", ()
    )


def test_an_empty_story_is_named() -> None:
    reply = ask(Shelf(()), Question("who?", frozenset({"japan"})))
    assert isinstance(reply, NoAnswer)
    assert reply.reason == "No article is tracked in japan."


def test_a_quote_whose_article_was_purged_meanwhile_is_not_shown() -> None:
    gone, held = quote(0.9, "gone"), quote(0.8, "held")
    shelf = Shelf((gone, held))
    del shelf.texts_held[gone.article.version]
    reply = ask(shelf, Question("who heads it?"))
    # What was claimed was the other's.
    assert isinstance(reply, Possible)
    assert reply.quotes == (held,)


@pytest.mark.parametrize("changed", [{"text": "The center would be led."}, {"start": 1}])
def test_a_quote_that_is_not_verbatim_is_never_shown(changed: dict[str, object]) -> None:
    forged = replace(quote(0.9), **changed)  # type: ignore[arg-type]
    assert ask(Shelf((forged,)), Question("who heads it?")) == NoAnswer(
        "who heads it?",
        "g1",
        0.9,
        "The quotes found no longer match their articles, so they are not shown.",
        (),
    )


def test_a_headline_is_shown_where_it_is_the_one_of_the_version_that_is_held() -> None:
    headline = replace(quote(0.9), start=0, end=0, text="New command", highlight=((0, 3),))
    shelf = Shelf((headline,))
    reply = ask(shelf, Question("who heads it?"))
    assert isinstance(reply, Answer)
    assert reply.quotes == (headline,)
    forged = replace(headline, text="Old command", article=replace(ARTICLE, title="Old command"))
    shelf.quotes = (forged,)
    assert isinstance(ask(shelf, Question("who heads it?")), NoAnswer)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (
            Question("  \n "),
            'the question is empty; ask in words, for example: "who heads the command?"',
        ),
        (
            Question("🤖🇯🇵???"),
            'the question has no words in it; ask in words, for example: "who heads the command?"',
        ),
        (
            Question("x" * 10_000),
            "the question has 10,000 characters; ask in at most 2,000",
        ),
        (Question("who?", top=0), "0 quotes can't be shown; ask for 1 to 10"),
        (Question("who?", top=11), "11 quotes can't be shown; ask for 1 to 10"),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_to_do(question: Question, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(Shelf((quote(0.9),)), question)
    assert str(caught.value) == message


def test_the_longest_question_is_still_asked() -> None:
    assert ask(Shelf((quote(0.9),)), Question("x" * MAX_QUESTION_CHARACTERS))


def test_a_no_says_so_where_the_articles_are_in_a_language_that_is_not_read() -> None:
    german = (
        "Das Zentrum soll von einem General geleitet werden, sagte der Minister gestern in Tokio."
        " Die Einzelheiten sollen in den kommenden Monaten ausgearbeitet werden."
    )
    one = replace(quote(0.1), article=replace(ARTICLE, text=german))
    reply = ask(Shelf((one,)), Question("who heads the center?"))
    assert isinstance(reply, NoAnswer)
    assert reply.reason == nearest_not_read("de")
