"""Our sentences as they stand in the code → bot/languages/*.po, with those that are new left empty.

`python -m docs.catalogs` writes them anew and says how many have no translation yet;
tests/test_languages.py fails where one has none.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.language import CATALOGS, ENGLISH, LANGUAGES

ROOT = Path(__file__).parent.parent
_ROOMS = ("bot", "adapters")
# What gettext needs to know; Babel's own names times and people.
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_READ_BY = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
_SAID_BY = {"_": None, "N_": None, "Sentence": None, "ngettext": (1, 2)}


def said() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Each sentence in the code with its file; one with a plural as a pair."""
    for room in _ROOMS:
        found = extract_from_dir(ROOT / room, _READ_BY, keywords=_SAID_BY)
        for file, _line, sentence, _comments, _context in found:
            if sentence:
                yield f"{room}/{file}", sentence


def template() -> Catalog:
    """All of them, each once, in the order of their files."""
    catalog = Catalog(fuzzy=False)
    for file, sentence in sorted(said(), key=lambda one: one[0]):
        # Without lines: a change in the code would change every catalog.
        catalog.add(sentence, locations=[(file, 0)])
    return catalog


def catalog_of(language: str) -> Catalog:
    """The translations that there are."""
    with (CATALOGS / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalog: Catalog) -> list[Message]:
    """Those that say nothing in its language, or not in each of its plural forms."""
    return [one for one in catalog if one.id and not all(_strings(one))]


def written(language: str) -> bytes:
    """The catalog as it should stand in its file."""
    path = CATALOGS / f"{language}.po"
    old = catalog_of(language) if path.exists() else Catalog(locale=language)
    new = Catalog(locale=language, fuzzy=False)
    for message in template():
        if message.id:
            known = old.get(_key(message.id))
            new.add(message.id, known.string if known else "", locations=message.locations)
    out = BytesIO()
    write_po(out, new, width=100, include_lineno=False, omit_header=True)
    return _HEADER.format(language=language, plural=new.plural_forms).encode() + out.getvalue()


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(map(str, string)) if isinstance(string, list | tuple) else (string or "",)


def _key(id: str | Sequence[str]) -> str:
    return id if isinstance(id, str) else id[0]


def main() -> None:
    """Writes every catalog."""
    for language in LANGUAGES:
        if language != ENGLISH:
            (CATALOGS / f"{language}.po").write_bytes(written(language))
            print(f"{language}: {len(untranslated(catalog_of(language)))} without translation")


if __name__ == "__main__":
    main()
