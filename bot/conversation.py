"""What every use case is given: the desk and the ports behind it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import follow_wording
from bot.commands.command import Caller
from bot.desk import Desk
from bot.documents.tree import CommandLine, Line
from bot.evidence.desk import EvidenceDesk
from bot.followers import Followers
from bot.gaps import GapDesk
from bot.library import Library
from bot.linked import LinkDesk, NoPages, Pages
from bot.manners import Group, Manners
from bot.memory import Feedback, KeptReply
from bot.pings import Pinged
from bot.tracking import SourceDesk
from bot.waiting import Wishes
from bot.weekly import Notes
from retrieval.articles import Article
from retrieval.errors import WrongUse


def _no_direct_message(_caller: Caller) -> Caller:
    raise WrongUse(follow_wording.no_direct_message())


def _nobody_to_ping(_caller: Caller, typed: str) -> Pinged:
    raise WrongUse(follow_wording.no_such_group(typed))


@dataclass(frozen=True, slots=True)
class Door:
    """What a platform says of itself: `platform` as in `Place`; `ways` to ask there besides
    commands, each with what it does. `several`: whether the bot is in several workspaces or
    servers, of which those that are `named` may change what is tracked. `link_to` leads to a
    reply, "" where its message is not known; `direct` is who asks, in their direct message with the
    bot, and `pinged` the role or group that was typed: these three may take a second, and the last
    two raise WrongUse where there is none.

    `groups`: the groups of people that there are where somebody calls; `no_threads`, `deaf`: why no
    threads can be begun there, or nothing be heard that names nobody, "" where it can (`deaf` may
    take a second, too); `announces`: whether others can follow the channel. `narrowed`: whether the
    operator lets only some people ask."""

    platform: str
    ways: Callable[[], tuple[tuple[Line, str], ...]] = tuple
    several: Callable[[], bool] = lambda: False
    named: Collection[str] = ()
    link_to: Callable[[KeptReply], str] = lambda _reply: ""
    direct: Callable[[Caller], Caller] = _no_direct_message
    pinged: Callable[[Caller, str], Pinged] = _nobody_to_ping
    announces: Callable[[Caller], bool] = lambda _caller: False
    groups: Callable[[Caller], Sequence[Group]] = lambda _caller: ()
    no_threads: Callable[[Caller], str] = lambda _caller: ""
    deaf: Callable[[], str] = lambda: ""
    narrowed: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """Raises PullquoteError while there is no index: what is given as a callable, `now` apart, is
    opened with it. `draw`: a story's coverage as a PNG, from its articles and title; `evidence`
    makes what is taken along."""

    door: Door
    desk: Callable[[], Desk]
    library: Callable[[], Library]
    followers: Callable[[], Followers]
    sources: Callable[[], SourceDesk]
    feedback: Feedback
    draw: Callable[[Sequence[Article], str], bytes]
    now: Callable[[], datetime]
    gaps: GapDesk
    wishes: Wishes
    evidence: EvidenceDesk
    manners: Manners
    notes: Notes
    pages: Pages = NoPages()  # noqa: RUF009  (frozen, and holds nothing)

    def links(self) -> LinkDesk:
        """What is said of links to tracked articles. Raises PullquoteError without an index."""
        return LinkDesk(self.desk(), self.library(), self.pages)


def type_(command: str, **arguments: str) -> CommandLine:
    """A command to type."""
    return CommandLine(command, tuple(arguments.items()))
