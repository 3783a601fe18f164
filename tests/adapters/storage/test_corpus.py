"""What people meet who keep their articles in a folder: each format, and each mistake."""

import hashlib
import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.storage.corpus import (
    ArticlePlace,
    CorpusError,
    CorpusFile,
    CorpusScan,
    Duplicate,
    Problem,
    StoryScan,
    duplicate_ids,
    read_articles,
    scan,
)
from retrieval.articles import Article, Story

CORPUS = Path("corpus")
STORY = 'title = "US command in Japan"\nsummary = "A new command."\n'
HEAD = """---
title: A new command
url: https://post.example/a
source: The Post
published: 2024-07-28
---
"""
LINE = {
    "title": "A new command",
    "url": "https://post.example/a",
    "source": "The Post",
    "authors": ["Ada Writer"],
    "published": "2024-07-28",
    "text": "Exact  words.\r\n",
}
BEGIN = 'begin the file with "---", then title, url, source and published, one a line, then "---"'
DATE = "write 2024-07-28 or 2024-07-28T09:00:00+09:00"

root_reads_everything = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read every file"
)


@pytest.fixture(autouse=True)
def _a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("us-japan/story.toml", STORY)


def write(path: str, content: str | bytes) -> None:
    file = CORPUS / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def article(name: str, text: str, **changed: object) -> Article:
    fields: dict[str, object] = {
        "id": f"us-japan/{name}",
        "story": "us-japan",
        "title": "A new command",
        "url": "https://post.example/a",
        "source": "The Post",
        "authors": (),
        "published": datetime(2024, 7, 28, tzinfo=UTC),
        "text": text,
    }
    return Article(**(fields | changed))  # type: ignore[arg-type]


def read() -> tuple[list[Article], list[str]]:
    """Everything in the corpus: the articles, and the problems as people see them."""
    found = scan(CORPUS)
    articles: list[Article] = []
    problems = list(found.problems)
    for file in (file for story in found.stories for file in story.files):
        more, wrong = read_articles(CORPUS, file)
        articles += more
        problems += wrong
    return articles, [str(problem) for problem in problems]


# ------------------------------------------------------------------------------ what can be read


@pytest.mark.parametrize(
    "written",
    [
        '[aliases]\n"Mark Twain" = ["Samuel Clemens", "Sam Clemens"]\nBoz = "Charles Dickens"\n',
        'aliases = [["Mark Twain", "Samuel Clemens", "Sam Clemens"], ["Boz", "Charles Dickens"]]\n',
    ],
)
def test_other_names_for_a_person_are_written_as_a_table_or_as_lists(written: str) -> None:
    write("us-japan/story.toml", STORY + written)
    [found] = scan(CORPUS).stories
    assert found.story.aliases == (
        ("Mark Twain", "Samuel Clemens", "Sam Clemens"),
        ("Boz", "Charles Dickens"),
    )


def test_a_scan_names_each_story_and_the_hash_of_each_file_in_the_order_of_their_paths() -> None:
    write("us-japan/b.md", HEAD + "b")
    write("us-japan/a.txt", HEAD + "a")
    write(
        "sweden-nato/story.toml",
        STORY + 'keywords = ["Nato"]\nfeeds = ["https://post.example/rss"]\n'
        'pages = ["https://post.example/nato"]\nchannels = ["slack:C1", "discord:2"]\n',
    )
    write("sweden-nato/c.jsonl", json.dumps(LINE))
    story = Story("us-japan", "US command in Japan", "A new command.")
    limited = Story(
        slug="sweden-nato",
        title="US command in Japan",
        summary="A new command.",
        keywords=("Nato",),
        feeds=("https://post.example/rss",),
        pages=("https://post.example/nato",),
        channels=("slack:C1", "discord:2"),
    )

    def file(path: str) -> CorpusFile:
        digest = hashlib.sha256((CORPUS / path).read_bytes()).hexdigest()
        return CorpusFile(path, path.partition("/")[0], digest)

    assert scan(CORPUS) == CorpusScan(
        (
            StoryScan(limited, (file("sweden-nato/c.jsonl"),)),
            StoryScan(story, (file("us-japan/a.txt"), file("us-japan/b.md"))),
        ),
        (),
    )
    assert scan(CORPUS, "us-japan").stories == (
        StoryScan(story, (file("us-japan/a.txt"), file("us-japan/b.md"))),
    )


