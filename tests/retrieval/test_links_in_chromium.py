"""A quote's link, followed in a real Chromium, marks the quote's own words and no others."""

import html
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from retrieval.links import quote_link
from tests.chromium import CHROMIUM, Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no `chromium` on PATH: apt-get install chromium"),
]

ARTICLE = """\
Japan and the US agree on a new command
“We will move,” the minister said. The center would be headed by a three-star commander.
Costs, of $1,000 & more, rose by 50% - a well-known problem (see #3).
The center would be headed by a three-star commander, he said again.
In Zürich, Ōsaka and København people heard it: “Voilà, c'est l'été!” 🎉 they said.
The first  of\N{NO-BREAK SPACE}four sentences that run on. Nobody reads them all to the end.
Between them stands a paragraph of its own.
The last of them says little. It ends here, and nothing more follows.
彼は昨日、東京へ行きました。そして今日、大阪へ戻りました。
「会議は東京で開かれました」と大臣は述べました。新しい司令部は、三つ星の将軍が率いることになります。\
費用は千ドルを超え、五割も上がりましたが、これはよく知られた問題です。人々はそれを聞いて、とても驚いていました。
قال الوزير إن المركز الجديد سيكون في اليابان.
The center would be headed by a three-star commander.
“We will move,” the minister said. Then he left."""

# One look for what the link finds and for what it should find.
STYLE = """\
body {font: 12px sans-serif} ::target-text, ::highlight(quote) {background: yellow}
.cap {float: left; font-size: 40px} .first::first-letter {float: left; font-size: 40px}
.box {display: inline-block} .lines {white-space: pre-line}
.unseen {position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)}"""
MARK = """{
    const [line, from, lastLine, to] = %s, paragraphs = document.querySelectorAll("p");
    const range = new Range();
    range.setStart(paragraphs[line].firstChild, from);
    range.setEnd(paragraphs[lastLine].firstChild, to);
    CSS.highlights.set("quote", new Highlight(range));
}"""


# The same in the odd places: from the first place of some words to the last place of others.
MARK_WORDS = """{
    const [from, to] = %s, range = new Range();
    range.selectNodeContents(document.getElementById("quoted"));
    const walk = document.createTreeWalker(range.startContainer, NodeFilter.SHOW_TEXT);
    while (from && walk.nextNode() && !walk.currentNode.data.includes(from));
    if (from) range.setStart(walk.currentNode, walk.currentNode.data.indexOf(from));
    while (to && !walk.currentNode.data.includes(to) && walk.nextNode());
    if (to) range.setEnd(walk.currentNode, walk.currentNode.data.lastIndexOf(to) + to.length);
    CSS.highlights.set("quote", new Highlight(range));
}"""

# What a page may put around, into or between the words that its text has: what stands where the
# quote does, and from where to where a link marks it, where that is not all of it.
VOTE = "The council of Erlem voted on Monday to pay 14 million crowns for a new harbour crane."
ROW = "Lise Holm\t2 hours 11 minutes\tthird"
DAY = "昨日、港の会議は東京で開かれました。市長は新しい橋を約束し、人々はとても驚いていました。"
PAIR = f"{VOTE}\nDockers in Port Sorrel went on strike at noon."
ODD_PLACES: dict[str, tuple[str, str, str, str]] = {
    "a drop cap": (VOTE, f"<p><span class=cap>T</span>{VOTE[1:]}", "council of", ""),
    "a boxed initial": (VOTE, f"<p><span class=box>T</span>{VOTE[1:]}", "council of", ""),
    "a first letter by style": (VOTE, f"<p class=first>{VOTE}", "council of", ""),
    "a drop cap and a boxed end": (
        VOTE,
        f"<p><span class=cap>T</span>{VOTE[1:-6]}<a class=box>crane.</a>",
        "voted on",
        "for a new",
    ),
    "words for screen readers": (
        VOTE,
        f"<p>{VOTE.replace('Erlem', 'Erlem<i class=unseen> (opens in a new window)</i>')}",
        "",
        "",
    ),
    "hidden words": (VOTE, f"<p>{VOTE.replace('on', 'on<i hidden>the</i>', 1)}", "", ""),
    "soft hyphens": (VOTE, f"<p>{VOTE.replace('council', 'coun&shy;cil')}", "", ""),
    "zero-width spaces": (VOTE, f"<p>{VOTE.replace('council', 'coun&#8203;cil')}", "", ""),
    "a boxed word": (VOTE, f"<p>{VOTE.replace('14', '<b class=box>14</b>')}", "", ""),
    "a boxed second word": (
        VOTE,
        f"<p>{VOTE.replace('council', '<b class=box>council</b>')}",
        "voted on",
        "for a new",
    ),
    "a boxed last word": (
        VOTE,
        f"<p>{VOTE.replace('crane', '<b class=box>crane</b>')}",
        "voted on",
        "for a new",
    ),
    "a picture": (VOTE, f"<p>{VOTE.replace('to', 'to <img width=9 height=9>')}", "", ""),
    "a button": (VOTE, f"<p>{VOTE.replace('to', 'to <button>i</button>')}", "", ""),
    "a note's mark": (VOTE, f"<p>{VOTE.replace('14', '14<sup>2</sup>')}", "", ""),
    "lines of their own": (
        VOTE,
        f"<p class=lines>{VOTE.replace(' Monday ', ' Monday' + chr(10))}",
        "",
        "",
    ),
    "a line break": (VOTE, f"<p>{VOTE.replace(' Monday ', ' Monday<br>')}", "", ""),
    "readings above the words": (
        DAY,
        f"<p>{DAY.replace('橋', '<ruby>橋<rt>はし</rt></ruby>')}",
        "",
        "",
    ),
    "cells": (ROW, f"<table><tr><td>{ROW.replace(chr(9), '<td>')}</table>", "", ""),
    "an advertisement between paragraphs": (
        PAIR,
        f"<p>{PAIR.replace(chr(10), '</p><div class=box>Buy a crane now</div><p>')}",
        "",
        "",
    ),
}

