"""The reader that ships: small, whole, able to tell which page answers and with which words."""

import hashlib
import json

import pytest

from retrieval.reader import CHECKSUM, MODEL, OnnxReader, load_reader
from retrieval.sentences import sentence_spans

ASHORE = (
    "Ferry runs aground off Oban",
    "The ferry Isle of Lorne ran aground on a sandbank two miles off Oban on Tuesday evening. "
    "All 83 people aboard were taken off by lifeboat, and nobody was hurt. Investigators say that "
    "a failed steering pump is the likely cause.",
)
OWNER = (
    "Ferry operator under scrutiny",
    "The company that runs the Isle of Lorne, Hebridean Lines, has had four breakdowns this "
    "winter. Its chief executive, Morag Sinclair, apologised to passengers in a letter.",
)
STRIKE = (
    "Bus drivers to walk out",
    "Bus drivers in Leeds will strike for three days from 14 May after talks over pay collapsed. "
    "Their union, Unite, had asked for a rise of nine per cent; the company offered five.",
)
TUNNEL = (
    "Mountain tunnel reopens",
    "The Brenna tunnel reopened to traffic on Sunday, eleven months after a lorry fire destroyed "
    "its ventilation. The repairs cost 240 million euros, twice the first estimate.",
)
VACCINE = (
    "Malaria vaccine reaches villages",
    "Health workers in northern Ghana have given the new malaria vaccine to 40,000 children since "
    "January. Deaths of children under five fell by 13 per cent in the first districts.",
)
LIBRARY = (
    "Town votes on library",
    "Residents of Millbrook rejected the plan to close their library by 2,911 votes to 1,204. "
    "Mayor Peter Okafor said that the council would now look for savings elsewhere.",
)
COMET = (
    "Probe sets off for comet",
    "The probe Heron left for the comet Tarkov on an Ariane rocket from Kourou on 3 June. It will "
    "arrive in 2031 and bring back a sample of its dust.",
)
WEATHER = (
    "Weekend weather",
    "Saturday will be dry and mild in the south. Rain reaches western coasts on Sunday morning "
    "with gusts of up to 60 miles an hour.",
)
PAGES = [WEATHER, OWNER, STRIKE, ASHORE, VACCINE, TUNNEL, COMET, LIBRARY]

# A question, the page that answers it, and words that must be in the answer.
ASKED = [
    ("How many people were on the ferry that ran aground?", ASHORE, "83"),
    ("What probably made the Isle of Lorne run aground?", ASHORE, "steering pump"),
    ("Who is the chief executive of Hebridean Lines?", OWNER, "Morag Sinclair"),
    ("When do bus drivers in Leeds go on strike?", STRIKE, "14 May"),
    ("How much did it cost to repair the Brenna tunnel?", TUNNEL, "240 million"),
    ("In which country were children given the malaria vaccine?", VACCINE, "Ghana"),
    ("Which rocket carried the Heron probe?", COMET, "Ariane"),
    ("Who is the mayor of Millbrook?", LIBRARY, "Peter Okafor"),
]


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return load_reader()


def test_the_file_is_small_enough_to_ship_and_is_the_one_that_was_made() -> None:
    weights = MODEL.read_bytes()
    assert len(weights) <= 25_000_000
    made = {"sha256": hashlib.sha256(weights).hexdigest()}
    assert json.loads(CHECKSUM.read_text(encoding="utf-8")) == made


def test_the_page_that_answers_comes_first_and_the_answer_is_mostly_found_in_it(
    reader: OnnxReader,
) -> None:
    found = 0
    for question, page, words in ASKED:
        readings = reader.read(question, PAGES)
        best = max(range(len(PAGES)), key=lambda n: readings[n].relevance)
        assert PAGES[best] == page, question
        text = page[1]
        (start, end), _ = readings[best].answer_in(0, len(text)) or ((0, 0), 0.0)
        found += words in text[start:end]
    # It marks the comet for the rocket.
    assert found >= len(ASKED) - 1


def test_the_sentence_that_answers_stands_out_over_all_pages(reader: OnnxReader) -> None:
    """Each page by itself has a likeliest sentence; only one of them all answers."""
    found = 0
    for question, page, words in ASKED:
        best = max(
            (reading.mass_in(start, end), text[start:end], text)
            for (_, text), reading in zip(PAGES, reader.read(question, PAGES), strict=True)
            for start, end in sentence_spans(text)
        )
        found += best[2] == page[1] and words in best[1]
    assert found >= len(ASKED) - 1


def test_questions_as_people_type_them_find_the_same_page(reader: OnnxReader) -> None:
    typed = [
        ("how many people on the ferry that ran aground", ASHORE),
        ("isle of lorne aground cause", ASHORE),
        ("hebridean lines chief excutive", OWNER),
        ("hey, when do bus drivers strike in leeds", STRIKE),
        ("whats the cost of the brenna tunnel repair pls", TUNNEL),
        ("heron probe rocket", COMET),
    ]
    for question, page in typed:
        readings = reader.read(question, PAGES)
        best = max(range(len(PAGES)), key=lambda n: readings[n].relevance)
        assert PAGES[best] == page, question


def test_a_page_that_answers_is_told_from_one_that_only_sounds_like_it(reader: OnnxReader) -> None:
    """Over all questions at once: a single look-alike may deceive."""
    look_alikes = [
        ("How many people were hurt on the train that derailed?", ASHORE),
        ("Why did bus drivers in Leeds end their strike?", STRIKE),
        ("How much did it cost to build the Brenna bridge?", TUNNEL),
        ("Who was the first person to walk on the comet Tarkov?", COMET),
    ]
    answered = [reader.read(question, [page])[0].answerability for question, page, _ in ASKED]
    not_answered = [
        reader.read(question, [page])[0].answerability for question, page in look_alikes
    ]
    assert sum(answered) / len(answered) > sum(not_answered) / len(not_answered) + 2