def test_markdown_is_read_as_the_words_that_its_page_would_show() -> None:
    write(
        "us-japan/a.md",
        HEAD + "# A *new* command\n\nThe [command](https://x.example) is\n**led** by `three` stars."
        "  \nIt's ![a flag](f.png) new &amp; \\*big\\*.\n\n<div>\nnot shown\n</div>\n\n"
        "- one<br>more\n- two\n\n> “Quoted,” he said.\n\n---\n\n| Who | How many |\n|---|---|\n"
        "| Japan | 54,000 |\n\n    as it is\n",
    )
    text = (
        "A new command",
        "The command is led by three stars.\nIt's a flag new & *big*.",
        "one\nmore",
        "two",
        "“Quoted,” he said.",
        "Who\tHow many",
        "Japan\t54,000",
        "as it is",
    )
    assert read() == ([article("a", "\n\n".join(text))], [])


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("The slide buried ~~nine~~ four huts.", "The slide buried four huts."),
        ("Ida Holm, ~~41~~ 42, won.", "Ida Holm, 42, won."),
        ("~~**Found** [guilty](x.html)~~ Cleared of it.", "Cleared of it."),
        ("~~All of it was struck.~~\n\nThis stays.", "This stays."),
        ("<del>No</del> Yes, it <s>won't</s> will.", "Yes, it will."),
        ("<del>\n\nGone.\n\n</del>\n\nThis stays.", "This stays."),
        ("| ~~12~~ 13 | seats |\n|---|---|\n| <s>a</s> b | 7<sup>2</sup> |", "13\tseats\n\nb\t7"),
        ("Sold 31,900<sup>3</sup> of them.", "Sold 31,900 of them."),
        ("Sold 31,900[^3] of them.\n\n[^3]: By June.", "Sold 31,900 of them.\n\nBy June."),
        ("Sold 7[^a] there.\n\n[^a]: https://x.example", "Sold 7 there.\n\nhttps://x.example"),
        ("`[^1]` and [^b] stay.", "[^1] and [^b] stay."),
        ("Over 9 km<sup>2</sup>, 10<sup>6</sup> CO<sub>2</sub>.", "Over 9 km², 10⁶ CO2."),
        ("It sits on <time>4 May</time> in *Ry*.", "It sits on 4 May in Ry."),
        ("A <q>*safe* bet</q>,<span hidden> he lied,</span> he said.", "A “safe bet”, he said."),
    ],
)
def test_words_struck_out_and_marks_of_footnotes_are_no_words_of_markdown(
    markdown: str, shown: str
) -> None:
    write("us-japan/a.md", HEAD + markdown)
    assert read() == ([article("a", shown)], [])


def test_plain_text_is_kept_to_the_character_but_for_the_empty_lines_around_it() -> None:
    write("us-japan/a.txt", HEAD + "\n \n  *Not*  Markdown\n\n\n<b>at</b> all \n\n")
    assert read() == ([article("a", "  *Not*  Markdown\n\n\n<b>at</b> all ")], [])


def test_a_file_from_windows_reads_like_any_other() -> None:
    write(
        "us-japan/a.txt", b"\xef\xbb\xbf" + (HEAD + "one\n\ntwo\n").replace("\n", "\r\n").encode()
    )
    assert read() == ([article("a", "one\n\ntwo")], [])


def test_the_text_of_a_json_line_is_kept_to_the_character() -> None:
    lines = (LINE, LINE | {"id": "x", "note": "ours", "authors": "Ben"}, LINE | {"authors": None})
    write("us-japan/a.jsonl", "\ufeff" + "\n\n".join(json.dumps(line) for line in lines) + "\r\n")
    words = "Exact  words.\r\n"
    assert read() == (
        [
            article("a#1", words, authors=("Ada Writer",)),
            article("a", words, id="x", authors=("Ben",)),
            article("a#5", words),
        ],
        [],
    )


def test_a_saved_page_speaks_for_itself() -> None:
    write("us-japan/a.html", PAGE)
    write("us-japan/a_files/logo.png", b"\0")
    assert read() == (
        [article("a", PARAGRAPH, source="The Post", authors=("Ada Writer",))],
        [],
    )


