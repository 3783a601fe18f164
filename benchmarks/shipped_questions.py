"""The shipped corpus, asked as people type: is the first quote right, and the claim honest?

    PULLQUOTE_DATA=/tmp/shipped pullquote reindex
    python benchmarks/shipped_questions.py --data /tmp/shipped [--each]

44 questions that the seven stories of corpus/ answer, and 17 on their topics, or like theirs, that
they don't. They were written by reading the articles, before any of them was asked, and nothing is
fitted on them. --each prints every question with its reply as well.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from adapters.bot_assembly import open_bot
from adapters.settings import Settings
from bot.ask import Bot
from bot.replies import Answer, NoAnswer, Question, Quoting
from retrieval.quotes import Quote

# What the first quote has to hold, one of several where several sentences would do.
ANSWERABLE: dict[str, tuple[str, ...]] = {
    # The US joint command in Japan
    "who heads the new US command in Japan?": (
        "led by a three-star officer",
        "three-star general or admiral will be in charge",
        "Jost",
        "lieutenant general at Yokota",
    ),
    "When did Jost take command of US Forces Japan?": ("took command of US Forces Japan on",),
    "where is the headquarters of japans joint operations command": ("Ichigaya",),
    "How many staff did JJOC start with?": ("240",),
    "Why would anybody want more authority to sit in Japan rather than in Hawaii?": (
        "cost precious hours",
    ),
    "Will the American commander get a fourth star?": (
        "number of stars will not change",
        "hold three stars",
        "Nothing was excluded",
    ),
    "how much was the pentagon hoping to save by halting the expansion": ("1.1 billion",),
    # Sweden joins NATO
    "When did Sweden join NATO?": ("Sweden joined NATO on Thursday", "four days after"),
    "how did the turkish parliament vote on sweden": ("287",),
    "What did Blinken say when he received the papers?": ("Good things come",),
    "Which country was the last to ratify Sweden's membership?": (
        "It was the last of the alliance's 31 members",
        "leaving Hungary as the last",
        "After Turkey's vote in January it was",
    ),
    "Is Finland in NATO too?": ("April 2023", "Finland was the 31st"),
    "who was swedens prime minster when it aplied to nato": ("Magdalena Andersson",),
    "how many gripen is hungary buying": ("four more Gripen",),
    # Mpox
    "What's the latest on mpox?": (
        "no longer a public health emergency",
        "came to a different conclusion",
        "should stay in force",
        "fallen by 52 per cent",
        "threat was not over",
    ),
    "who runs the World Health Organisation": ("Tedros Adhanom Ghebreyesus",),
    "How many doses has Congo got?": ("265,000",),
    "Where was the first case of clade I outside Africa?": ("Stockholm", "Sweden reported"),
    "why was the vaccination in goma delayed": ("doses had to be moved",),
    "Did the WHO want borders closed?": ("advised against travel restrictions",),
    # Baltimore's Key Bridge
    "How many people died when the Key Bridge fell?": (
        "Six of the crew died",
        "six construction workers",
        "six men who died",
    ),
    "what brought down the bridge in baltimore": (
        "ship that had lost power struck",
        "badly seated wire",
        "cargo ship rammed",
        "container ship that destroyed",
    ),
    "When will the new bridge in Baltimore open?": ("late in 2030",),
    "what will the replacement for the key bridge cost now?": ("4.3 and 5.2 billion",),
    "How long is the Dali?": ("300 metres",),
    "who is the head of the ntsb": ("Homendy",),
    "Where was the Dali heading?": ("Colombo",),
    # Starliner
    "how long were butch and suni in space": ("286 days", "nine months"),
    "Who flew up on Crew-9?": ("Hague",),
    "Where did Starliner land?": ("White Sands",),
    "How many helium leaks were there in the end?": ("five helium leaks", "counted five"),
    "Why did they come home with SpaceX and not on Starliner?": (
        "did not trust its thrusters",
        "not safe enough",
        "too much uncertainty",
        "reasons of safety",
    ),
    "what did musk say about the astronauts": ("political reasons",),
    # Google search
    "who is the judge in the google search case": ("Mehta",),
    "Does Google have to sell Chrome?": ("will not have to sell its Chrome",),
    "What did OpenAI want to buy?": ("buying the Chrome browser",),
    "How much did google pay to be the default in 2021?": ("26.3 billion",),
    "when was the lawsuit against google filed": ("October 2020",),
    "what did Kent Walker say about the ruling?": ("acknowledged Google's search engine",),
    # CrowdStrike
    "How many computers crashed in the crowdstrike outage?": ("8.5 million",),
    "how much did delta loose because of the outage": (
        "500 million",
        "550 million",
        "half a billion",
    ),
    "Who is the CEO of CrowdStrike?": ("Kurtz",),
    "how long was the faulty update out there?": ("78 minutes",),
    "why did the update crash Windows?": (
        "twenty-first value",
        "expected 21 pieces",
        "supplied only 20",
    ),
}
UNANSWERABLE = (
    "how many American troops are there in South Korea?",
    "When did Jost join the Air Force?",
    "How many ships does the Seventh Fleet keep at Yokosuka?",
    "how much does Sweden spend on its armed forces?",
    "When did Norway join NATO?",
    "who was finlands prime minister when it joined nato",
    "How many cases of mpox have there been in the United States?",
    "what does a dose of the mpox vaccine cost",
    "Who discovered the mpox virus?",
    "What was the name of the Dali's captain?",
    "how tall was the key bridge",
    "How many people died when the Morandi bridge fell in Genoa?",
    "how much do the astronauts earn",
    "How many people can ride in a Starliner?",
    "When did Google buy YouTube?",
    "how many people work at google",
    "How many hospitals were hit by the CrowdStrike outage?",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the kind of its reply ("Answer", "Possible", "NoAnswer", "Remark"), its
    confidence, the quotes that are shown, and whether each holds the expected words."""

    question: str
    answerable: bool
    kind: str
    confidence: float
    quotes: tuple[Quote, ...]
    right: tuple[bool, ...]


