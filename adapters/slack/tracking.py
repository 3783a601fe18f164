"""A source that is proposed → the message that shows it, with what can be pressed. Pure."""

from adapters.slack import actions
from adapters.slack.actions import Choice, choice_value
from adapters.slack.buttons import row
from adapters.slack.message import Message
from adapters.slack.plain_text import plain
from adapters.slack.rich_text import (
    Element,
    bullets,
    joined,
    link,
    rich_text,
    section,
    words,
)
from bot import wording
from bot.safe_text import host, one_line, web_address
from bot.tracking import FoundItem, Proposed

_LONGEST_TITLE, _LONGEST_ADDRESS = 200, 500


def proposal_message(proposed: Proposed) -> Message:
    """What was found, or what would end, and the buttons that do it or leave it."""
    found, proposal = proposed.found, proposed.proposal
    story = one_line(proposed.story.title, _LONGEST_TITLE) or wording.UNTITLED
    question = wording.to_untrack(story) if proposal.ends else wording.to_track(story)
    title = one_line(found.title, _LONGEST_TITLE) if found else ""
    head = joined([words(title, bold=True), _address(proposal.url)], "\n")
    paragraphs = [section(head)]
    if found:
        facts = wording.source_facts(found.kind, found.items, found.taken, found.published)
        paragraphs.append(section(words(facts)))
        if found.newest:
            lead = section(words(wording.NEWEST_ITEMS))
            paragraphs += [lead, bullets(map(_item, found.newest))]
        if found.else_as:
            paragraphs.append(section(words(wording.or_else(found.else_as), italic=True)))
    paragraphs.append(section(words(question, bold=True)))
    choice = choice_value(Choice(proposal.id))
    confirm, label = (
        (actions.END_SOURCE, wording.END_IT) if proposal.ends else (actions.TRACK, wording.TRACK_IT)
    )
    buttons = [_button(confirm, label, choice), _button(actions.CANCEL, wording.CANCEL, choice)]
    return Message(plain(question), (rich_text(*paragraphs), *row(buttons)))


def _item(item: FoundItem) -> list[Element]:
    title = words(one_line(item.title, _LONGEST_TITLE) or wording.UNTITLED)
    said = wording.WOULD_BE_TAKEN if item.taken else one_line(item.why, _LONGEST_TITLE)
    return joined([title, words(said, italic=True)], " · ")


def _address(url: str) -> list[Element]:
    address = web_address(url)
    shown = one_line(url, _LONGEST_ADDRESS)
    # As its own words: what an admin reads is where it leads.
    return link(address, shown) if address and host(address) else words(shown)


def _button(action: str, label: str, value: str) -> Element:
    return {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": label},
        "value": value,
    }