# Between paragraphs that say some of the same words, under a headline that does, too.
ODD_HEADLINE = "A harbour crane for Erlem"
ODD_FIRST = "The council of Halden has had one for years, and the harbour is busy."
ODD_LAST = "Nobody else voted for it."


class Page(BaseHTTPRequestHandler):
    """The article, a paragraph a line, or at "/odd/3" the third of the odd places."""

    def do_GET(self) -> None:
        body = "".join(f"<p>{html.escape(line)}</p>" for line in ARTICLE.split("\n"))
        if self.path.startswith("/odd/"):
            odd = list(ODD_PLACES.values())[int(self.path.removeprefix("/odd/"))][1]
            quoted = f"<p>{ODD_FIRST}</p><div id=quoted>{odd}</div><p>{ODD_LAST}</p>"
            body = f"<h1>{ODD_HEADLINE}</h1>{quoted}"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><style>{STYLE}</style>{body}".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Silence: a test prints nothing."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/article"
        server.shutdown()


def paragraph_and_offset(place: int) -> list[int]:
    before = ARTICLE[:place]
    line = before.rpartition("\n")[2]
    # JavaScript counts UTF-16 units.
    return [before.count("\n"), len(line.encode("utf-16-le")) // 2]


def followed(browser: Browser, url: str, words: str, occurrence: int = 0) -> tuple[str, str]:
    """What following the quote's link shows, and the page with the quote's own range marked."""
    start = -1
    for _ in range(occurrence + 1):
        start = ARTICLE.index(words, start + 1)
    end = start + len(words)
    ends = paragraph_and_offset(start) + paragraph_and_offset(end)
    shown = browser.picture(quote_link(url, ARTICLE, start, end))
    return shown, browser.picture(url.partition("#")[0], MARK % ends)


@pytest.mark.parametrize(
    ("words", "occurrence"),
    [
        pytest.param("Japan and the US agree", 0, id="plain words"),
        pytest.param("Costs, of $1,000 & more, rose by 50% - a well-known", 0, id="link syntax"),
        pytest.param("The center would be headed by a three-star commander", 1, id="second of 3"),
        pytest.param("The center would be headed by a three-star commander", 2, id="third of 3"),
        pytest.param("commander", 1, id="one word of many"),
        pytest.param("“We will move,” the minister said.", 1, id="from a quotation mark on"),
        pytest.param("We will move,”", 1, id="between quotation marks"),
        pytest.param("Ōsaka and København people", 0, id="accents"),
        pytest.param("“Voilà, c'est l'été!” 🎉", 0, id="emoji"),
        pytest.param("そして今日、大阪へ戻りました。", 0, id="Japanese"),
        pytest.param(ARTICLE.split("\n")[9], 0, id="a Japanese paragraph"),
        pytest.param("大阪", 0, id="inside a Japanese clause"),
        pytest.param("المركز الجديد سيكون في اليابان.", 0, id="Arabic"),
        pytest.param("\n".join(ARTICLE.split("\n")[5:8]), 0, id="paragraphs and odd spaces"),
        pytest.param("a new command\n“We will", 0, id="a few words of two paragraphs"),
        pytest.param(ARTICLE, 0, id="the whole article"),
    ],
)
def test_following_a_link_marks_exactly_the_quote(
    browser: Browser, url: str, words: str, occurrence: int
) -> None:
    shown, expected = followed(browser, url, words, occurrence)
    assert shown == expected
    assert shown != browser.picture(url), "the picture shows no mark at all"


@pytest.mark.parametrize("fragment", ["#top", "#top:~:text=commander", "#:~:text=commander"])
def test_following_a_link_to_a_part_of_the_page_still_marks_the_quote(
    browser: Browser, url: str, fragment: str
) -> None:
    shown, expected = followed(browser, url + fragment, "the minister said")
    assert shown == expected


@pytest.mark.parametrize("place", ODD_PLACES)
def test_a_link_opens_the_page_at_the_quote_whatever_stands_in_its_words(
    browser: Browser, url: str, place: str
) -> None:
    words, _, begin, end = ODD_PLACES[place]
    page = f"{url.removesuffix('/article')}/odd/{list(ODD_PLACES).index(place)}"
    text = f"{ODD_FIRST}\n{words}\n{ODD_LAST}"
    start = len(ODD_FIRST) + 1
    shown = browser.picture(quote_link(page, text, start, start + len(words), ODD_HEADLINE))
    assert shown == browser.picture(page, MARK_WORDS % json.dumps([begin, end]))
