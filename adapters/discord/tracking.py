"""A source that is proposed → the message that shows it, with what can be pressed. Pure."""

from adapters.discord.actions import CANCEL, END_SOURCE, TRACK, Choice, custom_id
from adapters.discord.components import box, button, row, text
from adapters.discord.markdown import escaped, linked, small, strong
from adapters.discord.message import Message
from adapters.discord.wording import OPEN
from bot import wording
from bot.safe_text import one_line
from bot.tracking import FoundItem, Proposed

_LONGEST_TITLE, _LONGEST_ADDRESS = 200, 300


def proposal_message(proposed: Proposed) -> Message:
    """What was found, or what would end, and the buttons that do it or leave it."""
    found, proposal = proposed.found, proposed.proposal
    story = one_line(proposed.story.title, _LONGEST_TITLE) or wording.UNTITLED
    question = wording.to_untrack(story) if proposal.ends else wording.to_track(story)
    title = one_line(found.title, _LONGEST_TITLE) if found else ""
    parts = [text(strong(title), _address(proposal.url))]
    if found:
        facts = wording.source_facts(found.kind, found.items, found.taken, found.published)
        newest = [f"- {_item(item)}" for item in found.newest]
        lead = [escaped(wording.NEWEST_ITEMS)] if newest else []
        parts.append(text(escaped(facts), *lead, *newest))
        if found.else_as:
            parts.append(text(small(escaped(wording.or_else(found.else_as)))))
    parts.append(text(strong(question)))
    action, label = (END_SOURCE, wording.END_IT) if proposal.ends else (TRACK, wording.TRACK_IT)
    buttons = [
        button(label, custom_id(Choice(action, proposal.id))),
        button(wording.CANCEL, custom_id(Choice(CANCEL, proposal.id))),
    ]
    return Message((box(parts, divided=False), *row(buttons)))


def _item(item: FoundItem) -> str:
    title = one_line(item.title, _LONGEST_TITLE) or wording.UNTITLED
    said = wording.WOULD_BE_TAKEN if item.taken else one_line(item.why, _LONGEST_TITLE)
    return f"{escaped(title)} · {escaped(said)}"


def _address(url: str) -> str:
    shown = one_line(url, _LONGEST_ADDRESS)
    return linked(shown, url, OPEN) or escaped(shown)
