"""The desk's page in a real browser: on a phone and on a desk, in light and dark, by the keyboard,
without scripts, and whatever an article tries."""

import json
import shutil
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot import timeline_wording
from tests.chromium import CHROMIUM, Browser
from tests.e2e.admin.conftest import CORRECTED, Desk, DeskRoom
from tests.e2e.admin.desk_client import TOKEN, DeskClient
from tests.e2e.admin.tab import Tab, tab
from tests.e2e.command import run_in
from tests.e2e.corpora import write_hostile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no `chromium` on PATH: apt-get install chromium"),
]

AXE = Path(sys.prefix) / "axe-core" / "node_modules" / "axe-core" / "axe.min.js"
QUESTION = "who heads the new US command in Japan?"
PAGES = (
    "/",
    "/stories/us-japan-command",
    "/stories/us-japan-command/articles",
    f"/articles?id={CORRECTED}",
    "/ask",
    "/sources",
    "/gaps",
    "/verdicts",
    "/corrections",
    "/health",
    "/no-such-page",
)
WIDTHS, SCHEMES = (320, 768, 1280), ("light", "dark")
# What sticks out of the page; but for what is hidden from sight on purpose.
STICKING_OUT = """[...document.querySelectorAll("body *")]
    .filter(one => !one.closest(".skip, .unseen"))
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(one => one.outerHTML.slice(0, 120))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def signed_in(browser: Browser, desk: Desk) -> Iterator[Tab]:
    with tab(browser, desk.base, desk.signed_in().cookies) as made:
        yield made


def ask(at: Tab) -> None:
    at.open("/ask")
    at.value(f"document.querySelector('#question').value = {json.dumps(QUESTION)}")
    at.leads_on("document.querySelector('main form').requestSubmit()")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_at_any_width(signed_in: Tab, width: int, scheme: str) -> None:
    signed_in.looks(width, scheme)
    out: dict[str, Any] = {}
    for path in PAGES:
        signed_in.open(path)
        assert signed_in.value("document.documentElement.clientWidth") == width
        if signed_in.value("document.documentElement.scrollWidth") > width:
            out[path] = "scrolls sideways"
        if sticking_out := signed_in.value(STICKING_OUT):
            out[path] = sticking_out
    ask(signed_in)
    assert (signed_in.value(STICKING_OUT), out) == ([], {})


def test_light_and_dark_are_as_the_reader_has_set_them(signed_in: Tab) -> None:
    grounds = []
    for scheme in SCHEMES:
        signed_in.looks(1280, scheme)
        signed_in.open("/")
        grounds.append(signed_in.value("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(247, 246, 242)", "rgb(20, 22, 26)"]


def violations(at: Tab) -> list[str]:
    at.value(AXE.read_text(encoding="utf-8"))
    found = at.value(
        f"axe.run({{runOnly: {json.dumps(WCAG)}}}).then(told => "
        "told.violations.map(one => `${one.id}: ${one.nodes.map(n => n.html).join(' ')}`))"
    )
    return [str(one)[:500] for one in found]


@pytest.mark.skipif(not AXE.exists(), reason="npm's axe-core is not installed beside this Python")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_shuts_anybody_out(browser: Browser, desk: Desk, width: int, scheme: str) -> None:
    found: dict[str, list[str]] = {}
    with tab(browser, desk.base) as outside:
        outside.looks(width, scheme)
        outside.open("/sign-in")
        found["/sign-in"] = violations(outside)
    with tab(browser, desk.base, desk.signed_in().cookies) as inside:
        inside.looks(width, scheme)
        for path in PAGES:
            inside.open(path)
            found[path] = violations(inside)
        ask(inside)
        found["answer"] = violations(inside)
        inside.open("/ask")
        inside.value("document.querySelector('#question').removeAttribute('required')")
        inside.leads_on("document.querySelector('main form').requestSubmit()")
        assert inside.value("document.querySelector('#question-error').textContent")
        found["error"] = violations(inside)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_without_scripts_everything_works(browser: Browser, desk: Desk) -> None:
    with tab(browser, desk.base, scripts=False) as one:
        one.open("/ask")
        one.value(f"document.querySelector('#token').value = {json.dumps(TOKEN)}")
        one.leads_on("document.querySelector('main form').requestSubmit()")
        assert one.value("location.pathname") == "/ask"
        ask(one)
        assert "Stephen Jost" in one.value("document.querySelector('.answer').innerText")
        one.leads_on(
            "[...document.querySelectorAll('.button')].find(a => a.innerText.startsWith('More'))"
            ".click()"
        )
        assert one.value("document.querySelectorAll('blockquote').length") > 0
        one.open("/stories/us-japan-command")
        assert one.value("document.querySelector('.picture').naturalWidth") == 1200
        one.leads_on(
            "[...document.querySelectorAll('#timeline .button')]"
            f".find(a => a.innerText === {json.dumps(timeline_wording.NEWEST_FIRST())}).click()"
        )
        assert one.value("location.search") == "?page=1&order=newest"
        one.leads_on("document.querySelector('header form').requestSubmit()")
        assert one.value("location.pathname + location.search") == "/sign-in?out"
        one.open("/")
        assert one.value("location.pathname") == "/sign-in"


def focused(at: Tab) -> dict[str, Any]:
    found: dict[str, Any] = at.value(
        """(() => {
            const one = document.activeElement, style = getComputedStyle(one);
            const box = one.getBoundingClientRect();
            return {words: (one.innerText || one.name || "").trim(), tag: one.tagName,
                ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                seen: box.left >= 0 && box.width > 0, id: one.id};
        })()"""
    )
    return found


def test_by_the_keyboard_one_gets_everywhere_and_sees_where_one_is(signed_in: Tab) -> None:
    signed_in.looks(1280, "light")
    signed_in.open("/ask")
    steps = []
    for _ in range(12):
        signed_in.key("Tab", 9)
        steps.append(focused(signed_in))
    assert [step["words"] for step in steps] == [
        "Skip to the content",
        "Stories",
        "Ask",
        "Sources",
        "Gaps",
        "Verdicts",
        "Corrections",
        "Health",
        "Sign out",
        "question",
        "All stories\nAbout secret-story\nSweden joins NATO\nThe US joint command in Japan",
        "Ask",
    ]
    assert [step for step in steps if not (step["ring"] and step["seen"])] == []
    signed_in.open("/ask")
    signed_in.key("Tab", 9)
    signed_in.key("Enter", 13)
    signed_in.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert focused(signed_in)["id"] == "content"


@pytest.fixture(scope="module")
def hostile(desk_room: DeskRoom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("hostile") / "room"
    shutil.copytree(desk_room.folder, folder, symlinks=True)
    room = DeskRoom(folder)
    write_hostile(room.corpus)
    # What is no text at all is left out, and said.
    assert run_in(room.folder, room.data)("reindex").code in (0, 1)
    with room.serve() as served:
        yield served


ACTING = """({
    elements: [...document.querySelectorAll("main script, main iframe, main object, main svg, "
        + "main img:not(.picture), main style, main base, main meta, main form:not([action^='/'])")]
        .map(one => one.outerHTML.slice(0, 100)),
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll("*")].flatMap(one => [...one.attributes])
        .filter(one => one.name.startsWith("on") || one.name === "style").length,
    links: [...document.querySelectorAll("main a")].map(one => one.href)
        .filter(one => !one.startsWith(location.origin) && !/^https?:/.test(one)),
    sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
})"""
HARMLESS = {"elements": [], "scripts": 0, "handlers": 0, "links": [], "sideways": False}


def test_whatever_an_article_tries_is_shown_as_its_text(browser: Browser, hostile: Desk) -> None:
    somebody = hostile.signed_in()
    numbers = {int(one) for one in _between(somebody.get("/").html, "/stories/story-", '"')}
    articles = {
        f"/articles?id={unescape(id)}": number
        for number in sorted(numbers)
        for id in _between(
            somebody.get(f"/stories/story-{number}/articles").html, "/articles?id=", '"'
        )
    }
    assert len(articles) > 30
    acting: dict[str, Any] = {}
    with tab(browser, hostile.base, somebody.cookies) as at:
        at.looks(320, "light")
        stories = [f"/stories/story-{number}" for number in sorted(numbers)[::6]]
        for path in ("/", "/sources", "/ask", *articles, *stories):
            at.open(path)
            found = at.value(ACTING)
            acting |= {path: found} if found != HARMLESS else {}
            if path in articles:
                shown = at.value("document.querySelector('.text').innerText")
                assert f"The number of the marmot {articles[path]} is seven." in shown, path
                assert "It was counted twice." in shown, path
    assert acting == {}


def test_a_hostile_question_is_shown_as_text_too(hostile: Desk) -> None:
    somebody: DeskClient = hostile.signed_in()
    question = "</textarea><script>alert(1)</script> who heads the command in Japan?"
    page = somebody.post("/ask", question=question)
    assert "<script" not in page.html
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.html


def _between(text: str, before: str, after: str) -> list[str]:
    return [part.partition(after)[0] for part in text.split(before)[1:]]
