"""Evidence in every kind of file: hostile text stays text, and what was written is read again."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.rendering.evidence.data import object_of, written
from adapters.rendering.evidence.files import file_of, read_file
from adapters.rendering.evidence.layout import layout_of
from bot.evidence.checking import Shown
from bot.evidence.pack import (
    EvidencePack,
    Format,
    Origin,
    PackedArticle,
    PackedQuote,
    Printed,
    Since,
)
from bot.language import LANGUAGES
from tests.adapters.slack.hostile import HOSTILE
from tests.chromium import CHROMIUM, Browser

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
URL = "https://paper.example/a"


def packed(text: str, title: str = "Title", link: str = URL) -> EvidencePack:
    article = PackedArticle(
        id="s/a",
        story="s",
        story_title=title,
        title=title,
        url=URL,
        source=title,
        authors=(title,),
        published=NOW,
        updated=None,
        modified=None,
        fetched=NOW,
        version="0" * 32,
        sha256="0" * 64,
        characters=len(text),
    )
    also, since = (Printed(title, title, link, NOW),), (Since(NOW, False, text, link),)
    quote = PackedQuote(
        text, 0, max(len(text), 1), text, text, ((0, 3),), "", 0.5, link, article, also, since
    )
    return EvidencePack(Origin.ANSWER, text, "", NOW, "0.1.0", "en", (quote,))


class Page(HTMLParser):
    """What a page is made of: its elements, where its links lead, its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        of = dict(attrs)
        if tag == "a":
            self.links.add(of["href"] or "")
        if tag == "script":
            self.scripts.append(of["type"] or "")


ELEMENTS = Page(file_of(packed("Plain words."), Format.HTML).decode()).elements
DANGEROUS = ["</script><script>alert(1)</script>", "javascript:alert(1)", '"><img src=x onerror=a>']


@pytest.mark.parametrize("hostile", [*HOSTILE, *DANGEROUS], ids=repr)
def test_hostile_text_stays_text_in_every_kind_and_is_read_again(hostile: str) -> None:
    pack = packed(f"Words. {hostile}", hostile, hostile)
    for kind in Format:
        content = file_of(pack, kind)
        read = read_file(content)
        assert (read.kind, read.shown, read.intact) == (kind, Shown.SAME, True)
        assert read.pack == pack
    page = Page(file_of(pack, Format.HTML).decode())
    assert page.elements <= ELEMENTS | {"strong"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert page.scripts == ["application/json"]
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    with zipfile.ZipFile(io.BytesIO(file_of(pack, Format.WORD))) as parts:
        targets = re.findall(r'Target="([^"]*)"[^>]*External', _relationships(parts))
    assert all(target.startswith(("https://", "http://")) for target in targets)


def _relationships(parts: zipfile.ZipFile) -> str:
    return parts.read("word/_rels/document.xml.rels").decode()


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, title=TEXTS)
def test_any_text_at_all_is_read_again_from_any_kind(text: str, title: str) -> None:
    pack = packed(text, title)
    for kind in Format:
        read = read_file(file_of(pack, kind))
        assert (read.pack, read.shown, read.intact) == (pack, Shown.SAME, True)


@settings(max_examples=200, deadline=None)
@given(text=st.text("ab \n*_`~[]()<>#+-.!|&$:/\\1\t", min_size=1, max_size=60))
def test_in_markdown_no_text_formats_links_or_begins_anything(text: str) -> None:
    shown = file_of(packed(text, text), Format.MARKDOWN).decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(shown)
    plain = MarkdownIt("gfm-like", {"linkify": False}).parse(
        file_of(packed("ab", "ab"), Format.MARKDOWN).decode()
    )
    kinds = {one.type for one in tokens}
    assert kinds <= {one.type for one in plain}
    inside = {child.type for one in tokens for child in one.children or ()}
    assert inside <= {child.type for one in plain for child in one.children or ()} | {"hardbreak"}
    links = {
        str(child.attrs["href"])
        for one in tokens
        for child in one.children or ()
        if child.type == "link_open"
    }
    assert links == {URL}


def test_half_a_character_is_no_reason_to_fail() -> None:
    pack = packed("Half \ud83d of it.")
    for kind in Format:
        assert read_file(file_of(pack, kind)).pack == pack


def test_each_language_has_a_layout_of_its_own_and_a_file_keeps_to_it() -> None:
    assert len({layout_of(language) for language in LANGUAGES}) == len(LANGUAGES)
    german = replace(packed("Words."), language="de")
    read = read_file(file_of(german, Format.HTML))
    assert (read.pack.language, read.shown) == ("de", Shown.SAME)


def test_what_another_pullquote_drew_is_not_called_changed() -> None:
    pack = packed("Words.")
    older = written(object_of(pack, "0123456789abcdef"))
    assert read_file(older.encode()).shown is Shown.NOT_COMPARED


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_in_a_browser_it_shows_the_words_runs_nothing_and_prints_on_pages(tmp_path: Path) -> None:
    text = "Quoted words of an article. " * 30
    pack = packed(text, "</script><script>document.title='run'</script>Title")
    pack = replace(pack, quotes=pack.quotes * 4)
    file = tmp_path / "evidence.html"
    file.write_bytes(file_of(pack, Format.HTML))
    browser = Browser(tmp_path / "profile")
    try:
        shown = browser.value(
            file.as_uri(),
            "({title: document.title, words: [...document.querySelectorAll('.words')].map("
            "one => one.textContent), loaded: performance.getEntriesByType('resource').length, "
            "wide: document.documentElement.scrollWidth <= innerWidth})",
        )
        printed = browser.pdf(file.as_uri())
    finally:
        browser.close()
    assert shown["title"].startswith("Evidence pack: Quoted words")
    assert shown["words"] == [text] * 4
    assert (shown["loaded"], shown["wide"]) == (0, True)
    pages = re.findall(rb"/Type /Pages\s*/Count (\d+)", printed)
    assert max(map(int, pages)) > 2
