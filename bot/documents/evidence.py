"""A file of evidence, or citations → the documents that show them. Pure."""

from dataclasses import replace

from bot import evidence_wording, wording
from bot.documents.actions import Export, ExportStory
from bot.documents.tree import (
    Button,
    Buttons,
    Copyable,
    Document,
    Entry,
    File,
    Paragraph,
    line,
    said,
)
from bot.evidence.citations import citation_of
from bot.evidence.pack import EvidencePack, Format, PackedQuote
from bot.safe_text import cut, marked

_LONGEST_QUESTION = 600


def exported_document(pack: EvidencePack, file: File, action: Export | ExportStory) -> Document:
    """The file, and buttons to have it as another kind."""
    others = tuple(
        Button(evidence_wording.as_kind(kind), replace(action, kind=kind))
        for kind in Format
        if kind is not action.kind
    )
    # Repeated, so that a platform whose buttons carry no question finds it for those below.
    asked = f"{wording.ASKED()}{cut(' '.join(pack.question.split()), _LONGEST_QUESTION)}"
    head = (Paragraph(line(marked(asked)), small=True),) if pack.question else ()
    made = said(evidence_wording.file_made(len(pack.quotes)))
    return replace(made, head=head, below=lambda _: (file, Buttons(others)))


def cited_document(pack: EvidencePack) -> Document:
    """Each quote as a line and in the style of the APA, to copy."""
    if not pack.quotes:
        return said(wording.QUOTES_GONE())

    def left_out(shown: int) -> tuple[Paragraph, ...]:
        left = len(pack.quotes) - shown
        return (Paragraph(line(wording.left_out(left))),) if left else ()

    return Document(
        evidence_wording.CITED(),
        tuple(map(_citations, pack.quotes)),
        (Paragraph(line(evidence_wording.CITED())),),
        left_out,
        divided=True,
    )


def _citations(quote: PackedQuote) -> Entry:
    """With the link to the words; where that has no room, to the page."""
    near = replace(quote, link=quote.article.url)
    far, close = citation_of(quote), citation_of(near)
    return Entry(
        (
            (Copyable(far.plain), Copyable(far.apa)),
            (Copyable(close.plain), Copyable(close.apa)),
            (Copyable(close.apa),),
            (Paragraph(line(wording.QUOTE_TOO_LONG())),),
        )
    )
