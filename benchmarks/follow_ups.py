"""Short questions in a thread whose story is known: how much confidence should an answer need?

    PULLQUOTE_DATA=/tmp/follow pullquote reindex
    python benchmarks/follow_ups.py --data /tmp/follow [--each]

Measures bot.decide.FOLLOW_UP_THRESHOLD over the shipped corpus. "And how many troops?" shares few
words with its answer, so that the confidence, which was fitted on whole questions, is low even for
the right quote. Three kinds of questions, each asked within one story: those that its articles
answer; close ones, on its topic, that they don't; and off ones, about something else altogether.
--each prints every question as well.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from adapters.assembly import open_bot
from adapters.settings import Settings
from bot.ask import Bot
from bot.decide import FOLLOW_UP_THRESHOLD
from bot.threads import without_lead_in

FACTORS = (1.0, 0.5, 0.3, 0.2, 0.1)

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
    """A follow-up, how confident its first quote is, and whether that, or one of the first three,
    holds the expected words."""

    kind: str
    story: str
    question: str
    confidence: float
    right: bool
    among_three: bool
    quote: str


def ask(bot: Bot, kind: str, story: str, question: str, expected: tuple[str, ...] = ()) -> Asked:
    """The question as bot/desk.py asks a follow-up: within the story, without its lead-in."""
    first, *others = bot.finder.find(without_lead_in(question), [story], 3, True).quotes
    right, *holding = [
        any(words in quote.text for words in expected) for quote in (first, *others[:2])
    ]
    among_three = right or any(holding)
    return Asked(kind, story, question, first.confidence, right, among_three, first.text)


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


def main() -> None:
    """Print a line for each factor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", action="store_true")
    chosen = parser.parse_args()
    settings = Settings(data=chosen.data)
    with open_bot(settings, follow=False) as bot:
        asked = all_asked(bot)
    kinds = {kind: [a for a in asked if a.kind == kind] for kind in ("answerable", "close", "off")}
    if chosen.each:
        for one in sorted(asked, key=lambda one: (one.kind, -one.confidence)):
            verdict = ("right" if one.right else "WRONG") if one.kind == "answerable" else "-----"
            print(f"{one.kind:<10} {verdict} {one.confidence:.3f}  {one.story}: {one.question}")
            print(f"{'':<24} {one.quote[:150]!r}")
    print(", ".join(f"{len(of_kind)} {kind}" for kind, of_kind in kinds.items()))
    count = len(kinds["answerable"])
    right = sum(one.right for one in kinds["answerable"]) / count
    among_three = sum(one.among_three for one in kinds["answerable"]) / count
    print(f"expected words in the first quote {right:.2f}, in one of the first 3 {among_three:.2f}")
    for factor in FACTORS:
        least = factor * settings.threshold

        def answered(kind: str, least: float = least) -> float:
            return sum(one.confidence >= least for one in kinds[kind]) / len(kinds[kind])

        lost = [one for one in kinds["answerable"] if one.right and one.confidence < least]
        print(
            f"× {factor:<4} {'(shipped)' if factor == FOLLOW_UP_THRESHOLD else '':<9} "
            f"answerable refused {1 - answered('answerable'):.2f}, with the right quote in hand "
            f"{len(lost) / count:.2f}; "
            f"close answered {answered('close'):.2f}; off answered {answered('off'):.2f}"
        )


if __name__ == "__main__":
    main()