def ask(bot: Bot, question: str, quotes: int, expected: tuple[str, ...] = ()) -> Asked:
    """The question with no story named, as in the terminal."""
    reply = bot.ask(Question(question, top=quotes))
    shown = reply.quotes if isinstance(reply, Quoting) else ()
    sure = reply.confidence if isinstance(reply, Quoting | NoAnswer) else 0.0
    right = tuple(any(words in quote.text for words in expected) for quote in shown)
    return Asked(question, bool(expected), type(reply).__name__, sure, shown, right)


def main() -> None:
    """Print how many of each came out how."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", action="store_true")
    chosen = parser.parse_args()
    settings = Settings(data=chosen.data)
    with open_bot(settings, follow=False) as bot:
        known = [ask(bot, question, 3, expected) for question, expected in ANSWERABLE.items()]
        unknown = [ask(bot, question, 3) for question in UNANSWERABLE]
    if chosen.each:
        for one in (*known, *unknown):
            verdict = ("right" if any(one.right[:1]) else "WRONG") if one.answerable else "-----"
            print(f"{verdict} {one.kind:<8} {one.confidence:.3f}  {one.question}")
            for quote in one.quotes[:1]:
                print(f"{'':<22} {quote.text[:200]!r}")
    claims = [one for one in (*known, *unknown) if one.kind == Answer.__name__]
    print(
        f"of {len(known)} answerable: right first {sum(any(one.right[:1]) for one in known)}, "
        f"right in three {sum(any(one.right) for one in known)}, "
        f"nothing shown {sum(not one.quotes for one in known)}; "
        f"of {len(claims)} claims right {sum(any(one.right[:1]) for one in claims)}"
    )
    print(
        f"of {len(unknown)} unanswerable: "
        f"claimed {sum(one.kind == Answer.__name__ for one in unknown)}, "
        f"refused {sum(not one.quotes for one in unknown)}"
    )


if __name__ == "__main__":
    main()
