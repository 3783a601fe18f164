"""A sheet of evidence → a DOCX document, and back: its data, and what it shows.

The one file that knows python-docx. What is read is anybody's: parts are read from the ZIP one by
one, no more of each than one could hold, and no entity of their XML is followed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Documented
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from adapters.rendering.evidence.sheet import Later, Row, Sheet, Shown

_DATA_NAME = "customXml/pullquote-evidence.xml"
_NAMESPACE = "urn:pullquote:evidence"
_MOST_PART = 64 << 20
_WORDS = re.compile(r"word/[^/]+\.xml(?:\.rels)?|word/_rels/[^/]+\.rels")
# Not words: what begins with these is how it looks, and python-docx's template brings it.
_LOOKS = (
    "styles",
    "settings",
    "theme",
    "fontTable",
    "webSettings",
    "numbering",
    "stylesWithEffects",
)
_GREY = RGBColor(0x55, 0x55, 0x55)


class NoDocument(ValueError):
    """The bytes are no DOCX document that can be read."""


def word_of(sheet: Sheet, title: str, data: str, made: datetime) -> bytes:
    """The document; `data` is the pack as JSON, in a part of its own."""
    document = Document()
    naive = made.astimezone(UTC).replace(tzinfo=None)
    document.core_properties.created = document.core_properties.modified = naive
    document.core_properties.title = title[:200]
    document.core_properties.author = "Pullquote"
    document.core_properties.comments = ""
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_heading(sheet.heading, level=1)
    _facts(document, sheet.rows)
    document.add_paragraph(sheet.claim)
    _small(document.add_paragraph(), sheet.made)
    for quote in sheet.quotes:
        _quote(document, quote)
    document.add_heading(sheet.check_heading, level=2)
    for paragraph in sheet.checking:
        document.add_paragraph(paragraph)
    _facts(document, [sheet.digest])
    _embed(document, data)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def data_in(content: bytes) -> str | None:
    """The JSON that `word_of` put there, None where there is none. Raises NoDocument."""
    with _opened(content) as parts:
        if _DATA_NAME not in parts.namelist():
            return None
        return "".join(_tree(_read(parts, _DATA_NAME)).itertext())


def shown_in(content: bytes) -> tuple[str, ...]:
    """What it shows, part by part: its words, and where its links lead. Raises NoDocument."""
    found = []
    with _opened(content) as parts:
        for name in sorted(parts.namelist()):
            plain = name.rpartition("/")[2].partition(".")[0]
            if not _WORDS.fullmatch(name) or plain in _LOOKS:
                continue
            found += [f"{name.rpartition('/')[2]}: {one}" for one in _shown(_read(parts, name))]
    return tuple(found)


def _shown(xml: bytes) -> Iterator[str]:
    tree = _tree(xml)
    if tree.tag.endswith("}Relationships"):
        # Their ids are given anew whenever Word saves the document.
        targets = (one.get("Target", "") for one in tree if one.get("TargetMode") == "External")
        yield from sorted(targets)
        return
    for paragraph in tree.iter(qn("w:p")):
        words = []
        for one in paragraph.iter():
            if one.tag in (qn("w:t"), qn("w:delText"), qn("w:instrText")):
                words.append(one.text or "")
            elif one.tag in (qn("w:br"), qn("w:tab")):
                words.append("\n")
            elif one.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                words.append("[picture]")
        if said := "".join(words):
            yield said


def _quote(document: Documented, quote: Shown) -> None:
    document.add_heading(quote.heading, level=2)
    if quote.above:
        _small(document.add_paragraph(), quote.above)
    if quote.before:
        _small(_indented(document), quote.before)
    words = _indented(document)
    for text, bold in quote.words:
        words.add_run(text).bold = bold
    words.paragraph_format.keep_together = True
    if quote.after:
        _small(_indented(document), quote.after)
    _facts(document, quote.rows)
    document.add_heading(quote.since_label, level=3)
    for one in quote.since:
        _later(document, one)
    document.add_heading(quote.cite_label, level=3)
    for citation in quote.citations:
        _indented(document).add_run(citation)


def _facts(document: Documented, rows: Iterable[Row]) -> None:
    for row in rows:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        label = paragraph.add_run(f"{row.label}: ")
        label.font.color.rgb = _GREY
        if row.url:
            _link(paragraph, row.text, row.url)
            continue
        shown = paragraph.add_run(row.text)
        if row.mono:
            shown.font.name, shown.font.size = "Consolas", Pt(9)


def _later(document: Documented, one: Later) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(one.line)
    if one.reads:
        paragraph.add_run(f" “{one.reads}”")
    if one.url:
        paragraph.add_run(" ")
        _link(paragraph, one.url, one.url)


def _link(paragraph: Paragraph, text: str, url: str) -> None:
    """python-docx reads hyperlinks and writes none."""
    link = OxmlElement("w:hyperlink")
    id = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), id)
    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor(0x1D, 0x4F, 0x91)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _indented(document: Documented) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Pt(18)
    return paragraph


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.color.rgb = _GREY
    run.font.size = Pt(9)


def _embed(document: Documented, data: str) -> None:
    holder = etree.Element(f"{{{_NAMESPACE}}}evidence", nsmap={None: _NAMESPACE})
    holder.text = data
    xml = etree.tostring(holder, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI(f"/{_DATA_NAME}"), "application/xml", xml, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NoDocument("it is no DOCX document, or was cut off") from None


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    try:
        with parts.open(name) as part:
            read = part.read(_MOST_PART + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        raise NoDocument(f"{name} in it can't be read") from None
    if len(read) > _MOST_PART:
        raise NoDocument(f"{name} in it is too large")
    return read


def _tree(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise NoDocument("its XML can't be read") from None
