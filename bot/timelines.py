"""A story's developments → one page of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import timeline_wording
from bot.checked import Checked
from retrieval.articles import Story
from retrieval.errors import WrongUse
from retrieval.timeline import Development

PAGE = 5


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Page `number` (from 0) of `pages`; `total` developments in all; `checked`: when the story's
    sources were last read, None where it has none."""

    story: Story
    developments: tuple[Development, ...]
    number: int
    pages: int
    total: int
    newest_first: bool
    checked: Checked | None = None


def check_page(number: int) -> None:
    """Raises WrongUse for a page that no timeline has."""
    if number < 1:
        raise WrongUse(timeline_wording.NO_PAGE(number=number))


def page_of(
    story: Story,
    developments: Sequence[Development],
    number: int,
    *,
    newest_first: bool,
    checked: Checked | None = None,
) -> TimelinePage:
    """`developments` oldest first; a number beyond the last page gives the last."""
    ordered = tuple(reversed(developments)) if newest_first else tuple(developments)
    pages = max(1, -(-len(ordered) // PAGE))
    number = min(max(number, 0), pages - 1)
    shown = ordered[number * PAGE : (number + 1) * PAGE]
    return TimelinePage(story, shown, number, pages, len(ordered), newest_first, checked)
