"""A source that is proposed → the document that shows it, with what can be pressed. Pure."""

from bot import tracking_wording, wording
from bot.documents.actions import Choice, Choose
from bot.documents.listings import story_title
from bot.documents.tree import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Entry,
    Heading,
    Line,
    Link,
    Paragraph,
    Style,
    Words,
    joined,
    line,
)
from bot.safe_text import one_line, web_address
from bot.tracking import FoundItem, Proposed

_LONGEST_TITLE, _LONGEST_ADDRESS = 200, 300


def proposal_document(proposed: Proposed) -> Document:
    """What was found, or what would end, and the buttons that do it or leave it."""
    found, proposal = proposed.found, proposed.proposal
    story = story_title(proposed.story)
    question = (
        tracking_wording.to_untrack(story) if proposal.ends else tracking_wording.to_track(story)
    )
    blocks: list[Block] = []
    if found and (title := one_line(found.title, _LONGEST_TITLE)):
        blocks.append(Heading(line(title)))
    blocks.append(Paragraph(_address(proposal.url)))
    if found:
        facts = tracking_wording.source_facts(found.kind, found.items, found.taken, found.published)
        blocks.append(Paragraph(line(facts)))
        if found.newest:
            blocks.append(Paragraph(line(tracking_wording.NEWEST_ITEMS())))
            blocks.append(Bullets(tuple(map(_item, found.newest))))
        if found.else_as:
            blocks.append(Paragraph(line(tracking_wording.or_else(found.else_as)), small=True))
    blocks.append(Paragraph(line(Words(question, Style.BOLD))))
    choice, label = (
        (Choice.END, tracking_wording.END_IT())
        if proposal.ends
        else (Choice.TRACK, tracking_wording.TRACK_IT())
    )
    buttons = Buttons(
        (
            Button(label, Choose(proposal.id, choice)),
            Button(tracking_wording.CANCEL(), Choose(proposal.id, Choice.CANCEL)),
        )
    )
    return Document(question, (Entry((tuple(blocks),)),), below=lambda _: (buttons,))


def _item(item: FoundItem) -> Line:
    title = one_line(item.title, _LONGEST_TITLE) or wording.UNTITLED()
    why = tracking_wording.WOULD_BE_TAKEN() if item.taken else one_line(item.why, _LONGEST_TITLE)
    return joined([line(title), line(Words(why, Style.ITALIC)) if why else ()])


def _address(url: str) -> Line:
    address = web_address(url)
    shown = one_line(url, _LONGEST_ADDRESS)
    # As its own words: what an admin reads is where it leads.
    return line(Link(shown, address) if address else shown)
