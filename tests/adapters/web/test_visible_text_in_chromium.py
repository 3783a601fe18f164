"""Whatever is quoted of a page stands in it as a browser shows it: in that order, without gaps."""

import gzip
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from adapters.web.pages import read_page
from tests.chromium import CHROMIUM, Browser

SHARED_PAGES = Path(__file__).parents[4] / "shared" / "pages"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no `chromium` on PATH: apt-get install chromium"),
]

# Chromium's own innerText, of the page as it was delivered, but for what readers don't take in:
# struck out, clipped to nothing, a footnote's mark. It has no marks around <q>: they are written.
INNER_TEXT = """html => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    // Beside what is left out a line end of the source is a space, whatever stands behind that.
    const all = filter => {
        const walk = parsed.createTreeWalker(parsed, filter), found = [];
        while (walk.nextNode()) found.push(walk.currentNode);
        return found;
    };
    for (const comment of all(NodeFilter.SHOW_COMMENT)) comment.remove();
    parsed.normalize();
    for (const text of all(NodeFilter.SHOW_TEXT)) {
        if (text.parentElement.closest("pre, textarea, script, style")) continue;
        const behind = text.previousSibling?.nodeName === "WBR";
        const before = text.nextSibling?.nodeName === "WBR";
        if (!text.data.trim() && (behind || before)) continue;
        if (!behind) text.data = text.data.replace(/^[ \\t\\n]+/, " ");
        if (!before) text.data = text.data.replace(/(?<![ \\t\\n])[ \\t\\n]+$/, " ");
    }
    const others = "link, script, img, picture, iframe, video, audio, object, embed, meta, rt, rp";
    for (const element of parsed.querySelectorAll(others)) element.remove();
    document.replaceChild(document.adoptNode(parsed.documentElement), document.documentElement);
    const unseen = [];
    for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        const clipped = box.width <= 1 && box.height <= 1 && style.overflow === "hidden";
        if (style.textDecorationLine.includes("line-through") || style.opacity === "0" || clipped
            || element.matches("sup, .sr-only, .visually-hidden, .screen-reader-text"))
            unseen.push(element);
        element.style.setProperty("text-transform", "none", "important");
        element.style.setProperty("float", "none", "important");
    }
    for (const element of unseen) element.style.setProperty("display", "none", "important");
    for (const quote of document.querySelectorAll("q")) {
        let depth = 0;
        for (let up = quote.parentElement; up; up = up.parentElement) depth += up.matches("q");
        quote.prepend(depth % 2 ? "‘" : "“");
        quote.append(depth % 2 ? "’" : "”");
    }
    return document.body.innerText;
}"""