def test_front_matter_can_give_an_id_authors_and_a_note_to_oneself() -> None:
    more = "id: dw-1\nauthors:\n- Ada Writer\n- Ben\nnote: [written, by us]\n---\n"
    write("us-japan/a.md", HEAD.removesuffix("---\n") + more + "Words.")
    write("us-japan/b.md", HEAD.removesuffix("---\n") + "authors: Ada\nid:\n---\nWords.")
    assert read() == (
        [
            article("a", "Words.", id="dw-1", authors=("Ada Writer", "Ben")),
            article("b", "Words.", authors=("Ada",)),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-07-28", datetime(2024, 7, 28, tzinfo=UTC)),
        ("'2024-07-28'", datetime(2024, 7, 28, tzinfo=UTC)),
        ("2024-07-28T09:00:00", datetime(2024, 7, 28, 9, tzinfo=UTC)),
        ("2024-07-28 09:00", datetime(2024, 7, 28, 9, tzinfo=UTC)),
        ("2024-07-28T09:00:00Z", datetime(2024, 7, 28, 9, tzinfo=UTC)),
        (
            "2024-07-28T09:00:00+09:00",
            datetime(2024, 7, 28, 9, tzinfo=timezone(timedelta(hours=9))),
        ),
        ("2999-01-01", datetime(2999, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_can_come_with_a_time_and_an_offset_and_lie_ahead(
    written: str, meant: datetime
) -> None:
    write("us-japan/a.md", HEAD.replace("2024-07-28", written) + "Words.")
    articles, problems = read()
    assert (articles, problems) == ([article("a", "Words.", published=meant)], [])
    assert articles[0].published is not None
    assert articles[0].published.utcoffset() == meant.utcoffset()


def test_hidden_files_and_what_is_said_about_the_corpus_itself_are_passed_over() -> None:
    for path in (".git/x.md", "README.md", "LICENSE.txt", "index.json", "us-japan/.a.md.swp"):
        write(path, "anything")
    write("us-japan/a.md", HEAD + "Words.")
    assert read() == ([article("a", "Words.")], [])


def test_a_link_within_the_corpus_is_followed() -> None:
    write("us-japan/a.md", HEAD + "Words.")
    (CORPUS / "us-japan" / "b.md").symlink_to("a.md")
    (CORPUS / "again").symlink_to("us-japan")
    articles, problems = read()
    assert ([found.id for found in articles], problems) == (
        ["again/a", "again/b", "us-japan/a", "us-japan/b"],
        [],
    )


# ------------------------------------------------------------------- mistakes in an article file

BAD_FILES: dict[str, tuple[str, str | bytes, str]] = {
    "no front matter": (
        "a.md",
        "Words.",
        f"a.md:1: no front matter: the first line is not ---; {BEGIN}",
    ),
    "an empty file": ("a.md", "", f"a.md:1: the file is empty; {BEGIN}"),
    "front matter that never ends": (
        "a.txt",
        HEAD.removesuffix("---\n") + "Words.",
        "a.txt:1: the front matter never ends; put a line --- between it and the article's text",
    ),
    "a colon in a bare title": (
        "a.md",
        HEAD.replace("A new", "Japan: a new") + "Words.",
        "a.md:2: the front matter is not YAML: mapping values are not allowed in this context; "
        'put a value with ": " or a special sign in it in quotes',
    ),
    "a quote that is never closed": (
        "a.md",
        HEAD.replace("https", '"https') + "Words.",
        "a.md:3: the front matter is not YAML: found unexpected end of stream; "
        'put a value with ": " or a special sign in it in quotes',
    ),
    "front matter that is a list": (
        "a.md",
        "---\n- title\n---\nWords.",
        "a.md:2: the front matter is a list; write lines such as title: A title",
    ),
    "front matter that is a word": (
        "a.md",
        "---\ntitle\n---\nWords.",
        "a.md:2: the front matter is bare text; write lines such as title: A title",
    ),
    "front matter nested without end": (
        "a.md",
        f"---\ntitle: {'[' * 100_000}\n---\nWords.",
        f"a.md:2: the front matter is nested too deeply; {BEGIN}",
    ),
    "a control character in the front matter": (
        "a.md",
        HEAD.replace("The Post", "The \x07 Post") + "Words.",
        "a.md:4: the front matter holds a control character (U+0007); remove it",
    ),
    "empty front matter": (
        "a.md",
        "---\n---\nWords.",
        "a.md:1: title, url, source and published are missing; add them to the front matter",
    ),
    "a missing address": (
        "a.md",
        HEAD.replace("url: https://post.example/a\n", "") + "Words.",
        "a.md:1: url is missing; add it to the front matter",
    ),
    "a key without a value": (
        "a.md",
        HEAD.replace(" The Post", "") + "Words.",
        "a.md:1: source is missing; add it to the front matter",
    ),
    "a value of blanks": (
        "a.md",
        HEAD.replace("The Post", '" "') + "Words.",
        "a.md:4: source is empty; fill it in",
    ),
    "a key given twice": (
        "a.md",
        HEAD.removesuffix("---\n") + "title: Another\n---\nWords.",
        "a.md:6: 'title' is given twice; keep one of the two lines",
    ),
    "a title that YAML takes for a number": (
        "a.md",
        HEAD.replace("A new command", "123") + "Words.",
        'a.md:2: title: 123 is a number, not text; write "123"',
    ),
    "a title that YAML takes for a no": (
        "a.md",
        HEAD.replace("A new command", "No") + "Words.",
        'a.md:2: title: No is a yes/no value, not text; write "No"',
    ),
    "a list for a title": (
        "a.md",
        HEAD.replace("A new command", "[A, B]") + "Words.",
        "a.md:2: title is a list, not text; give one text",
    ),
    "a mapping for a title": (
        "a.md",
        HEAD.replace("A new command", "{en: A}") + "Words.",
        "a.md:2: title is neither text nor a list of texts; give one text",
    ),
    "authors that are not names": (
        "a.md",
        HEAD.removesuffix("---\n") + "authors: [Ada, 7]\n---\nWords.",
        "a.md:6: authors is a list with more than texts in it; give a list of texts",
    ),
    "a control character in the title": (
        "a.md",
        HEAD.replace("A new command", '"A\\e[31m new\\ncommand"') + "Words.",
        "a.md:2: title holds a control character (U+001B); remove it",
    ),
    "a date in words": (
        "a.md",
        HEAD.replace("2024-07-28", "sometime in spring") + "Words.",
        f"a.md:5: published: 'sometime in spring' is not a date; {DATE}",
    ),
    "a day that no calendar has": (
        "a.md",
        HEAD.replace("2024-07-28", "2024-02-30") + "Words.",
        f"a.md:5: published: '2024-02-30' is not a date; {DATE}",
    ),
    "a date before the first year": (
        "a.md",
        HEAD.replace("2024-07-28", "0001-01-01T00:00:00+09:00") + "Words.",
        f"a.md:5: published: '0001-01-01T00:00:00+09:00' is not a date; {DATE}",
    ),
    "an address that is a script": (
        "a.md",
        HEAD.replace("https://post.example/a", "javascript:alert(1)") + "Words.",
        "a.md:3: url: 'javascript:alert(1)' is not a web address; "
        "write one that begins with https:// or http://",
    ),
    "an address with half a host": (
        "a.md",
        HEAD.replace("https://post.example/a", '"http://[oops"') + "Words.",
        "a.md:3: url: 'http://[oops' is not a web address; "
        "write one that begins with https:// or http://",
    ),
    "no words": (
        "a.md",
        HEAD + "\n<!-- to come -->\n",
        "a.md: no text after the front matter; add the article's words below the closing ---",
    ),
    "no words in plain text": (
        "a.txt",
        HEAD + " \n\n",
        "a.txt: no text after the front matter; add the article's words below the closing ---",
    ),
    "a picture named .md": (
        "a.md",
        b"\x89PNG\0\0",
        "a.md: a binary file (it holds NUL bytes); save it as UTF-8 text, or remove it",
    ),
    "an old encoding": (
        "a.md",
        (HEAD + "Café").encode("latin-1"),
        "a.md:7: byte 0xe9 at offset 99 is not UTF-8; save the file as UTF-8",
    ),
    "an old encoding after a byte-order mark": (
        "a.md",
        b"\xef\xbb\xbf" + (HEAD + "Café").encode("latin-1"),
        "a.md:7: byte 0xe9 at offset 102 is not UTF-8; save the file as UTF-8",
    ),
    "a page without an article": (
        "a.html",
        "<html><head><title>T</title></head><body></body></html>",
        "a.html: no article text found in the page; save it as .md instead",
    ),
    "a page too large to take apart": (
        "a.htm",
        "<html><body>" + "<br>" * 20_000 + "</body></html>",
        "a.htm: the page has 20,002 elements, over the limit of 20,000; save it as .md instead",
    ),
    "an unknown type": (
        "a.docx",
        b"PK\0",
        "a.docx: not read: unknown type; use .md, .txt, .html, .htm or .jsonl",
    ),
    "an empty list of lines": (
        "a.jsonl",
        "\n\n",
        "a.jsonl: the file is empty; write one article a line",
    ),
}


@pytest.mark.parametrize("mistake", BAD_FILES)
def test_a_bad_file_is_named_with_its_line_and_the_way_out_and_the_rest_is_read(
    mistake: str,
) -> None:
    name, content, message = BAD_FILES[mistake]
    write(f"us-japan/{name}", content)
    write("us-japan/good.md", HEAD + "Words.")
    assert read() == ([article("good", "Words.")], [f"corpus/us-japan/{message}"])


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    write("us-japan/a.md", "---\npublished: soon\ntitel: A\nurl: x\nid: [b, a]\n---\nWords.")
    assert read() == (
        [],
        [
            "corpus/us-japan/a.md:1: title and source are missing; add them to the front matter",
            f"corpus/us-japan/a.md:2: published: 'soon' is not a date; {DATE}",
            "corpus/us-japan/a.md:3: unknown key 'titel'; did you mean title?",
            "corpus/us-japan/a.md:4: url: 'x' is not a web address; "
            "write one that begins with https:// or http://",
            "corpus/us-japan/a.md:5: id is a list, not text; give one text",
        ],
    )


def test_a_saved_page_that_does_not_say_where_it_is_from_is_named() -> None:
    write("us-japan/a.html", PAGE.replace("canonical", "x").replace("2024", ""))
    assert read() == (
        [],
        [
            "corpus/us-japan/a.html: the page gives no url and no publication date; "
            "save it as .md with front matter that does"
        ],
    )


JSON_ADVICE = "write one article a line, as a JSON object"
BAD_LINES: dict[str, tuple[str | bytes, str]] = {
    "a line cut short": (
        '{"title": ',
        f"not JSON: Expecting value at column 10; {JSON_ADVICE}",
    ),
    "a list": ("[1]", f"not a JSON object; {JSON_ADVICE}"),
    "a nesting without end": (
        "[" * 100_000,
        f"not JSON: a number too long or a nesting too deep; {JSON_ADVICE}",
    ),
    "a number without end": (
        f'{{"title": {"9" * 5_000}}}',
        f"not JSON: a number too long or a nesting too deep; {JSON_ADVICE}",
    ),
    "an old encoding": (b'{"a": "\xe9"}', f"byte 0xe9 at column 8 is not UTF-8; {JSON_ADVICE}"),
    "a key given twice": ('{"id": "a", "id": "b"}', f"'id' is given twice; {JSON_ADVICE}"),
    "no text": (
        json.dumps({key: value for key, value in LINE.items() if key != "text"}),
        "text is missing; add it to the line",
    ),
    "an empty text": (json.dumps(LINE | {"text": " \n"}), "text is empty; fill it in"),
    "a text that no database keeps": (
        json.dumps(LINE | {"text": "a\0b"}),
        "text holds U+0000, which is no character; remove it",
    ),
    "half a character": (
        json.dumps(LINE | {"text": "a\ud800b"}),
        "text holds U+D800, which is no character; remove it",
    ),
    "a number for a title": (
        json.dumps(LINE | {"title": 123}),
        'title: 123 is a number, not text; write "123"',
    ),
    "an object for a title": (
        json.dumps(LINE | {"title": {}}),
        "title is neither text nor a list of texts; give one text",
    ),
    "an id used above": (
        json.dumps(LINE | {"id": "us-japan/a#1"}),
        "id 'us-japan/a#1' is already used on line 1; give one of them another id",
    ),
}


@pytest.mark.parametrize("mistake", BAD_LINES)
def test_a_bad_line_is_named_by_its_number_and_the_other_lines_are_read(mistake: str) -> None:
    line, message = BAD_LINES[mistake]
    good, bad = json.dumps(LINE).encode(), line if isinstance(line, bytes) else line.encode()
    write("us-japan/a.jsonl", b"\n".join((good, bad, good)))
    articles, problems = read()
    assert [found.id for found in articles] == ["us-japan/a#1", "us-japan/a#3"]
    assert problems == [f"corpus/us-japan/a.jsonl:2: {message}"]


def test_a_line_over_the_limit_is_named_and_the_line_after_it_is_read() -> None:
    line = json.dumps(LINE)
    write("us-japan/a.jsonl", json.dumps(LINE | {"text": "x" * 25 * 1024**2}) + "\n" + line)
    articles, problems = read()
    assert [found.id for found in articles] == ["us-japan/a#2"]
    assert problems == [
        f"corpus/us-japan/a.jsonl:1: the line is over the limit of 10 MiB; {JSON_ADVICE}"
    ]


def test_a_file_of_nothing_but_bad_lines_does_not_fill_the_screen() -> None:
    write("us-japan/a.jsonl", "x\n" * 150)
    _, problems = read()
    assert len(problems) == 101
    assert problems[-1] == (
        "corpus/us-japan/a.jsonl: 50 more lines are not read; "
        "correct the lines named above and run the command again"
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(("a.md", "a.txt", "a.jsonl")),
    st.binary()
    | st.lists(
        st.sampled_from((*HEAD.splitlines(), *json.dumps(LINE).split(","), "---", "- [a", "&a *a"))
        | st.text(max_size=20)
    ).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")),
)
def test_no_file_whatever_its_bytes_is_a_crash(name: str, content: bytes) -> None:
    write(f"us-japan/{name}", content)
    articles, problems = read()
    (CORPUS / "us-japan" / name).unlink()
    assert articles or problems
    assert all(problem.isprintable() for problem in problems)


# ------------------------------------------------------------------------- mistakes in a story.toml

STORY_ADVICE = 'write lines such as title = "…" and summary = "…"'
BAD_STORIES: dict[str, tuple[str | bytes, str]] = {
    "a line that is not TOML": (
        STORY + "channels\n",
        f":3: not TOML: Expected '=' after a key in a key/value pair; {STORY_ADVICE}",
    ),
    "an old encoding": (
        'title = "Café"'.encode("latin-1"),
        ":1: the file is not UTF-8; save it as UTF-8",
    ),
    "an empty file": ("", ": title and summary are missing; add them to story.toml"),
    "a misspelt key": (
        STORY + 'chanels = ["slack:C1"]\n',
        ":3: unknown key 'chanels'; did you mean channels?",
    ),
    "a bare text for a list": (
        STORY + 'channels = "slack:C1"\n',
        ':3: channels is text, not a list; write channels = ["…"]',
    ),
    "a number among the channels": (
        STORY + 'channels = ["slack:C1", 7]\n',
        ":3: channels is a list with more than texts in it; give a list of texts",
    ),
    "a number for a list": (
        STORY + "keywords = 7\n",
        ":3: keywords: 7 is a number, not a list of texts; give a list of texts",
    ),
    "an empty channel": (
        STORY + 'channels = [""]\n',
        ":3: channels holds an empty text; fill it in or remove it",
    ),
    "a number for a title": (
        STORY.replace('"US command in Japan"', "7"),
        ':1: title: 7 is a number, not text; write "7"',
    ),
    "a feed that is no address": (
        STORY + 'feeds = ["file:///etc/passwd"]\n',
        ":3: feeds: 'file:///etc/passwd' is not a web address; "
        "write one that begins with https:// or http://",
    ),
    "an alias of nothing": (
        STORY + '[aliases]\n"Jo Blue" = []\n',
        ":3: aliases: 'Jo Blue' has no other name that is a text of one line; "
        'write [aliases] and below it "Mark Twain" = ["Samuel Clemens"]',
    ),
    "a number for aliases": (
        STORY + "aliases = 7\n",
        ":3: aliases has no other name that is a text of one line; "
        'write [aliases] and below it "Mark Twain" = ["Samuel Clemens"]',
    ),
    "a nesting without end": (
        f"title = {'[' * 50_000}",
        f": not TOML: nested too deeply; {STORY_ADVICE}",
    ),
}


@pytest.mark.parametrize("mistake", BAD_STORIES)
def test_a_story_with_a_mistake_is_not_shown_and_the_others_are(mistake: str) -> None:
    content, message = BAD_STORIES[mistake]
    write("bad/story.toml", content)
    write("bad/a.md", HEAD + "Words.")
    write("us-japan/a.md", HEAD + "Words.")
    assert read() == ([article("a", "Words.")], [f"corpus/bad/story.toml{message}"])


def test_a_folder_without_a_story_toml_is_told_what_to_write() -> None:
    write("us-japan/a.md", HEAD + "Words.")
    write("drafts/a.md", HEAD + "Words.")
    assert read() == (
        [article("a", "Words.")],
        [
            "corpus/drafts: no story.toml in the folder; "
            'write corpus/drafts/story.toml with title = "…" and summary = "…"'
        ],
    )


def test_a_story_folder_with_a_bad_name_is_told_a_better_one() -> None:
    write("us-japan/a.md", HEAD + "Words.")
    write("US_Command 2024/story.toml", STORY)
    assert read() == (
        [article("a", "Words.")],
        [
            "corpus/US_Command 2024: a story folder's name is of lower-case letters, digits and "
            "single hyphens; rename it, for example to us-command-2024"
        ],
    )


def test_a_story_without_articles_is_named_and_still_followed() -> None:
    problem = (
        "no article in the story; add one, for example corpus/us-japan/first.md, or: "
        "pullquote track URL"
    )
    assert read() == ([], [f"corpus/us-japan: {problem}"])
    assert [found.story.slug for found in scan(CORPUS).stories] == ["us-japan"]


def test_articles_outside_of_a_story_or_in_a_folder_within_one_are_named() -> None:
    write("stray.md", HEAD + "Words.")
    write("us-japan/2024/a.md", HEAD + "Words.")
    write("us-japan/a.md", HEAD + "Words.")
    assert read() == (
        [article("a", "Words.")],
        [
            "corpus/stray.md: an article outside of a story; move it to corpus/<story>/",
            "corpus/us-japan/2024: not read: a folder inside a story; "
            "move its articles up beside story.toml",
        ],
    )


# ------------------------------------------------------------------------------ trouble on the disk


def test_a_file_over_the_limit_is_refused_by_its_size_alone() -> None:
    write("us-japan/a.md", HEAD + "Words.")
    write("us-japan/b.md", "")
    os.truncate(CORPUS / "us-japan" / "b.md", 50 * 1024**2)
    write("us-japan/c.jsonl", "")
    os.truncate(CORPUS / "us-japan" / "c.jsonl", 600 * 1024**2)
    assert read() == (
        [article("a", "Words.")],
        [
            "corpus/us-japan/b.md: 50.0 MiB, over the limit of 10 MiB; split it into smaller files",
            "corpus/us-japan/c.jsonl: 600.0 MiB, over the limit of 512 MiB; "
            "split it into smaller files",
        ],
    )


def test_a_link_that_leads_out_of_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "story.toml").write_text(STORY)
    (tmp_path / "secret" / "a.md").write_text(HEAD + "Secret.")
    (CORPUS / "us-japan" / "a.md").symlink_to(tmp_path / "secret" / "a.md")
    (CORPUS / "stolen").symlink_to(tmp_path / "secret")
    assert read() == (
        [],
        [
            "corpus/stolen: a link that leads out of the corpus; copy the folder into the corpus",
            "corpus/us-japan/a.md: a link that leads out of the corpus; "
            "copy the file into the corpus",
        ],
    )


def test_links_that_lead_nowhere_or_in_circles_are_named() -> None:
    folder = CORPUS / "us-japan"
    (folder / "a.md").symlink_to("b.md")
    (folder / "b.md").symlink_to("a.md")
    (folder / "c.md").symlink_to("gone.md")
    (folder / "self").symlink_to(".")
    (CORPUS / "up").symlink_to(".")
    circle = "it cannot be read (Too many levels of symbolic links); remove it or mend it"
    assert read() == (
        [],
        [
            "corpus/up: no story.toml in the folder; "
            'write corpus/up/story.toml with title = "…" and summary = "…"',
            f"corpus/us-japan/a.md: {circle}",
            f"corpus/us-japan/b.md: {circle}",
            "corpus/us-japan/c.md: a link to nothing; remove it or mend it",
            "corpus/us-japan/self: not read: a folder inside a story; "
            "move its articles up beside story.toml",
        ],
    )


def test_pipes_sockets_and_folders_with_an_articles_name_do_not_hold_up_the_rest() -> None:
    folder = CORPUS / "us-japan"
    os.mkfifo(folder / "a.md")
    (folder / "b.md").mkdir()
    write("us-japan/d.md", HEAD + "Words.")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "c.md"))
        assert read() == (
            [article("d", "Words.")],
            [
                "corpus/us-japan/a.md: a named pipe, not a file; remove it",
                "corpus/us-japan/b.md: a folder, not a file; remove it",
                "corpus/us-japan/c.md: a socket, not a file; remove it",
            ],
        )


def test_a_name_that_a_terminal_would_garble_is_shown_in_plain_letters() -> None:
    write("us-japan/a\x1b[31m.md", HEAD + "Words.")
    (CORPUS / "us-japan" / os.fsdecode(b"caf\xe9.md")).write_text(HEAD + "Words.")
    unprintable = "the file's name holds an unprintable character; rename it"
    assert read() == (
        [],
        [
            f"corpus/us-japan/a\\x1b[31m.md: {unprintable}",
            f"corpus/us-japan/caf\\udce9.md: {unprintable}",
        ],
    )


@root_reads_everything
def test_files_and_folders_that_may_not_be_read_are_named() -> None:
    write("us-japan/a.md", HEAD + "Words.")
    write("us-japan/b.md", HEAD + "Words.")
    write("closed/story.toml", STORY)
    (CORPUS / "us-japan" / "b.md").chmod(0)
    (CORPUS / "closed").chmod(0)
    try:
        assert read() == (
            [article("a", "Words.")],
            [
                "corpus/closed: permission denied; make it readable: chmod u+rX corpus/closed",
                "corpus/us-japan/b.md: permission denied; "
                "make it readable: chmod u+rX corpus/us-japan/b.md",
            ],
        )
    finally:
        (CORPUS / "closed").chmod(0o700)


@pytest.mark.parametrize("name", ["a.md", "a.jsonl"])
@pytest.mark.parametrize(
    ("happens", "message"),
    [
        (Path.unlink, "the file is no longer there; run the command again"),
        (
            lambda path: path.write_text("other"),
            "the file changed while it was read; run the command again",
        ),
    ],
)
def test_a_file_that_changes_under_the_reader_is_left_for_the_next_run(
    name: str, happens: Callable[[Path], object], message: str
) -> None:
    write(f"us-japan/{name}", HEAD + "Words." if name == "a.md" else json.dumps(LINE))
    (file,) = scan(CORPUS).stories[0].files
    happens(CORPUS / "us-japan" / name)
    assert read_articles(CORPUS, file) == (
        (),
        (Problem(f"corpus/us-japan/{name}", None, *message.split("; ")),),
    )


# ------------------------------------------------------------------------------- the whole corpus


def test_of_two_articles_with_one_id_the_first_is_kept_and_both_are_named() -> None:
    later, other = ArticlePlace("us-japan/b.md", "x"), ArticlePlace("us-japan/c.md", "y")
    places = (later, other, ArticlePlace("us-japan/a.md", "x"))
    (duplicate,) = duplicate_ids(CORPUS, places)
    assert duplicate == Duplicate(later, duplicate.problem)
    assert str(duplicate.problem) == (
        "corpus/us-japan/b.md: id 'x' is already used in corpus/us-japan/a.md; "
        "give one of them another id, or remove one"
    )


def test_a_corpus_that_is_not_there_is_told_how_to_begin() -> None:
    with pytest.raises(CorpusError) as caught:
        scan(Path("nowhere"))
    assert str(caught.value) == (
        "no corpus folder at nowhere; begin a story there with: pullquote story new SLUG "
        '--title "…" --summary "…", or name another folder: PULLQUOTE_CORPUS'
    )


def test_a_corpus_that_is_a_file_is_refused() -> None:
    write("a.md", "Words.")
    with pytest.raises(CorpusError) as caught:
        scan(CORPUS / "a.md")
    assert str(caught.value) == "corpus/a.md is a file; name the folder that holds the stories"


def test_an_empty_corpus_is_told_how_to_begin() -> None:
    Path("empty").mkdir()
    (problem,) = scan(Path("empty")).problems
    assert str(problem) == (
        "empty: no story in the corpus; begin a story with: pullquote story new SLUG "
        '--title "…" --summary "…"'
    )


@pytest.mark.parametrize(
    ("asked", "hint"),
    [("us-japn", "did you mean us-japan?"), ("mpox", "stories there: us-japan")],
)
def test_a_story_that_is_not_there_is_answered_with_the_one_that_was_meant(
    asked: str, hint: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        scan(CORPUS, asked)
    assert str(caught.value) == f"no story '{asked}' in corpus; {hint}"


PARAGRAPH = (
    "The United States said on Sunday that it would set up a new command for its forces in Japan, "
    "to be headed by a three-star commander. Officials called it the largest change since 1960."
)
PAGE = f"""<html><head><title>A new command</title>
<link rel="canonical" href="https://post.example/a">
<meta property="og:title" content="A new command"><meta name="author" content="Ada Writer">
<meta property="og:site_name" content="The Post">
<meta property="article:published_time" content="2024-07-28T09:00:00+09:00">
</head><body><article><h1>A new command</h1><p>{PARAGRAPH}</p></article></body></html>"""
