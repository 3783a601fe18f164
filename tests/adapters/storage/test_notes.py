"""What people meet who keep notes that a clipper or a static site wrote: they are read."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from adapters.storage.corpus import Problem, read_articles, scan
from adapters.storage.corpus_problems import Remark, told_once
from adapters.storage.written_dates import written_moment
from retrieval.articles import Article

CORPUS = Path("corpus")
WORDS = "The ferry to Osk sails twice a day again."


@pytest.fixture(autouse=True)
def _a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("story.toml", 'title = "Ferries"\nsummary = "Which sail."\n')


def write(name: str, content: str) -> None:
    file = CORPUS / "ferries" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def read() -> tuple[list[Article], list[Problem], list[str]]:
    """The articles, what is left out, and what is only remarked."""
    articles: list[Article] = []
    said: list[Problem] = list(scan(CORPUS).problems)
    for file in (file for story in scan(CORPUS).stories for file in story.files):
        more, about = read_articles(CORPUS, file)
        articles += more
        said += about
    remarks = [one for one in said if isinstance(one, Remark)]
    wrong = [one for one in said if not isinstance(one, Remark)]
    return articles, wrong, list(told_once(remarks))


FERRY = Article(
    id="ferries/osk",
    story="ferries",
    title="Ferry to Osk sails again",
    url="https://fjord.example/osk",
    source="Fjord Times",
    authors=("Una Berg", "Ole Dahl"),
    published=datetime(2025, 3, 9, tzinfo=UTC),
    text=WORDS,
)

NOTES = {
    "Obsidian's clipper": (
        "osk.md",
        '---\ntitle: "Ferry to Osk sails again"\nsource: "https://fjord.example/osk"\n'
        'author:\n  - "[[Una Berg]]"\n  - "[[People/Ole|Ole Dahl]]"\nsite: "Fjord Times"\n'
        "published: 2025-03-09\ncreated: 2025-03-11\ndescription: Twice a day\ntags:\n"
        f"  - clippings\n---\n{WORDS}",
    ),
    "Obsidian without quotes": (
        "osk.md",
        "---\ntitle: Ferry to Osk sails again\nurl: https://fjord.example/osk\n"
        "source: [Fjord Times]\nauthor: [[Una Berg], [Ole Dahl]]\npublished: 2025-03-09\n"
        f"...\n{WORDS}",
    ),
    "Jekyll": (
        "osk.md",
        "---\nlayout: post\ntitle: Ferry to Osk sails again\ndate: 2025-03-09 00:00:00 +0000\n"
        "categories: [sea]\npermalink: /2025/03/osk/\nlink: https://fjord.example/osk\n"
        f"publisher: Fjord Times\nauthor: Una Berg and Ole Dahl\n---\n\n{WORDS}\n",
    ),
    "Jekyll's HTML": (
        "osk.html",
        "---\ntitle: Ferry to Osk sails again\ndate: March 9, 2025\n"
        "canonical_url: https://fjord.example/osk\npublication: Fjord Times\n"
        f"author: Una Berg, Ole Dahl\n---\n<p>{WORDS}</p>\n",
    ),
    "Hugo's TOML": (
        "osk.md",
        '+++\ntitle = "Ferry to Osk sails again"\ndate = 2025-03-09T00:00:00Z\ndraft = false\n'
        'tags = ["sea"]\nauthors = ["Una Berg", "Ole Dahl"]\n[params]\n'
        'link = "https://fjord.example/osk"\nsource = "Fjord Times"\n+++\n' + WORDS,
    ),
    "Hugo's JSON": (
        "osk.md",
        '{\n  "title": "Ferry to Osk sails again",\n  "date": "2025-03-09",\n'
        '  "link": "https://fjord.example/osk",\n  "source": {"name": "Fjord Times"},\n'
        '  "authors": [{"name": "Una Berg"}, {"name": "Ole Dahl"}]\n}\n\n' + WORDS,
    ),
    "Zotero and its kin": (
        "osk.md",
        "---\ntitle: Ferry to Osk sails again\nURL: https://fjord.example/osk\ntype: news\n"
        "container-title: Fjord Times\nauthor:\n- family: Berg\n  given: Una\n- family: Dahl\n"
        "  given: Ole\nissued:\n  date-parts:\n  - - 2025\n    - 3\n    - 9\n"
        f"accessed: 2025-03-10\n---\n{WORDS}",
    ),
    "keys with capitals": (
        "osk.txt",
        "---\nTitle: Ferry to Osk sails again\nURL: https://fjord.example/osk\n"
        "Source: Fjord Times\nAuthors: Una Berg; Ole Dahl\nPublished: 9 March 2025\n"
        f"Tags: sea\n---\n{WORDS}",
    ),
    "Pelican, which has no fence": (
        "osk.md",
        "Title: Ferry to Osk sails again\nDate: 2025-03-09\nSource: Fjord Times\n"
        "Link: https://fjord.example/osk\nAuthors: Una Berg, Ole Dahl\nSummary: Twice\n"
        f"    a day.\n\n{WORDS}",
    ),
}


@pytest.mark.parametrize("tool", NOTES)
def test_a_note_is_read_as_its_tool_writes_it(tool: str) -> None:
    name, content = NOTES[tool]
    write(name, content)
    articles, wrong, _ = read()
    assert (articles, wrong) == ([FERRY], [])


def test_keys_that_nothing_is_taken_from_are_told_once_for_all_notes() -> None:
    head = "title: T\nurl: https://fjord.example/{n}\nsource: Fjord Times\npublished: 2025-03-09\n"
    for n, more in enumerate(("tags: [a]\n", "tags: [b]\nslug: x\n", "rating: 5\n", "")):
        write(f"{n}.md", f"---\n{head.format(n=n)}{more}---\n{WORDS}")
    articles, wrong, remarks = read()
    assert (len(articles), wrong) == (4, [])
    assert remarks == [
        "corpus/ferries/0.md:6: keys that are kept aside: tags, slug, rating; Pullquote reads "
        "title, url, source, published, authors, language, id and note (and 2 more files)"
    ]


def test_a_slip_in_a_key_that_may_be_left_out_is_told_and_the_article_is_read() -> None:
    write(
        "a.md",
        "---\ntitle: T\nurl: https://fjord.example/a\nsource: F\npublished: 2025-03-09\n"
        f"autors: Una\n---\n{WORDS}",
    )
    articles, wrong, remarks = read()
    assert (len(articles), wrong) == (1, [])
    assert remarks == [
        "corpus/ferries/a.md:6: unknown key 'autors' is kept aside; did you mean authors?"
    ]


def test_the_day_that_a_note_was_made_is_taken_only_where_there_is_no_other_and_told() -> None:
    head = "title: T\nurl: https://www.fjord.example/a\ncreated: 2025-03-11\n"
    write("a.md", f"---\n{head}---\n{WORDS}")
    write("b.md", f"---\n{head}date: 2025-03-09\n---\n{WORDS}")
    articles, wrong, remarks = read()
    assert [(a.published, a.source) for a in articles] == [
        (datetime(2025, 3, 11, tzinfo=UTC), "fjord.example"),
        (datetime(2025, 3, 9, tzinfo=UTC), "fjord.example"),
    ]
    assert not wrong
    assert (
        "corpus/ferries/a.md: no day of publication; created is taken for it; "
        "add published: where you know better"
    ) in remarks


def test_one_bad_line_of_a_list_costs_that_line_alone() -> None:
    good = {
        "Title": "Ferry",
        "URL": "https://fjord.example/osk",
        "publisher": {"name": "Fjord Times", "logo": [1, {"a": None}]},
        "author": "Una Berg",
        "datePublished": "May 7, 2025",
        "articleBody": WORDS,
        "keywords": ["sea"],
    }
    bad = (
        '{"title": "cut',
        json.dumps(good | {"datePublished": "soon"}),
        json.dumps(good | {"articleBody": None}),
        json.dumps(good | {"URL": "osk"}),
        '{"a": {"b": 1, "b": 2}}',
        "\x00",
        "[]",
        '"text"',
        "NaN",
        json.dumps(good).replace("Ferry", "\\ud83d"),
    )
    lines = [line for one in bad for line in (json.dumps(good), one)]
    write("a.jsonl", "\n".join(lines))
    articles, wrong, remarks = read()
    assert [article.id for article in articles] == [
        f"ferries/a#{n}" for n in range(1, len(lines), 2)
    ]
    assert [problem.line for problem in wrong] == list(range(2, len(lines) + 1, 2))
    assert remarks == [
        "corpus/ferries/a.jsonl:1: keys that are kept aside: keywords; Pullquote reads "
        "title, url, source, published, authors, language, id and note"
    ]


def test_a_saved_page_is_told_apart_by_the_address_that_the_browser_left_in_it() -> None:
    for n, mark in enumerate(
        (
            "<!-- saved from url=(0025)https://fjord.example/osk -->",
            "<!--\n Page saved with SingleFile \n url: https://fjord.example/osk \n date: x -->",
        )
    ):
        write(
            f"{n}.html",
            f'<!DOCTYPE html>{mark}<html><head><meta property="og:title" content="Ferry">'
            '<meta property="article:published_time" content="2025-03-09"></head><body><article>'
            f"<h1>Ferry</h1><p>{WORDS} {WORDS}</p></article></body></html>",
        )
    articles, wrong, _ = read()
    assert [article.url for article in articles] == ["https://fjord.example/osk"] * 2
    assert not wrong


def _each_of_the_one_before() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdef", "bcdefg", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("header", ["a: &a [*a]\n", _each_of_the_one_before()])
def test_a_note_that_stands_for_itself_or_for_thousands_is_no_crash(header: str) -> None:
    write(
        "a.md",
        f"---\n{header}title: T\nurl: https://fjord.example/a\nsource: F\n"
        f"published: 2025-03-09\n---\n{WORDS}",
    )
    articles, wrong, _ = read()
    assert articles or wrong


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("May 7, 2025", datetime(2025, 5, 7, tzinfo=UTC)),
        ("7 May 2025", datetime(2025, 5, 7, tzinfo=UTC)),
        ("Wednesday, 7th of May 2025", datetime(2025, 5, 7, tzinfo=UTC)),
        ("7. Mai 2025", datetime(2025, 5, 7, tzinfo=UTC)),
        ("2 de mayo de 2025", datetime(2025, 5, 2, tzinfo=UTC)),
        ("2025/5/7", datetime(2025, 5, 7, tzinfo=UTC)),
        ("13/04/2025", datetime(2025, 4, 13, tzinfo=UTC)),
        ("20250507", datetime(2025, 5, 7, tzinfo=UTC)),
        (
            "2025-05-07 15:04:00 +0200",
            datetime(2025, 5, 7, 15, 4, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("Wed, 07 May 2025 15:04:00 GMT", datetime(2025, 5, 7, 15, 4, tzinfo=UTC)),
        (
            "May 7, 2025 at 3:04 PM EST",
            datetime(2025, 5, 7, 15, 4, tzinfo=timezone(timedelta(hours=-5))),
        ),
        (
            "7 May 2025, 15:04 CEST",
            datetime(2025, 5, 7, 15, 4, tzinfo=timezone(timedelta(hours=2))),
        ),
        (
            "May 7, 2025, 3:04 p.m. ET",
            datetime(2025, 5, 7, 15, 4, tzinfo=timezone(timedelta(hours=-4))),
        ),
    ],
)
def test_a_day_in_words_is_read_with_its_time_and_its_zone(written: str, meant: datetime) -> None:
    found = written_moment(written)
    assert found == meant
    assert found is not None
    assert found.utcoffset() == meant.utcoffset()


@pytest.mark.parametrize(
    "written",
    [
        "05/04/2025",
        "May 2025",
        "2025",
        "yesterday",
        "soon",
        "30 February 2025",
        "May 7",
        "7 people",
    ],
)
def test_what_is_no_certain_day_is_never_guessed(written: str) -> None:
    assert written_moment(written) is None
