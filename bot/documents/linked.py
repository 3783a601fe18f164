"""Linked articles → the document that tells of them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot import linked_wording, wording
from bot.documents.quotes import byline, copies
from bot.documents.tree import (
    Block,
    Day,
    Document,
    Entry,
    Group,
    Heading,
    Kind,
    Link,
    Paragraph,
    Quotation,
    filled,
    line,
)
from bot.linked import Linked
from bot.safe_text import one_line, sendable, shortened, web_address


def linked_document(found: Sequence[Linked]) -> Document:
    """Each with its key sentence, whether it changed, and who else reports it."""
    heading = linked_wording.TRACKED_HERE()
    named = "; ".join(one_line(one.article.title) or wording.UNTITLED() for one in found)
    return Document(
        f"{heading} {named}",
        tuple(Entry(tuple(_forms(one))) for one in found),
        (Heading(line(heading)),),
        kind=Kind.NEWS,
        divided=True,
    )


def _forms(linked: Linked) -> Iterator[Group]:
    yield _whole(linked)
    yield _whole(replace(linked, quote=None))
    yield (Paragraph(byline(shortened(linked.article), linked.article.url, {})),)


def _whole(linked: Linked) -> Group:
    article, quote = linked.article, linked.quote
    blocks: list[Block] = [Paragraph(byline(article, article.url, {}))]
    if quote is not None:
        address = web_address(quote.link) or web_address(article.url)
        there = Link(wording.OPEN_AT(), address) if address else wording.OMITTED()
        blocks += [Quotation(sendable(quote.text)), Paragraph(line(there), small=True)]
    if linked.withdrawn:
        blocks.append(Paragraph(line(linked_wording.WITHDRAWN())))
    elif linked.changed is not None:
        changed = filled(linked_wording.CHANGED(), day=Day(linked.changed))
        blocks.append(Paragraph(changed, small=True))
    else:
        blocks.append(Paragraph(line(linked_wording.UNCHANGED()), small=True))
    if also := copies(linked.also, wording.ALSO_REPORTED_BY):
        blocks.append(Paragraph(also, small=True))
    return tuple(blocks)
