"""What came of the sources and pages that were asked → one report of the refresh. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from adapters.refresh.page_updates import PageReport
from adapters.storage.corpus import Problem
from adapters.storage.reindex import Report
from adapters.storage.sources import Source
from adapters.web.judging import Judged


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of one source: `ok`, or why not; how many older items it lists beyond the limit;
    the items that were judged."""

    story: str
    url: str
    kind: str
    result: str
    ok: bool
    judged: tuple[Judged, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh brought; `index` None where nothing had to be built. `problems`: stories that
    can't be read, and so were not asked about; `asked`: how many addresses were asked for;
    `next_due`: when the next source is, None where there is none."""

    sources: tuple[SourceReport, ...]
    pages: tuple[PageReport, ...]
    index: Report | None
    problems: tuple[Problem, ...] = ()
    asked: int = 0
    next_due: datetime | None = None


def source_report(source: Source, judged: Sequence[Judged] = ()) -> SourceReport:
    """The report of a source as it is now known."""
    ok = source.failing_since is None
    return SourceReport(
        source.story, source.url, source.kind, source.result, ok, tuple(judged), source.left_out
    )


def as_one(built: Sequence[Report]) -> Report | None:
    """What one refresh built in several steps, as if it had been one."""
    if not built:
        return None
    last = built[-1]
    added = set(chain.from_iterable(one.added for one in built))
    changed = set(chain.from_iterable(one.changed for one in built)) - added
    removed = set(chain.from_iterable(one.removed for one in built))
    return replace(
        last,
        new_generation=any(one.new_generation for one in built),
        added=tuple(sorted(added)),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(removed)),
        kept=last.kept - len((added | changed) - {*last.added, *last.changed}),
        embedded=sum(one.embedded for one in built),
        reused=last.reused - sum(one.embedded for one in built[:-1]),
        unread=tuple(sorted(set(chain.from_iterable(one.unread for one in built)))),
    )