WORDS = (
    "harbour council Monday 48,210 the mayor signed voted crane 9 people of Norland, inspectors’ "
    "report; 2.6 million Ærø naïve “safe” 12:30 École l’été — and to (again) 7th. tea\u200bcup"
).split()
LABELS = ("share", "meta-date", "timestamp", "author-name", "tag-list", "promo link", "c-1a2b")
SHOWN = (
    *("time label q abbr data mark button x-note a em b strong i small cite code kbd var".split()),
    *("output u ins bdi font dfn span span span nobr tt big".split()),
)
GONE = (
    "<del>{}</del>",
    "<s>{}</s>",
    "<strike>{}</strike>",
    "<template>{}</template>",
    "<span hidden>{}</span>",
    "<i style='display:none'>{}</i>",
    "<span style='visibility: hidden'>{}</span>",
    "<span style='text-decoration: line-through'>{}</span>",
    "<span class='sr-only'>{}</span>",
    "<span class='visually-hidden'>{}</span>",
    "<span class='gone'>{}</span>",
    "<b class='clipped'>{}</b>",
    "<u class='crossed'>{}</u>",
    "<noscript>{}</noscript>",
    "<script>{}</script>",
    "<style>{}</style>",
    "<!-- {} -->",
    "<sup>2</sup>",
    "<sup><a href='#note'>[3]</a></sup>",
)
STYLE = (
    ".gone {display: none} .crossed, .x {text-decoration: line-through}"
    "@media print {p {display:none}}"
    ".clipped {position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)}"
)
GLUE = (
    "",
    " ",
    " ",
    " ",
    "\n  ",
    "&nbsp;",
    "<wbr>",
    "<br>",
    "&shy;",
    "&zwnj;",
    " &amp; ",
)
# What may stand alone between two elements or two paragraphs: a sign, or a short word.
ALONE = ("—", "–", "…", "/", "&amp;", "* * *", "“", ")", "?", "☕", "9", "a", "No", "to", "%")
LINES = (
    "<br>{}<br>",
    "<br>{} ",
    " {}<br>",
    "<br><b>{}</b><br>",
    "<b>{}</b>",
    "<i class='c-1a2b'>{}</i><wbr>",
    "<del>9</del>{}<sup>2</sup>",
    "<span style='display: block'>{}</span>",
    "<!-- -->{}<!-- -->",
)
BETWEEN = (
    "",
    "",
    "<p>{}</p>",
    "<p><b>{}</b></p>",
    "<p class='c-1a2b'><span>{}</span></p>",
    "<hr>",
    "{}",
    "<div>{}</div>",
    "<ul><li>The harbour of Erlem was built by its people.</li><li>{}</li></ul>",
    "<blockquote><p>{}</p></blockquote>",
    "<p><del>{}</del></p>",
)


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """Some words, in elements that stand within a line or that nobody sees."""
    words = escape(" ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))))
    match draw(st.integers(-2, 9)):
        case -2 | -1:
            return draw(st.sampled_from(LINES)).format(draw(st.sampled_from(ALONE)))
        case 0 | 1 | 2:
            return words
        case 3 | 4:
            return draw(st.sampled_from(GONE)).format(words)
        case _:
            tag, label = draw(st.sampled_from(SHOWN)), draw(st.sampled_from(("", *LABELS)))
            inside = draw(inline(depth - 1)) if depth and draw(st.booleans()) else words
            if tag == "a" and "<a " in inside:  # which a browser's parser takes apart
                tag = "span"
            return f"<{tag} class='{label}' href='/a'>{inside}</{tag}>"


@st.composite
def page(draw: st.DrawFn) -> str:
    """An article of a few paragraphs in a page with a menu."""
    paragraphs = []
    for number in range(draw(st.integers(2, 4))):
        pieces = draw(st.lists(st.tuples(inline(), st.sampled_from(GLUE)), min_size=1, max_size=6))
        middle = "".join(piece + glue for piece, glue in pieces)
        paragraphs.append(
            f"<p>Sentence number {number} of the report on the harbour of Erlem says that {middle}"
            f" stood in the middle, and that the town hall had known of it for {number} years.</p>"
        )
        paragraphs.append(draw(st.sampled_from(BETWEEN)).format(draw(st.sampled_from(ALONE))))
    paragraphs.append("<p>Nobody in the town of Erlem had asked the harbour master before.</p>")
    return (
        f"<!doctype html><html lang=en><head><title>Erlem</title><style>{STYLE}</style></head>"
        "<body><nav><a href=/>Home</a> <a href=/world>World</a></nav><main><article>"
        f"<h1>A report on the harbour</h1>{''.join(paragraphs)}</article></main></body></html>"
    )


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


def shown(browser: Browser, html: str) -> str:
    return plain(browser.value("about:blank", f"({INNER_TEXT})({json.dumps(html)})"))


def plain(text: str) -> str:
    """One space for any, and without what has no width."""
    return " ".join(re.sub(r"[\xad\u200b\u2060\ufeff]", "", text).split())


# Without shrinking: each smaller page would be another second of a browser's.
@settings(
    max_examples=40,
    # A browser finds the same on every machine: what is new is looked for by hand, with more.
    derandomize=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(page())
def test_every_quoted_stretch_stands_in_the_page_as_a_browser_shows_it(
    browser: Browser, html: str
) -> None:
    text, inner = read_page(html.encode()).text, shown(browser, html)
    assert [line for line in text.split("\n") if plain(line) not in inner] == []
    paragraphs = inner[inner.index("Sentence number 0") :]
    assert plain(text) == paragraphs, "a word of the article was lost"


@pytest.mark.skipif(not SHARED_PAGES.is_dir(), reason=f"no real pages at {SHARED_PAGES}")
def test_what_is_quoted_of_real_pages_stands_in_them_as_a_browser_shows_it(
    browser: Browser,
) -> None:
    strange, lines = [], 0
    for name in sorted(json.loads((SHARED_PAGES / "ground-truth.json").read_text()))[::5]:
        html = gzip.decompress((SHARED_PAGES / "html" / f"{name}.html.gz").read_bytes())
        inner = shown(browser, html.decode("utf-8", "replace"))
        for line in read_page(html).text.split("\n"):
            lines += 1
            if plain(line) not in inner:
                strange.append((name[:8], line))
    assert len(strange) <= 0.01 * lines, strange
