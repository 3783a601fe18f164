"""Whatever surrounds a question, the same question is read."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asides import Aside
from bot.typed import typed
from retrieval.terms import FUNCTION_WORDS, words

BEFORE = (
    "", "hi ", "Hi all, ", "hey @pullquote ", "hello everyone! ", "Good morning, ", "hey there - ",
    "<@U0123ABC> ", "<@!987654321> hi, ", "@pullquote ", "Pullquote, ", "dear bot, ", "yo ",
    ":wave: ", "👋🏽 ", "<:blob:123456789> ", "Hi team,\n", "thanks! ", "sorry to bother you all, ",
    "btw, ", "ok so ", "hey pullquote, ", "<!here> ", "greetings, ",
)  # fmt: skip
WRAPPED = (
    "{}", "quick question: {}", "please {}", "pls, {}", "just curious, {}", "{} please",
    "could you please tell me {}", "can anyone tell me {}", "do you know {}", "any idea {}",
    "I was wondering {}", "I'd like to know {}", "does anyone here know {}", "tell me {}",
    "would you mind telling me {}", "one more question - {}", "i want to know {}", "I wonder {}",
    "quick q, do you happen to know {}", "could someone let me know {}", "anyone know {}",
)  # fmt: skip
AFTER = (
    "", "?", "? thanks!", "? Thanks in advance", "? thx", ", please?", "? :pray:", " 🙏", "? lol",
    "? @pullquote", "? <@U0123ABC>", " thx in advance", "? asking for a friend", "? Any idea?",
    "? :+1::skin-tone-3:", " pls", "?? ty", ", anyone?", "? cheers, all", " :)",
)  # fmt: skip
MARKED = (
    "{}", "*{}*", "_{}_", "**{}**", "`{}`", "```{}```", "||{}||", "~~{}~~", "***{}***", "__{}__",
)  # fmt: skip
MARKED_LINES = (*MARKED, "> {}", "## {}", "- {}", ">>> {}", "> *{}*")
# Each begins as indirect speech does too, so that every wrapping suits it.
QUESTIONS = (
    "who leads the harbour board of Erlem",
    "how many lorries crossed the Long Bridge in May",
    "what did Ada Brandt say about Hi-Tech Farming",
    "when the A7 closes",
    "why C++ was dropped at Hello Kitty Land",
    "where does he_said_so live",
    "which firm paid 3.5 million for M*A*S*H",
)


def same(one: str, other: str) -> bool:
    """The same words, and the same but for the mark at the end."""
    return one.rstrip("?") == other.rstrip("?")


def test_a_question_is_the_same_in_every_wrapping_that_people_put_around_it() -> None:
    drawn = random.Random(12)
    ways = list(itertools.product(BEFORE, WRAPPED, AFTER, MARKED))
    wrong = []
    for question in QUESTIONS:
        for before, wrapped, after, marked in drawn.sample(ways, 1500):
            message = before + wrapped.format(marked.format(question)) + after
            if not same(typed(message).text, question):
                wrong.append((message, typed(message).text))
    assert wrong == []


def test_a_whole_message_in_marks_is_the_same_question() -> None:
    drawn = random.Random(13)
    ways = list(itertools.product(BEFORE, WRAPPED, AFTER, MARKED_LINES))
    for question in QUESTIONS:
        for before, wrapped, after, marked in drawn.sample(ways, 500):
            message = marked.format((before + wrapped.format(question) + after).strip())
            assert same(typed(message).text, question), message


PIECES = st.sampled_from(
    [*BEFORE, *AFTER, *QUESTIONS, "*", "_", "`", "<", ">", "||", "@anna", "hi", "thanks", "&amp;",
     "could you tell me", "who", "is it", "Kitty", "\n", "?", ":eyes:", "x", "12:30:45", "bot"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES | st.text(max_size=12), max_size=8).map(" ".join))
def test_taking_off_what_surrounds_a_question_leaves_nothing_more_to_take_off(text: str) -> None:
    once = typed(text).text
    assert typed(once).text == once


@settings(max_examples=400)
@given(st.lists(PIECES | st.text(max_size=12), max_size=8).map(" ".join))
def test_a_message_with_words_is_never_emptied(text: str) -> None:
    if words(text):
        assert words(typed(text).text) or not any(c.isalnum() for c in typed(text).text)
    assert typed(text).parts


@pytest.mark.parametrize(
    "question",
    [
        "Hello Kitty", "Hello Kitty Land opening day", "who founded Hi-Tech Farming?",
        "what is _id in a database", "who maintains C++?", "2 * 3 million votes",
        "M*A*S*H reunion date", '"The Silent Harbour"', "Please Please Me release year",
        "Thank You for Smoking director", "Good Morning Erlem host", "Tell Me Lies cast",
        "who said thanks?", "what did she write to @anna", "what happened at 10:30:45?",
        "OK Corral visitors", "Morning Star circulation", "who sang please please please",
        "Cheers finale audience", "are you allowed to bring dogs to Erlem beach?",
        "who is the bot that won the chess cup in Erlem?", "Question Time audience in Vega",
        "AT&T customers", "O`Brien's age", "5* hotels and 4* hotels in Vega",
        "anything on the ferry?", "any news on the ferry?", "is there anything on the menu?",
        "this morning, who resigned?", "yesterday, what did the mayor say?",
        "The Help: who directed it?",
        "in the last day, who left the board?", "who won, Erlem or Vega, today?",
        "do they know who did it?",
        "Asked when he would go, what did the mayor say?",
        "did the boss of Vega Bank know who paid?",
    ],
)  # fmt: skip
def test_nothing_that_means_something_is_taken_off(question: str) -> None:
    assert typed(question).text == question
    assert typed(question).remark is None


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("I'd like to know whether the ferry runs", "whether the ferry runs"),
        ("do you know if the ferry runs?", "if the ferry runs?"),
        ("could you tell me the price of a crossing", "the price of a crossing"),
        ("what can you tell me about the ferry?", "about the ferry?"),
        ("according to your sources, who runs the ferry?", "who runs the ferry?"),
        ("Sorry if this was asked before, but who runs it (just curious)", "who runs it"),
        ("my colleague wants to know who runs the ferry. It's urgent!", "who runs the ferry."),
        ("would you be able to tell me when it opens?", "when it opens?"),
        ("thanks, but who checked it?", "who checked it?"),
        ("hello, I have a question. When does it open?", "When does it open?"),
        ("what did <https://x.example/a?b=1|the Harbor Ledger> say",
        "what did the Harbor Ledger say"),
        ("what did [the Ledger](https://x.example) say", "what did the Ledger say"),
        ("what did <@U1|Brandt> say", "what did @Brandt say"),
        ("what happened in <#C12|harbour>?", "what happened in harbour?"),
        ("who pays for Marks &amp; Spencer?", "who pays for Marks & Spencer?"),
    ],
)  # fmt: skip
def test_what_is_left_is_the_question_as_it_was_worded(said: str, asked: str) -> None:
    assert typed(said).text == asked


@pytest.mark.parametrize("nothing", ["", " ", "???", "👀", "*", "``", "<@U1>"])
def test_a_message_without_words_is_left_to_be_told_as_one(nothing: str) -> None:
    assert typed(nothing).text == nothing.strip()


def test_a_question_in_another_language_is_told_by_its_language() -> None:
    found = typed("hi all, wie viele Menschen wurden in Erlem verletzt?")
    assert found.remark is Aside.LANGUAGE
    assert "German" in found.sentence
    assert "{" not in found.sentence


def test_a_question_has_nothing_to_be_told_instead_of_an_answer() -> None:
    assert typed("who leads the board?").sentence == ""


def test_the_words_of_a_question_come_from_what_was_typed() -> None:
    message = "hi, who wrote the harbour plan and who checked it?"
    said = {word.term for word in words(message)}
    for part in typed(message).parts:
        assert {word.term for word in words(part)} <= said
    assert not {"hi"} & {w.term for w in words(typed(message).text)} - FUNCTION_WORDS
