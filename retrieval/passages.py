"""An article → the passages that are embedded and searched. Pure."""

from datetime import date

from retrieval.articles import Article, Passage, digest
from retrieval.foreign_terms import ForeignText
from retrieval.sentences import ENGLISH, Span, sentence_spans

# Measured on news questions (benchmarks/README.md). Bytes of UTF-8 rather than characters: they
# follow the tokens of every script better, and about 1,000 fill the default model's window.
PASSAGE_BYTES = 1000

# Raise this when the same article would now be cut or presented differently.
PASSAGES_VERSION = 2

_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


def cut(article: Article) -> list[Passage]:
    """Whole sentences, as many as fit into `PASSAGE_BYTES`; each sentence in exactly one passage.

    A sentence that is longer than that is cut at white space, so that no passage is longer than
    the model reads. Ids are derived from the content: cutting again gives the same ids.
    """
    version = article.version
    return [
        Passage(digest((version, str(start), str(end))), version, start, end)
        for start, end in _passage_spans(article.text, article.language)
    ]


def embedded_text(article: Article, passage: Passage) -> str:
    """What the model reads: a paragraph out of its article rarely names its subject."""
    return f"{article.title}\n{article.text[passage.start : passage.end]}"


def lexical_text(article: Article, passage: Passage) -> str | ForeignText:
    """What BM25 counts of a passage: questions name outlets and dates, so these are words too."""
    body = article.text[passage.start : passage.end]
    if article.language not in ("", ENGLISH):
        published = _written_day(article.published, article.language) if article.published else ""
        words = "\n".join((article.title, article.source, published, body))
        return ForeignText(words, article.language)
    published = (
        f"{article.published:%B} {article.published.day}, {article.published.year}"
        if article.published
        else ""
    )
    return "\n".join((article.title, article.source, published, body))


def _written_day(day: date, language: str) -> str:
    """As the language writes it, where that is known."""
    if language in ("ja", "zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    months = _MONTHS.get(language, "").split()
    month = months[day.month - 1] if months else day.month
    return f"{day.day} {month} {day.year}"


def _passage_spans(text: str, language: str) -> list[Span]:
    spans: list[Span] = []
    for start, end in sentence_spans(text, language):
        if spans and _size(text, spans[-1][0], end) <= PASSAGE_BYTES:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.extend(_pieces(text, start, end))
    return spans


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """A sentence as one span, or as several that fit."""
    pieces: list[Span] = []
    while _size(text, start, end) > PASSAGE_BYTES:
        fitting = text[start:end].encode("utf-8", "replace")[:PASSAGE_BYTES]
        cut_at = start + len(fitting.decode("utf-8", "ignore"))
        space = max(text.rfind(" ", start + 1, cut_at), text.rfind("\t", start + 1, cut_at))
        cut_at = space if space > start else cut_at
        pieces.append((start, cut_at))
        start = cut_at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        pieces.append((start, end))
    return pieces


def _size(text: str, start: int, end: int) -> int:
    return len(text[start:end].encode("utf-8", "replace"))
