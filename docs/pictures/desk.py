"""The shipped corpus → the pictures of the desk's page in docs/pictures: desk-*.png.

    python -m docs.pictures.desk [FOLDER]

with Pullquote installed and `chromium` on PATH. FOLDER: where to write them instead.

A service with the page is run over two of the stories, one of whose articles was corrected; what is
shown is what it serves.
"""

import json
import shutil
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.sources import Source, StoredSources
from docs.pictures.photograph import named_folder, shrink
from tests.chromium import CHROMIUM, Browser
from tests.e2e.admin.conftest import CORRECTED, Desk, DeskRoom, correct
from tests.e2e.admin.tab import Tab, tab
from tests.e2e.admin.test_pages import kept
from tests.e2e.command import ROOT

QUESTION = "who heads the new US command in Japan?"
SOURCES = {
    "mpox-2024": "https://www.continental-review.example/health/feed",
    "sweden-nato": "https://www.meridian-daily.example/nato/rss",
    "us-japan-command": "https://www.harborline-wire.example/japan/feed.xml",
    "key-bridge-collapse": "https://www.westmere-tribune.example/bridge.xml",
}
PAGES = {
    "stories": "/",
    "story": "/stories/us-japan-command",
    "article": f"/articles?id={CORRECTED}",
    "sources": "/sources",
    "health": "/health",
}


def main(folder: Path) -> int:
    """Writes them; 1 where there is no browser to draw them."""
    if CHROMIUM is None:
        print("no `chromium` on PATH: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as work:
        room = _room(Path(work) / "room")
        with room.serve(keep_days=3650) as desk:
            browser = Browser(Path(work) / "profile")
            _draw(browser, desk, folder)
            browser.close()
    for picture in sorted(folder.glob("desk-*.png")):
        shrink(picture)
        print(f"{picture}: {picture.stat().st_size:,} bytes")
    return 0


def _room(folder: Path) -> DeskRoom:
    """All stories that ship, an article corrected, each with a source, one of which fails."""
    room = DeskRoom(folder)
    shutil.copytree(ROOT / "corpus", room.corpus)
    for story, url in SOURCES.items():
        file = room.corpus / story / "story.toml"
        written = file.read_text(encoding="utf-8").replace("feeds = []", f'feeds = ["{url}"]')
        file.write_text(written, encoding="utf-8")
    correct(room)
    with closing(open_catalog(None, room.data)) as catalog:
        _asked(catalog, datetime.now(UTC))
        _quoted(catalog)
    return room


def _asked(catalog: Catalog, now: datetime) -> None:
    beats, earlier = Heartbeats(catalog.database), now - timedelta(minutes=6)
    beats.begin(earlier)
    beats.end(earlier, now)
    known = [
        Source(story, url, url, now, "RSS", "", "", earlier, earlier, result="6 items, 6 held")
        for story, url in SOURCES.items()
    ]
    known[-1] = replace(
        known[-1],
        succeeded=now - timedelta(days=2),
        failing_since=now - timedelta(days=1, hours=20),
        failures=9,
        result="no such page (HTTP 404)",
    )
    StoredSources(catalog.database).save(known, [], [], now)


def _quoted(catalog: Catalog) -> None:
    """What a channel and a person were answered."""
    before, after = (one.article for one in catalog.history(CORRECTED))
    replies = StoredReplies(catalog.database)
    for number, (article, first, shown) in enumerate(
        (
            (before, "A graduate", 1),
            (before, "A graduate", 0),
            (after, "Lieutenant General Stephen Jost", 1),
        )
    ):
        start = article.text.index(first)
        span = (start, article.text.index(".", start) + 1)
        made = kept(article.version, span, n=number, shown=shown)
        replies.keep(replace(made, quotes=made.quotes[:1]))


def _draw(browser: Browser, desk: Desk, folder: Path) -> None:
    with tab(browser, desk.base, desk.signed_in().cookies) as at:
        at.looks(1000, "light")
        for name, path in PAGES.items():
            at.open(path)
            at.picture(folder / f"desk-{name}.png", most=1_000)
        _ask(at)
        at.picture(folder / "desk-ask.png", most=1_000)
        at.looks(360, "dark")
        _ask(at)
        at.picture(folder / "desk-phone.png", most=1_000)


def _ask(at: Tab) -> None:
    at.open("/ask")
    at.value(f"document.querySelector('#question').value = {json.dumps(QUESTION)}")
    at.leads_on("document.querySelector('main form').requestSubmit()")


if __name__ == "__main__":
    sys.exit(main(named_folder()))
