"""Outlets on localhost that report one made-up story over ten days, with all that goes wrong.

Forty articles of four outlets: each day a development that each outlet reports in words of its
own, but for the wire's reports, which the Echo prints as they are. `Newspapers.day(n)` publishes
a day; corrections and a withdrawal come on the days that say so.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from tests.e2e.news_documents import Item, rss
from tests.e2e.news_site import NewsSite

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
STORY = "harbour-bridge"
STORY_TOML = """\
title = "The harbour bridge of Ostwick"
summary = "Ostwick's harbour bridge is closed after cracks are found; engineers, the city and \
the port argue about its repair and who pays for it."
keywords = ["bridge"]
"""
OUTLETS = ("The Wire", "Ostwick Echo", "Harbour Times", "Northern Post")

# What happens on each day: a headline and what each outlet says of it. The wire's words come
# first, and the Echo prints them unchanged.
DAYS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Harbour bridge closed after cracks are found",
        "Inspectors closed the harbour bridge on Monday after they found cracks in 14 of its "
        "steel hangers. The bridge carries about 31,000 vehicles a day.",
        "Ostwick's bridge over the harbour has been shut to all traffic because of cracked "
        "hangers, and buses are sent around by way of Millgate.",
        "Commuters queued for two hours at the Millgate crossing when the bridge was closed "
        "without warning before dawn.",
    ),
    (
        "Engineer says bridge can be saved",
        "The city's chief engineer, Maren Holt, said the bridge can be saved if all 96 hangers "
        "are replaced. She expects the work to take seven months.",
        "Maren Holt told reporters that the harbour bridge need not be torn down, but that every "
        "hanger has to be exchanged before lorries may cross it.",
        "An end of the bridge closure is not in sight before the autumn, the city's chief "
        "engineer conceded at a crowded meeting in the town hall.",
    ),
    (
        "Port demands a temporary ferry",
        "The port authority demanded a ferry for lorries while the bridge is closed. Its director, "
        "Tomas Brandt, put the losses at 400,000 crowns a day.",
        "Lorry drivers would be carried over the harbour by a ferry if the port has its way, "
        "Tomas Brandt explained beside the closed bridge.",
        "Fourteen shipping firms signed a letter that asks the mayor for a ferry across the "
        "harbour as long as nobody may use the bridge.",
    ),
    (
        "Council votes money for the bridge",
        "The city council voted 23 to 8 to pay 62 million crowns for the repair of the bridge. "
        "The money comes from the reserve for the new library.",
        "The library of Ostwick will have to wait: its money is spent on the harbour bridge after "
        "a long and bitter night in the council.",
        "Eight councillors refused to pay for the bridge out of the library's reserve and left "
        "the chamber before the result was read out.",
    ),
    (
        "Report blames paint for cracked hangers",
        "A report blames a paint that let salt water into the hangers of the bridge. The paint was "
        "applied in 2011 by the firm Calder Coatings.",
        "Calder Coatings rejects the report on the harbour bridge and says its paint was approved "
        "by the national railways.",
        "Salt got under the paint of the bridge for fifteen years before anybody looked, the "
        "authors of the report write.",
    ),
    (
        "Ferry across the harbour begins",
        "A ferry began to carry lorries past the closed bridge on Saturday. It takes 22 lorries "
        "and crosses the harbour in nine minutes.",
        "The first lorry on the new ferry carried herring, and its driver said that he had missed "
        "the bridge less than he expected.",
        "Neighbours of the ferry landing complain of noise from five in the morning since the "
        "bridge traffic was moved there.",
    ),
    (
        "City sues Calder Coatings",
        "Ostwick sued Calder Coatings for 48 million crowns over the paint on the bridge. The "
        "district court set a first hearing for 11 June.",
        "A court in Ostwick will hear in June whether a paint maker has to pay for the city's "
        "harbour bridge.",
        "Lawyers of the city handed in nine boxes of papers about the bridge and its paint at the "
        "district court.",
    ),
    (
        "Steel for the bridge ordered in Finland",
        "The city ordered 96 new hangers for the bridge from a steel works in Raahe in Finland. "
        "The first are to be delivered in May.",
        "Finnish steel will hold the harbour bridge from next winter on, after a local works "
        "withdrew its offer at the last moment.",
        "The new hangers of the bridge will be galvanised instead of painted, says the order that "
        "went to Raahe.",
    ),
    (
        "Minister promises help for the bridge",
        "The transport minister, Ida Sorensen, promised 15 million crowns towards the repair of "
        "the bridge. Parliament has yet to agree.",
        "Ida Sorensen walked across the empty harbour bridge and promised that the state would "
        "bear a part of what its repair costs.",
        "The opposition calls the minister's promise for the harbour bridge a gift before the "
        "election in the autumn.",
    ),
    (
        "One lane of the bridge to open early",
        "One lane of the bridge will open to buses on 1 April, Maren Holt said on Wednesday. "
        "Lorries stay banned until the last hanger is replaced.",
        "Buses may use a single lane of the harbour bridge from April, and cyclists were told to "
        "be patient until the summer.",
        "Bus drivers are being trained to cross the half-open bridge at walking pace, the "
        "transport company announced.",
    ),
)

_MORE = (
    "The closure has changed daily life in the town, where shops on both banks report fewer "
    "customers and schools have moved the first lesson to nine o'clock, {outlet} was told by a "
    "dozen residents on day {day}."
)


def article_html(outlet: str, title: str, published: datetime, paragraphs: list[str]) -> str:
    """A page as a newspaper lays it out, with a menu, a footer and the time of the request."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{published.isoformat()}"></head>'
        '<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>{title}</h1>{body}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    )


