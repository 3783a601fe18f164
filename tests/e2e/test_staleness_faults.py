"""Whatever keeps a story from being up to date, somebody can see it: no fault stays silent.

Below is the table of faults: what goes wrong with a source of each kind, and with who asks them.
"""

import pickle
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import portalocker
import pytest

from tests.e2e import news_faults as faults
from tests.e2e.faulty_sources import SOURCES, Going, Seen, Site, Sources
from tests.e2e.news_documents import xml_bomb
from tests.e2e.news_site import NewsSite
from tests.patience import PATIENCE

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Breaks = Callable[[Site], object]
Looked = Mapping[str, Seen]
WALL = (
    b"<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
    b"<p>We and our partners use cookies. Accept all or manage your choices.</p></body></html>"
)


def answers(fault: faults.Fault) -> Breaks:
    return lambda site: site.answers(fault)


def redirects(to: str) -> Breaks:
    return lambda site: site.redirects(to)


def says(body: bytes) -> Breaks:
    return lambda site: site.says(body)


def frozen(_: Site) -> None:
    """Nothing new comes, and nothing else is wrong."""


def forbids_all(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /\n")


def in_circles(site: Site) -> None:
    site.server.redirect(site.path, f"/{site.slug}/other")
    site.server.redirect(f"/{site.slug}/other", site.path)


def through_many_hands(site: Site) -> None:
    for hop in range(9):
        path = f"/{site.slug}/hop-{hop}" if hop else site.path
        site.server.redirect(path, f"/{site.slug}/hop-{hop + 1}")


def to_a_secure_address(site: Site) -> None:
    # There is no TLS on that port.
    site.server.redirect(site.path, site.source.replace("http:", "https:"))


def all_its_pages(fault: faults.Fault) -> Breaks:
    def breaks(site: Site) -> None:
        items = [site.item(k) for k in range(1, 5)]
        for k in range(1, 5):
            site.answers(fault, f"/{site.slug}/{k}")
        site.lists(*items)

    return breaks


def forbids_its_pages(site: Site) -> None:
    site.robots("User-agent: *\nDisallow: /\nAllow: /*/source\n")
    site.lists(*(site.item(k) for k in range(1, 5)))


# What goes wrong with a source of any kind, how, and whether it is noticed by a timeout.
OF_EVERY_KIND: tuple[tuple[str, Breaks, bool], ...] = (
    ("404", answers(faults.status(404)), False),
    ("410", answers(faults.status(410)), False),
    ("401, it wants a password", answers(faults.status(401)), False),
    ("403, it refuses us", answers(faults.status(403)), False),
    ("429 for ever", answers(faults.status(429, retry_after="1800")), False),
    ("500", answers(faults.status(500)), False),
    ("503 for ever", answers(faults.status(503, retry_after="60")), False),
    ("204, nothing", answers(faults.status(204)), False),
    ("connection closed without a word", answers(faults.dropped()), False),
    ("no HTTP at all", answers(faults.no_http()), False),
    ("cut off in the middle", answers(faults.truncated()), False),
    ("half of a gzip file", answers(faults.cut_gzip(b"<rss>" * 400)), False),
    ("slow headers without end", answers(faults.dripping_headers()), True),
    ("a byte now and then", answers(faults.dripping_body()), True),
    ("silent", answers(faults.slow(30)), True),
    ("host gone from DNS", Site.has_no_address, False),
    ("TLS that fails", to_a_secure_address, False),
    ("redirects in circles", in_circles, False),
)
# robots.txt and answers to conditional questions are believed for a day.
AFTER_A_DAY = DAY + 2 * HOUR
OF_ONE_KIND = (
    Going("redirects without end", "feed", through_many_hands),
    Going("redirects to a private network", "feed", redirects("http://10.1.2.3/")),
    Going("redirects nowhere", "feed", redirects("")),
    Going("promises a hundred megabytes", "feed", answers(faults.announced())),
    Going("an empty body", "feed", says(b"")),
    Going("an empty body", "sitemap", says(b"")),
    Going("a wall", "feed", says(WALL)),
    Going("a wall", "sitemap", says(WALL)),
    Going("a picture", "feed", says(b"\x89PNG\r\n\x1a\n\0\0\0")),
    Going("half of its XML", "feed", says(b'<?xml version="1.0"?><rss><chan')),
    Going("half of its XML", "sitemap", says(b"<urlset><url><lo")),
    Going("JSON of another kind", "feed", says(b"{}")),
    Going("an XML bomb", "feed", says(xml_bomb().encode())),
    Going("no items where there were some", "feed", Site.lists),
    Going("nothing listed for days", "sitemap", Site.lists, by=4 * DAY + HOUR),
    Going("no article in it any more", "page", says(b"<p>Hi</p>")),
    Going("robots.txt forbids it", "feed", forbids_all, by=AFTER_A_DAY),
    Going("robots.txt forbids it", "sitemap", forbids_all, by=AFTER_A_DAY),
    Going("robots.txt forbids it", "page", forbids_all, by=AFTER_A_DAY),
    Going("304 for ever", "feed", answers(faults.status(304)), by=AFTER_A_DAY),
    Going("304 for ever", "sitemap", answers(faults.status(304)), by=AFTER_A_DAY),
    Going("all its pages refuse us", "feed", all_its_pages(faults.status(403))),
    Going("all its pages fail", "sitemap", all_its_pages(faults.status(503))),
    Going("robots.txt forbids its pages", "feed", forbids_its_pages, from_the_start=True),
    Going("frozen in time", "feed", frozen, by=15 * DAY, shows=frozenset({SOURCES})),
    Going("frozen in time", "sitemap", frozen, by=15 * DAY, shows=frozenset({SOURCES})),
)
FAULTS = (
    *(
        Going(name, kind, breaks, slow)
        for name, breaks, slow in OF_EVERY_KIND
        for kind in ("feed", "sitemap", "page")
    ),
    *OF_ONE_KIND,
)
WELL = Going("all is well", "feed", frozen)
LOOKS = (2 * HOUR, AFTER_A_DAY, 4 * DAY + HOUR, 15 * DAY)
ROUNDS = (
    *(n * 30 * MINUTE for n in range(1, 4)),
    *(DAY + HOUR + n * 30 * MINUTE for n in range(2)),
    *(4 * DAY + n * 30 * MINUTE for n in range(2)),
    15 * DAY - MINUTE,
)


@pytest.fixture(scope="module")
def seen(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[timedelta, Looked]:
    """What shows of every story at each look, and at MENDED, when all has been well again. The
    first worker that tests it looks for all of them."""
    kept = shared / "seen.pickle"
    with portalocker.Lock(shared / "seen.lock", "w", timeout=3 * PATIENCE):
        if not kept.exists():
            with NewsSite() as server:
                world = Sources(tmp_path_factory.mktemp("faults"), server)
                with closing(world.catalog):
                    world.track((*FAULTS, WELL))
                    kept.write_bytes(pickle.dumps(all_goes_wrong(world)))
        looked: Mapping[timedelta, Looked] = pickle.loads(kept.read_bytes())
        return looked


BEFORE, MENDED = 5 * MINUTE, 20 * DAY


def all_goes_wrong(world: Sources) -> Mapping[timedelta, Looked]:
    well = world.sites[WELL.slug]
    for one in FAULTS:
        if one.from_the_start:
            one.breaks(world.sites[one.slug])
    world.round(timedelta())
    looked = {BEFORE: world.look(BEFORE)}
    for one in FAULTS:
        if not one.from_the_start:
            one.breaks(world.sites[one.slug])
    slow = [one.slug for one in FAULTS if one.slow]
    for n, (at, kind) in enumerate(
        sorted([*((at, "round") for at in ROUNDS), *((at, "look") for at in LOOKS)])
    ):
        if kind == "look":
            looked[at] = world.look(at)
            for slug in slow:
                world.sites[slug].is_mended()  # they take time, and have been seen
            slow = []
            continue
        well.lists(well.item(n))
        # What has been seen need not be asked again.
        later = [one.slug for one in FAULTS if one.by >= at]
        world.round(at, slow, [WELL.slug, *later] if at > DAY else None)
    for site in world.sites.values():
        site.is_mended()
    for n in range(2):
        well.lists(well.item(100 + n))
        world.round(MENDED - (1 - n) * 25 * HOUR - MINUTE)
    looked[MENDED] = world.look(MENDED)
    return looked


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.slug)
def test_no_fault_of_a_source_stays_silent(seen: Mapping[timedelta, Looked], fault: Going) -> None:
    before, then = seen[BEFORE][fault.slug], seen[fault.by][fault.slug]
    assert fault.from_the_start or before.shows == frozenset(), before
    assert then.shows == fault.shows, then


def test_of_a_source_that_is_well_nothing_shows(seen: Mapping[timedelta, Looked]) -> None:
    assert {at: one[WELL.slug].shows for at, one in seen.items()} == dict.fromkeys(
        seen, frozenset()
    )


def test_what_is_mended_shows_no_more(seen: Mapping[timedelta, Looked]) -> None:
    still = {slug: one for slug, one in seen[MENDED].items() if one.shows}
    assert still == {}


def test_there_are_fifty_of_them_at_least() -> None:
    assert len(FAULTS) >= 50
