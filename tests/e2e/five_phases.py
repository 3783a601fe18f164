"""Outlets on localhost whose articles are corrected, move, vanish and hide behind walls, in phases.

0: everything is there; beside it pages that are no articles. 1: a correction, a move, a liveblog
that grows. 2: a withdrawal, a redirect to the front page, an address used again, a newer report.
3: walls of every kind. 4: a broken byte, a corrected byline and date. 5: the walls are down again,
a page of which the byte was broken is truly corrected, and something new is reported.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from tests.e2e.news_documents import Item, atom, rss
from tests.e2e.news_faults import status
from tests.e2e.news_pages import (
    Story,
    article_page,
    bot_check,
    consent_wall,
    front_page,
    needs_javascript,
    not_found_page,
    rss_091,
)
from tests.e2e.news_site import NewsSite

BEGIN = datetime(2026, 3, 2, 18, tzinfo=UTC)
STORY = "paper-mill"
STORY_TOML = """\
title = "The paper mill of Brenholt"
summary = "Nordpulp means to close the paper mill of Brenholt, and its workers occupy it."
keywords = ["mill"]
closeness = 0
"""
BUGLE, RECORD, MAIL = "Brenholt Bugle", "Valley Record", "Coast Mail"
PHASES = 6


def _day(number: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=UTC)


VOTE = Story(
    "Workers of the Brenholt mill vote to occupy it",
    (
        "Workers at the paper mill of Brenholt voted on Monday to occupy it from Thursday on, "
        "their union said.",
        "The union said that 640 workers took part in the vote on the mill and that 82 percent of "
        "them were in favour.",
        "“Nobody carries a machine out of here,” said Hedda Roth, who leads the union at the mill.",
        "The owner, Nordpulp, said that the mill had lost 31 million crowns in a year and would "
        "close in June.",
    ),
    _day(2),
    authors=("Runa Feld",),
)
CORRECTED_VOTE = replace(
    VOTE,
    paragraphs=(
        VOTE.paragraphs[0],
        VOTE.paragraphs[1].replace("640", "690").replace("82", "78"),
        *VOTE.paragraphs[2:],
        "Correction, 3 March: An earlier version of this article misstated how many workers took "
        "part in the vote and how many were in favour.",
    ),
    modified=_day(3),
)
TALKS = Story(
    "Talks on the Brenholt mill end without a result",
    (
        "Talks between the union and Nordpulp about the mill ended on Sunday after five hours "
        "without a result.",
        "Nordpulp’s director, Claus Emmerich, left at ten in the evening, two people who were in "
        "the room said.",
        "The union’s treasurer, Pia Lund, said that the company had refused to name a buyer for "
        "the mill.",
    ),
    _day(1),
    authors=("Odd Berger",),
)
FIRE = Story(
    "Fire at the Brenholt mill was laid, manager says",
    (
        "A manager of the mill, Bernt Skog, accused workers on Sunday of setting fire to a store "
        "of wood.",
        "Skog put the damage at 450,000 crowns and said that the police had been told of it.",
        "The union called the accusation invented and said that no worker had been near the store.",
    ),
    _day(1),
)
GUARDS = Story(
    "Nordpulp hires guards for the mill",
    (
        "Nordpulp is hiring 25 guards for its mill in Brenholt, a spokesman said on Monday.",
        "The guards come from the firm Falk Security and cost 70,000 crowns a day.",
        "The union called the guards a provocation and asked the mayor to keep them out of town.",
    ),
    _day(2),
)
FUND = Story(
    "Strike fund of the mill’s workers lasts ten weeks",
    (
        "The strike fund of the mill’s workers in Brenholt holds nine million crowns.",
        "It would last for ten weeks at 600 crowns a day for each worker, the fund’s auditor Ulla "
        "Strand said.",
        "The union means to collect more at concerts and football matches in the valley.",
    ),
    _day(2),
)
RECIPE = Story(
    "Recipe of the week: trout with lentils",
    (
        "This week we cook trout with lentils, thyme and mustard, a dish for cold evenings.",
        "Boil the lentils for twenty minutes and fold in the thyme and a spoon of mustard.",
        "Fry the trout on its skin for six minutes and serve it with brown butter.",
    ),
    _day(4),
    authors=("Kitchen Desk",),
)
LIVE = Story(
    "Live: workers occupy the Brenholt mill",
    (
        "06:00 Workers walked through the gate of the mill at six and hung a banner from the "
        "chimney.",
        "07:20 The first lorry of the day was turned away to the harbour of Sundvik, its driver "
        "told us.",
        "09:10 Hedda Roth says that 610 workers are in the mill.",
    ),
    _day(2),
    authors=("Runa Feld", "Odd Berger"),
    kind="LiveBlogPosting",
)
LIVE_1 = replace(
    LIVE,
    paragraphs=(
        "12:05 Police say that the road to the mill is open again after an hour.",
        *LIVE.paragraphs,
    ),
    modified=_day(3),
)
LIVE_2 = replace(
    LIVE,
    paragraphs=(
        "15:40 The ministry says that its mediator, Alva Thorn, will come to the mill at ten.",
        *LIVE_1.paragraphs,
    ),
    modified=_day(4),
)
MARCH = Story(
    "Families march for the Brenholt mill",
    (
        "About 2,000 people marched through Brenholt on Sunday for the workers of the mill, police "
        "said.",
        "Teacher Kaja Holte, whose husband works at the second machine, said that the town would "
        "be empty without the mill.",
        "Mayor Sigrid Aune promised the crowd that the council would ask for two more years.",
    ),
    _day(1),
    authors=("Eline Brandt",),
)
ROAD = Story(
    "Workers of the mill block the river road",
    (
        "Workers of the mill blocked the river road for two hours on Monday, drivers said.",
        "A queue of nine kilometres stood before the tunnel by noon, according to the road office.",
        "The police let the workers go home in the afternoon and took down twelve names.",
    ),
    None,
)
CLAIM = Story(
    "Nordpulp: thirty workers of the mill are back",
    (
        "Nordpulp said on Monday that thirty workers had come back to the mill.",
        "Union secretary Jon Wiese said that he knew of nobody who had gone back.",
        "Reporters who stood at the gate of the mill all day counted four people who went in.",
    ),
    _day(2),
    authors=("Desk",),
)
NIGHT = Story(
    "Workers of the mill reject first offer at night",
    (
        "The workers of the mill rejected the first offer of the company late on Sunday night.",
        "The offer would have kept 60 of 140 jobs until 2030, mediator Alva Thorn said.",
        "A second meeting is to take place on Friday in the town hall of Brenholt.",
    ),
    _day(1),
    authors=("Nils Natt",),
)
BLAST = Story(
    "Blast at the Brenholt mill injures seven",
    (
        "A blast in the boiler house of the mill injured seven workers on Monday, doctors said.",
        "Windows broke in the streets around the mill, and a school was closed for the day.",
        "The boiler was built in 1974 and had been looked at in the autumn, Nordpulp said.",
    ),
    _day(2),
)
NEWER_BLAST = replace(
    BLAST,
    title="Blast at the Brenholt mill injures nineteen",
    paragraphs=(BLAST.paragraphs[0].replace("seven", "nineteen"), *BLAST.paragraphs[1:]),
    published=_day(4),
)
MINISTER = Story(
    "Minister’s “no” to money for the mill",
    (
        "The finance minister’s answer was “no”, a spokeswoman said – there would be no money for "
        "Brenholt’s mill.",
        "The mill’s debt is €40–45 million, up from €30–35 million a year ago, Jürgen Sørli said.",
        "“We won’t pay for the owners’ mistakes,” he told reporters outside the ministry.",
    ),
    _day(2),
    authors=("Zoë Ødegård",),
)
CORRECTED_MINISTER = replace(
    MINISTER,
    paragraphs=(
        MINISTER.paragraphs[0],
        MINISTER.paragraphs[1].replace("€40–45 million", "€40–47 million"),
        MINISTER.paragraphs[2],
    ),
    modified=_day(7),
)
RESIGNS = Story(
    "Head of the mill’s pension fund resigns",
    (
        "The head of the mill’s pension fund, Ole Brun, resigned on Monday after eleven years.",
        "The fund’s board will name a successor before the end of the year, its chair Line Vold "
        "said.",
        "Brun gave no reason and did not come to the meeting of the board at the mill.",
    ),
    _day(2),
    authors=("Wrong Name",),
)
CORRECTED_RESIGNS = replace(RESIGNS, authors=("Right Name",), published=_day(1), modified=_day(6))
SONG = Story(
    "The mill’s workers sing",
    (
        "The choir of the mill’s workers sang in three cafés of Brenholt on Sunday.",
        "Conductor Ada Moen said that the choir had learned eleven songs since the autumn.",
        "The owner of one café gave the singers soup and did not take any money for it.",
    ),
    _day(1),
)
DEAL = Story(
    "Union and Nordpulp agree on the mill",
    (
        "The union and Nordpulp agreed on Saturday that the mill in Brenholt stays open for three "
        "more years.",
        "Mediator Alva Thorn read out the agreement in the town hall at four in the morning.",
        "The workers will vote on the agreement in the canteen of the mill on Tuesday.",
    ),
    _day(7),
)

# In this order in the Bugle's feed; the last three are no articles.
OF_BUGLE = {
    "/vote": VOTE,
    "/talks-on-sunday": TALKS,
    "/fire": FIRE,
    "/guards": GUARDS,
    "/fund": FUND,
    "/live": LIVE,
    "/march": MARCH,
    "/road": ROAD,
    "/claim": CLAIM,
    "/night": NIGHT,
}
OF_RECORD = {"/blast": BLAST, "/minister": MINISTER, "/resigns": RESIGNS}
OF_MAIL = {"/song": SONG}
NO_ARTICLES = ("/choices", "/app", "/premium")
MOVED_TO = "/2026/talks-without-result"
NEWER, LAST = "/blast-nineteen", "/deal"


@dataclass
class FivePhases:
    """The outlets; `phase(n)` makes the sites as they are then."""

    bugle: NewsSite = field(default_factory=NewsSite)
    record: NewsSite = field(default_factory=NewsSite)
    mail: NewsSite = field(default_factory=NewsSite)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        for site in (self.bugle, self.record, self.mail):
            self._stack.enter_context(site)
        self._begin()
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
        return [
            self.bugle.url("/news.rss"),
            self.record.url("/feed.atom"),
            self.mail.url("/rss091.xml"),
        ]

    @property
    def ill(self) -> str:
        """A feed for tests whose reader stumbles over it."""
        return self.record.url("/ill.rss")

    @property
    def articles(self) -> dict[str, Story]:
        """What is an article in phase 0, by address."""
        return {
            site.url(path): story
            for site, stories in (
                (self.bugle, OF_BUGLE),
                (self.record, OF_RECORD),
                (self.mail, OF_MAIL),
            )
            for path, story in stories.items()
        }

    def now(self, phase: int) -> datetime:
        """When the phase is looked at; phases are more than a day apart."""
        return BEGIN + timedelta(days=phase, hours=phase)

    def phase(self, number: int) -> None:
        (self._one, self._two, self._three, self._four, self._five)[number - 1]()

    def _begin(self) -> None:
        self.bugle.page("/", front_page(BUGLE))
        for path, story in OF_BUGLE.items():
            self._bugle(path, story)
        self.bugle.page("/choices", consent_wall(BUGLE))
        self.bugle.page("/app", needs_javascript("The mill in pictures"))
        teaser = Story(
            "Analysis: who gains if the mill closes",
            (
                "The quarrel about the mill is about more than one town and its paper.",
                "To continue reading, subscribe to the Brenholt Bugle.",
            ),
            _day(2),
            free=False,
        )
        self._bugle("/premium", teaser)
        listed = [
            Item(story.title, self.bugle.url(path), story.paragraphs[0], story.published or BEGIN)
            for path, story in OF_BUGLE.items()
        ]
        walls = [
            Item(f"The mill: what happened ({path})", self.bugle.url(path), "News of the mill.")
            for path in NO_ARTICLES
        ]
        self.bugle.feed("/news.rss", rss(BUGLE, self.bugle.url("/"), [*listed, *walls]))
        for path, story in OF_RECORD.items():
            self._record(path, story)
        self._record_feed(OF_RECORD)
        self.record.feed("/ill.rss", rss(RECORD, self.record.url("/"), []))
        for path, story in OF_MAIL.items():
            self.mail.page(path, article_page(MAIL, self.mail.url(path), story))
        self.mail.feed(
            "/rss091.xml",
            rss_091(MAIL, [(self.mail.url("/song"), "The&nbsp;mill&rsquo;s workers sing")]),
            content_type="text/xml",
        )

    def _one(self) -> None:
        self._bugle("/vote", CORRECTED_VOTE)
        self.bugle.redirect("/talks-on-sunday", MOVED_TO, 301)
        self._bugle(MOVED_TO, TALKS)
        self._bugle("/live", LIVE_1)

    def _two(self) -> None:
        self.bugle.remove("/fire", status=410)
        self.bugle.redirect("/guards", "/")
        self._bugle("/fund", RECIPE)
        self._bugle("/live", LIVE_2)
        self._record(NEWER, NEWER_BLAST)
        self._record_feed({NEWER: NEWER_BLAST, **OF_RECORD})

    def _three(self) -> None:
        shorter = (*CORRECTED_VOTE.paragraphs[:1], "Sign in or create an account to see the rest.")
        self._bugle("/vote", replace(CORRECTED_VOTE, paragraphs=shorter))
        self.bugle.page("/live", bot_check())
        self._bugle("/march", replace(MARCH, paragraphs=MARCH.paragraphs[:1], free=False))
        self.bugle.page("/road", consent_wall(BUGLE))
        self.bugle.page("/claim", not_found_page(BUGLE))
        self.bugle.fail("/night", status(500))

    def _four(self) -> None:
        page = article_page(RECORD, self.record.url("/minister"), MINISTER).encode()
        comment = b"<p>Comment by a reader: great \xe2\x80 news</p></footer>"
        self.record.page("/minister", page.replace(b"</footer>", comment))
        self._record("/resigns", CORRECTED_RESIGNS)

    def _five(self) -> None:
        for path in ("/guards", "/fund", "/march", "/road", "/claim"):
            self._bugle(path, OF_BUGLE[path])
        self._bugle("/vote", CORRECTED_VOTE)
        self._bugle("/live", LIVE_2)
        self.bugle.recover("/night")
        self._record("/minister", CORRECTED_MINISTER)
        self._record(LAST, DEAL)
        self._record_feed({LAST: DEAL, NEWER: NEWER_BLAST, **OF_RECORD})

    def _bugle(self, path: str, story: Story) -> None:
        self.bugle.page(path, article_page(BUGLE, self.bugle.url(path), story))

    def _record(self, path: str, story: Story) -> None:
        self.record.page(path, article_page(RECORD, self.record.url(path), story))

    def _record_feed(self, stories: dict[str, Story]) -> None:
        items: Sequence[Item] = [
            Item(story.title, self.record.url(path), story.paragraphs[0], story.published or BEGIN)
            for path, story in stories.items()
        ]
        self.record.feed(
            "/feed.atom",
            atom(RECORD, self.record.url("/"), items),
            content_type="application/atom+xml",
        )
