"""A pack of evidence → a file of any kind, and any such file → its pack, and whether what it shows
is what its data says. Pure.

Whatever the kind, the pack is in it as JSON. What is shown is compared by drawing that pack once
more: somebody who changed the words that people see would have to change the data, too, and that
is compared with the archive.
"""

from dataclasses import dataclass
from typing import Any

from adapters.rendering.evidence.data import (
    NoEvidence,
    digest_of,
    object_of,
    pack_in,
    parsed,
    written,
)
from adapters.rendering.evidence.sheet import sheet_of, title_of
from bot.evidence.checking import Shown
from bot.evidence.pack import EvidencePack, Format
from bot.language import speaking

MOST_BYTES = 32 << 20
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: `intact` and `shown` as in CheckedPack."""

    pack: EvidencePack
    kind: Format
    shown: Shown
    intact: bool


def file_of(pack: EvidencePack, kind: Format) -> bytes:
    """The bytes of the file."""
    from adapters.rendering.evidence.layout import layout_of

    return _drawn(pack, object_of(pack, layout_of(pack.language)), kind)


def read_file(content: bytes) -> Read:
    """Raises NoEvidence for what no Pullquote wrote, or what was damaged."""
    if len(content) > MOST_BYTES:
        raise NoEvidence(f"it has more than {MOST_BYTES >> 20} MB, which no evidence pack has")
    kind, data = _data(content)
    found = parsed(data)
    pack = pack_in(found)
    return Read(
        pack, kind, _shown(content, kind, pack, found), found.get("digest") == digest_of(found)
    )


def _drawn(pack: EvidencePack, made: dict[str, Any], kind: Format) -> bytes:
    if kind is Format.JSON:
        return f"{written(made, indent=1)}\n".encode()
    # Imported here: who only asks a question need not wait for what draws evidence.
    from adapters.rendering.evidence import markdown, page

    with speaking(pack.language):
        sheet, title, data = sheet_of(pack, str(made["digest"])), title_of(pack), written(made)
    if kind is Format.WORD:
        from adapters.rendering.evidence import word

        return word.word_of(sheet, title, data, pack.made)
    if kind is Format.MARKDOWN:
        return markdown.markdown_of(sheet, data).encode()
    return page.page_of(sheet, title, data).encode()


def _data(content: bytes) -> tuple[Format, str]:
    from adapters.rendering.evidence import markdown, page

    if content.startswith(_ZIP):
        from adapters.rendering.evidence import word

        try:
            data = word.data_in(content)
        except word.NoDocument as error:
            raise NoEvidence(str(error)) from None
        return Format.WORD, _there(data)
    text = _text(content)
    if text.lstrip().startswith("{"):
        return Format.JSON, text
    if (data := page.data_in(text)) is not None:
        return Format.HTML, data
    return Format.MARKDOWN, _there(markdown.data_in(text))


def _there(data: str | None) -> str:
    if data is None:
        raise NoEvidence("it is no evidence pack of Pullquote's, or its data was taken out")
    return data


def _text(content: bytes) -> str:
    """Without the mark and the line ends that some editors give a text: they are no change."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoEvidence("it is no text in UTF-8 and no DOCX document") from None
    return text.replace("\r\n", "\n")


def _shown(content: bytes, kind: Format, pack: EvidencePack, found: dict[str, Any]) -> Shown:
    from adapters.rendering.evidence.layout import layout_of

    layout = layout_of(pack.language)
    if found.get("layout") != layout:
        return Shown.NOT_COMPARED
    made = object_of(pack, layout)
    # The digest is told of by itself.
    if made | {"digest": found.get("digest")} != found:
        return Shown.DIFFERS
    if kind is Format.JSON:
        return Shown.SAME
    again = _drawn(pack, found, kind)
    if kind is Format.WORD:
        from adapters.rendering.evidence import word

        try:
            same = word.shown_in(content) == word.shown_in(again)
        except word.NoDocument as error:
            raise NoEvidence(str(error)) from None
        return Shown.SAME if same else Shown.DIFFERS
    return Shown.SAME if _text(content).rstrip() == _text(again).rstrip() else Shown.DIFFERS