@dataclass
class Newspapers:
    """Four sites; `published` counts the articles."""

    sites: dict[str, NewsSite] = field(default_factory=dict)
    items: dict[str, list[Item]] = field(default_factory=dict)
    published: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        for outlet in OUTLETS:
            self.sites[outlet] = self._stack.enter_context(NewsSite())
            self.items[outlet] = []
            self._write_feed(outlet)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def feeds(self) -> list[str]:
        return [self.sites[outlet].url("/news.rss") for outlet in OUTLETS]

    def path(self, day: int) -> str:
        return f"/2026/bridge-day-{day}.html"

    def url(self, outlet: str, day: int) -> str:
        return self.sites[outlet].url(self.path(day))

    def day(self, day: int) -> None:
        """Publishes day 0 … 9: an article an outlet, and one beside the story in each feed."""
        title, wire, *others = DAYS[day]
        when = BEGIN + timedelta(days=day)
        for n, outlet in enumerate(OUTLETS):
            at = when + timedelta(hours=n)
            lead = wire if n < 2 else others[n - 2]
            more = _MORE.format(outlet=OUTLETS[0] if n < 2 else outlet, day=day)
            headline = title if n < 2 else f"{title} ({outlet})"
            self.write(outlet, day, headline, at, [lead, more])
            self.items[outlet].insert(0, Item(headline, self.url(outlet, day), lead, at))
            beside = Item(
                f"Recipe of the day: number {day}",
                self.sites[outlet].url(f"/recipes/{day}"),
                "Peel the potatoes, cut them in slices and fry them in butter.",
                at,
            )
            self.items[outlet].insert(0, beside)
            self._write_feed(outlet)
            self.published += 1

    def write(self, outlet: str, day: int, title: str, at: datetime, paragraphs: list[str]) -> None:
        """Puts a page there, or another in its place."""
        self.sites[outlet].page(self.path(day), article_html(outlet, title, at, paragraphs))

    def correct(self, outlet: str, day: int, old: str, new: str) -> None:
        """An outlet changes words of an article."""
        title, wire, *others = DAYS[day]
        n = OUTLETS.index(outlet)
        lead = wire if n < 2 else others[n - 2]
        assert old in lead
        more = _MORE.format(outlet=OUTLETS[0] if n < 2 else outlet, day=day)
        headline = title if n < 2 else f"{title} ({outlet})"
        at = BEGIN + timedelta(days=day, hours=n)
        self.write(outlet, day, headline, at, [lead.replace(old, new), more])

    def withdraw(self, outlet: str, day: int) -> None:
        """An outlet takes an article down."""
        self.sites[outlet].remove(self.path(day), status=410)

    def _write_feed(self, outlet: str) -> None:
        site = self.sites[outlet]
        site.feed("/news.rss", rss(outlet, site.url("/"), self.items[outlet]))
