"""Short questions in a thread whose story is known: what is said to them, and is it right?

    PULLQUOTE_DATA=/tmp/follow pullquote reindex
    python benchmarks/follow_ups.py --data /tmp/follow [--each]

Measures whole replies to follow-ups over the shipped corpus, and what a follow-up's confidence must
reach (bot.decide.FOLLOW_UP_SHOWN, FOLLOW_UP_CLAIM): "and how many troops?" shares few words with
its answer, so that the confidence, which was fitted on whole questions, is low even for the right
quote. Three kinds of questions, each asked within one story: those that its articles answer; close
ones, on its topic, that they don't; and off ones, about something else altogether. Each line is
printed for both halves of the questions as well, so that what is chosen on one can be checked on
the other. --each prints every question.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.bot_assembly import open_bot, thresholds_of
from adapters.settings import Settings
from bot.ask import Bot
from bot.decide import FOLLOW_UP_CLAIM, Thresholds, decide
from bot.replies import Answer, Possible, Question
from bot.threads import without_lead_in
from retrieval.search import Findings

# Of the threshold from which quotes are shown, and of that from which they are claimed.
SHOWN_FACTORS = (1.0, 0.8, 0.6, 0.4, 0.2)
CLAIM_FACTORS = (0.6, 0.4, 0.3, 0.2, 0.15, 0.1)

# What the first quote has to hold, one of several where several sentences would do.
ANSWERABLE: dict[str, dict[str, tuple[str, ...]]] = {
    "us-japan-command": {
        "since when?": ("July 2024", "on Sunday after a day of talks", "March 2025"),
        "what about South Korea?": ("South Korea",),
        "where will it be?": ("Yokota", "Tokyo"),
        "who is the commander now?": ("Jost",),
        "what will it cost?": ("what it will cost", "no figure for the cost", "1.1 billion"),
        "and the role of Mr Kihara?": ("Kihara",),
        "who does it report to?": ("Indo-Pacific Command", "admiral in Hawaii"),
        "how many stars will he have?": ("three stars", "three-star"),
        "and who leads Japan's own command?": ("Nagumo",),
        "what about the missiles?": ("AMRAAM", "SM-6"),
    },
    "sweden-nato": {
        "what did Hungary do?": ("188 votes", "until the end of February", "26 February"),
        "how many Gripen jets?": ("four more Gripen",),
        "what about Finland?": ("Finland",),
        "when was the protocol ratified?": ("23 January", "26 February", "until January 2024"),
        "who raised the flag?": ("flag of Sweden was raised", "for the ceremony"),
        "and how many voted against in Turkey?": ("55",),
        "what do they get in return?": ("Article 5",),
    },
    "mpox-2024": {
        "which countries have cases?": ("Burundi", "Ghana"),
        "how many doses?": ("265,000", "99,100", "ten million", "200,000", "three million"),
        "who makes the vaccine?": ("Bavarian Nordic",),
        "is it over?": ("no longer a public health emergency", "not over"),
        "how many deaths?": ("461", "517", "537", "859", "988", "1,456"),
        "who gets the shots first?": ("hospital staff", "ealth workers"),
    },
    "key-bridge-collapse": {
        "what was the ship called?": ("Dali",),
        "how many workers died?": ("ix of the crew died", "six", "Six"),
        "when did the port reopen?": ("restored to its full width",),
        "who pays for the new bridge?": ("full cost of rebuilding", "Who will pay"),
        "and what will it cost?": ("1.7", "4.3"),
        "what were they doing up there?": ("potholes",),
        "why did it lose power?": ("wire", "breaker"),
    },
    "boeing-starliner": {
        "what was leaking?": ("elium",),
        "how long were they up there?": ("286 days", "nine months"),
        "who replaced them on Crew-9?": ("Hague",),
        "where did it land?": ("White Sands", "Tallahassee"),
        "which thrusters failed?": ("thrusters",),
        "how much money has Boeing lost?": ("1.6 billion", "2 billion"),
    },
    "google-search-antitrust": {
        "who is the judge?": ("Mehta",),
        "what about Chrome?": ("Chrome",),
        "how much does Google pay Apple?": ("20 billion",),
        "will it appeal?": ("appeal",),
        "who wanted to buy it?": ("OpenAI", "Perplexity"),
        "how long will the remedies last?": ("six years",),
    },
    "crowdstrike-outage": {
        "how many computers?": ("8.5 million",),
        "which airlines?": ("Delta",),
        "who apologised?": ("Kurtz", "Meyers"),
        "what caused it?": ("update",),
        "and how long did it last?": ("78 minutes",),
        "how much did Delta lose?": ("500 million", "550 million", "half a billion"),
        "how was it fixed?": ("safe mode",),
    },
}
CLOSE: dict[str, tuple[str, ...]] = {
    "us-japan-command": (
        "how many in Okinawa?",
        "how old is the commander?",
        "what did China reply?",
        "how many aircraft are at Yokota?",
    ),
    "sweden-nato": (
        "how much does Sweden spend on defence?",
        "how many tanks does it bring?",
        "and who voted against in Sweden?",
    ),
    "mpox-2024": ("how much does one dose cost?", "how many cases are there in Brazil?"),
    "key-bridge-collapse": (
        "how tall was the bridge?",
        "who was the captain?",
        "and how old was the ship?",
    ),
    "boeing-starliner": ("how much are the astronauts paid?", "how heavy is the capsule?"),
    "google-search-antitrust": (
        "how many employees does Google have?",
        "what does Pichai earn?",
    ),
    "crowdstrike-outage": ("who wrote the faulty code?", "how many people were fired?"),
}
OFF = (
    "who won the match?",
    "what is the capital of Peru?",
    "and the recipe?",
    "how tall is the Eiffel tower?",
    "did the penguins like it?",
    "who directed the film?",
    "what about the price of gold?",
    "is it raining?",
    "which horse won?",
    "who painted it?",
    "when does the shop open?",
    "how do I reset my password?",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up and what was found on it; `expected`: one of these its first quote must hold."""

    kind: str
    question: Question
    expected: tuple[str, ...]
    found: Findings

    def is_right(self, text: str) -> bool:
        return any(words in text for words in self.expected)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said to a follow-up, and whether the first quote that is shown is right."""

    kind: str
    said: type
    right: bool


def ask(bot: Bot, kind: str, story: str, text: str, expected: tuple[str, ...] = ()) -> Asked:
    """The question as bot/desk.py asks a follow-up: within the story, without its lead-in."""
    question = Question(without_lead_in(text), frozenset([story]), follow_up=True)
    found = bot.finder.find(question.text, question.stories, question.top, question.follow_up)
    return Asked(kind, question, expected, found)


def all_asked(bot: Bot) -> list[Asked]:
    """Every question of every kind; the off ones in each story."""
    asked = [
        ask(bot, "answerable", story, question, expected)
        for story, questions in ANSWERABLE.items()
        for question, expected in questions.items()
    ]
    for story in ANSWERABLE:
        asked += [ask(bot, "close", story, question) for question in CLOSE[story]]
        asked += [ask(bot, "off", story, question) for question in OFF]
    return asked


def outcome(one: Asked, thresholds: Thresholds) -> Outcome:
    """The outcome with these thresholds for follow-ups."""
    reply = decide(one.question, one.found, thresholds)
    shows = isinstance(reply, Answer | Possible)
    return Outcome(one.kind, type(reply), shows and one.is_right(reply.quotes[0].text))


def line(asked: Sequence[Asked], thresholds: Thresholds) -> str:
    """How many came out how."""
    outcomes = [outcome(one, thresholds) for one in asked]
    said = Counter((one.kind, one.said) for one in outcomes)
    count = Counter(one.kind for one in outcomes)
    claims = [one for one in outcomes if one.said is Answer]

    def of(kind: str) -> str:
        claimed, offered = said[kind, Answer], said[kind, Possible]
        return f"{claimed}/{offered}/{count[kind] - claimed - offered}"

    return (
        f"right first {sum(one.right for one in outcomes)} of {count['answerable']}, "
        f"of {len(claims)} claims {sum(one.right for one in claims)}; claimed/offered/refused: "
        f"answerable {of('answerable')}, close {of('close')}, off {of('off')}"
    )


def main() -> None:
    """Print a line for each factor, for both halves and the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", action="store_true")
    chosen = parser.parse_args()
    settings = Settings(data=chosen.data)
    with open_bot(settings, follow=False) as bot:
        asked = all_asked(bot)
    shipped = thresholds_of(settings)
    if chosen.each:
        for one in asked:
            said, first = outcome(one, shipped), one.found.quotes[0]
            verdict = ("right" if said.right else "WRONG") if one.expected else "-----"
            print(
                f"{one.kind:<10} {verdict} {said.said.__name__:<8} {first.confidence:.3f}  ", end=""
            )
            print(f"{', '.join(one.question.stories or ())}: {one.question.text}")
            print(f"{'':<33} {first.text[:150]!r}")
    known = [one for one in asked if one.expected]
    first = sum(one.is_right(one.found.quotes[0].text) for one in known)
    three = sum(any(one.is_right(q.text) for q in one.found.quotes[:3]) for one in known)
    print(f"of {len(known)} answerable: in the first quote {first}, in one of three {three}")
    print("shipped:", line(asked, shipped))
    halves = {"half": asked[::2], "other": asked[1::2], "all": asked}
    # `of_a_follow_up` takes its own share of the claim, so that it is given the others in advance.
    for factor in SHOWN_FACTORS:
        for name, some in halves.items():
            print(
                f"shown × {factor} {name}:",
                line(some, Thresholds(shipped.shown, shipped.claim, factor)),
            )
    for factor in CLAIM_FACTORS:
        claim = shipped.claim * factor / FOLLOW_UP_CLAIM
        for name, some in halves.items():
            with_claim = Thresholds(shipped.shown, claim, shipped.follow_up_shown)
            print(f"claim × {factor} {name}:", line(some, with_claim))


if __name__ == "__main__":
    main()
