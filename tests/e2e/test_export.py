"""`pullquote export` and `pullquote verify`: what is taken along can be checked, for ever."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.rendering.evidence.data import digest_of
from adapters.rendering.evidence.files import file_of, read_file
from adapters.storage.evidence import StoredArchive
from bot.evidence.desk import EvidenceDesk
from bot.evidence.making import Chosen
from bot.evidence.pack import Format, Origin
from bot.surroundings import surrounded
from retrieval.articles import Article
from retrieval.headlines import link_at
from retrieval.quotes import Quote
from tests.e2e.command import Run, run_in
from tests.e2e.five_phases import (
    CORRECTED_VOTE,
    FIRE,
    MOVED_TO,
    STORY,
    STORY_TOML,
    TALKS,
    VOTE,
    FivePhases,
)
from tests.e2e.newsdesk_at_work import newsdesk_at_work

COMMANDER = "who heads the new US command in Japan?"
KINDS = ("html", "md", "json", "docx")


def in_word(content: bytes, old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    """The document with other words in one of its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(made, "w") as write:
        for name in read.namelist():
            data = read.read(name)
            write.writestr(name, data.replace(old, new) if name == part else data)
    return made.getvalue()


def forged(content: bytes, change: Callable[[Any], None]) -> bytes:
    """JSON whose digest was made anew, by somebody who knows how."""
    found = json.loads(content)
    change(found)
    return json.dumps(found | {"digest": digest_of(found)}).encode()


def test_a_file_of_any_kind_holds_until_somebody_changes_what_it_shows_or_says(
    pullquote: Run, tmp_path: Path
) -> None:
    files = {}
    for kind in KINDS:
        file = tmp_path / f"taken.{kind}"
        assert pullquote("export", COMMANDER, "-o", str(file)).code == 0
        outcome = pullquote("verify", str(file), "--json")
        assert (outcome.code, outcome.json["holds"]) == (0, True), kind
        assert {one["finding"] for one in outcome.json["quotes"]} == {"holds"}
        files[kind] = file.read_bytes()

    def verdict(kind: str, content: bytes) -> tuple[int, str, list[str]]:
        file = tmp_path / f"changed.{kind}"
        file.write_bytes(content)
        outcome = pullquote("verify", str(file), "--json")
        return outcome.code, outcome.json["shown"], outcome.json["quotes"][0]["differing"]

    name, other = b"Stephen Jost", b"Stephen Host"
    # Of what people read alone, once where it is shown.
    shown = {
        "html": files["html"].replace(name, other, 1),
        "md": files["md"].replace(name, other, 1),
        "docx": in_word(files["docx"], name, other),
    }
    for kind, content in shown.items():
        assert content != files[kind]
        assert verdict(kind, content) == (1, "differs", []), kind
    hidden = files["html"].replace(b"</style>", b"blockquote::after{content:'No.'}</style>")
    assert verdict("html", hidden)[:2] == (1, "differs")
    more = in_word(files["docx"], b"</w:body>", b"<w:p><w:r><w:t>No.</w:t></w:r></w:p></w:body>")
    assert verdict("docx", more)[:2] == (1, "differs")
    # What editors and mail do to a text is no change.
    same = files["md"].replace(b"\n", b"\r\n")
    assert verdict("md", b"\xef\xbb\xbf" + same + b"\r\n") == (0, "same", [])
    assert pullquote("verify", str(tmp_path / "changed.md")).out.endswith("quotes hold.\n")


@pytest.mark.parametrize(
    ("what", "differs"),
    [
        (lambda quote: quote.update(text=quote["text"].replace("Jost", "Host")), ["words"]),
        (lambda quote: quote.update(start=quote["start"] + 1), ["words"]),
        (lambda quote: quote.update(before="He said: "), ["context"]),
        (lambda quote: quote.update(link="https://elsewhere.example/"), ["link"]),
        (lambda quote: quote["article"].update(source="The Wire"), ["source"]),
        (lambda quote: quote["article"].update(authors=["B. Other"]), ["authors"]),
        (lambda quote: quote["article"].update(published="2020-01-01"), ["published"]),
        (lambda quote: quote["article"].update(fetched="2020-01-01T00:00:00+00:00"), ["fetched"]),
        (lambda quote: quote["article"].update(sha256="0" * 64), ["sha256"]),
    ],
)
def test_whatever_is_changed_of_a_quote_is_named_however_well_the_file_is_made_anew(
    pullquote: Run, tmp_path: Path, what: Callable[[Any], None], differs: list[str]
) -> None:
    made = pullquote("export", COMMANDER, "--format", "json", "-o", "-").out.encode()
    content = forged(made, lambda found: what(found["quotes"][0]))
    # Drawn anew, too, so that nothing but the archive knows better.
    again = file_of(read_file(content).pack, Format.HTML)
    (tmp_path / "forged.html").write_bytes(again)
    outcome = pullquote("verify", str(tmp_path / "forged.html"), "--json")
    assert outcome.code == 1
    assert (outcome.json["shown"], outcome.json["intact"]) == ("same", True)
    assert outcome.json["quotes"][0]["finding"] == "differs"
    assert outcome.json["quotes"][0]["differing"] == differs
    assert {one["finding"] for one in outcome.json["quotes"][1:]} <= {"holds"}


def test_what_is_held_nowhere_here_is_not_ours(
    pullquote: Run, elsewhere: Run, tmp_path: Path
) -> None:
    file = str(tmp_path / "taken.md")
    assert pullquote("export", "--timeline", "sweden-nato", "-o", file).code == 0
    assert pullquote("verify", file).code == 0
    outcome = elsewhere("verify", file, "--json")
    assert outcome.code == 1
    assert {one["finding"] for one in outcome.json["quotes"]} == {"not ours"}


def test_after_a_correction_an_older_file_still_holds_and_says_what_changed(
    tmp_path: Path,
) -> None:
    with FivePhases() as papers, newsdesk_at_work(tmp_path / "desk") as desk:
        feeds = ", ".join(f'"{url}"' for url in papers.feeds)
        (desk.room.corpus / STORY).mkdir()
        (desk.room.corpus / STORY / "story.toml").write_text(f"{STORY_TOML}feeds = [{feeds}]\n")
        desk.now = papers.now(0)
        desk.refresh()
        run, catalog = run_in(tmp_path, desk.room.data), desk.room.catalog
        evidence = EvidenceDesk(StoredArchive(catalog), file_of, "0.1.0")
        current = catalog.current()
        assert current is not None
        stories = catalog.tracked(current.id)
        said = {
            VOTE.title: VOTE.paragraphs[1],
            TALKS.title: TALKS.paragraphs[2],
            FIRE.title: FIRE.paragraphs[1],
        }
        by_title = {one.title: one for one in desk.served().values() if one.title in said}
        quotes = [quoted(by_title[title], words) for title, words in said.items()]

        def written(name: str, *of: Quote) -> str:
            chosen = Chosen(Origin.TIMELINE, surrounded(of, catalog))
            file = tmp_path / name
            pack = evidence.pack(chosen, stories, datetime.now(UTC))
            file.write_bytes(evidence.write(pack, Format(name.rpartition(".")[2])))
            return str(file)

        def checked(file: str, code: int = 0) -> list[Any]:
            outcome = run("verify", file, "--json")
            assert outcome.code == code, outcome.out
            listed: list[Any] = outcome.json["quotes"]
            return listed

        taken = written("taken.html", *quotes)
        assert [(one["finding"], one["page"]) for one in checked(taken)] == [("holds", "same")] * 3
        for phase in (1, 2, 3):
            papers.phase(phase)
            desk.now = papers.now(phase)
            desk.refresh()
        vote, talks, fire = checked(taken)
        assert [one["finding"] for one in (vote, talks, fire)] == ["holds"] * 3
        assert (vote["page"], vote["since"][-1]["stands"]) == ("changed", False)
        assert vote["since"][-1]["reads"] == CORRECTED_VOTE.paragraphs[1]
        assert (talks["page"], talks["since"][-1]["stands"]) == ("changed", True)
        assert talks["since"][-1]["moved_to"] == papers.bugle.url(MOVED_TO)
        assert (fire["page"], fire["since"][-1]["withdrawn"]) == ("withdrawn", True)
        in_words = run("verify", taken).out
        assert f"it reads now: “{CORRECTED_VOTE.paragraphs[1][:60]}" in in_words
        assert f"it moved to {papers.bugle.url(MOVED_TO)}" in in_words
        assert "its article was withdrawn, noticed" in in_words

        # Made afterwards, a file of the same quotes says itself what became of them.
        later = written("later.md", *quotes)
        assert [one["finding"] for one in checked(later)] == ["holds"] * 3
        shown = re.sub(r"\\(.)", r"\1", Path(later).read_text())
        assert f"In place of the quoted words it reads: “{CORRECTED_VOTE.paragraphs[1]}”" in shown
        assert "the article was withdrawn" in shown
        now = {one.title: one for one in desk.served().values()}
        newest = written("newest.json", quoted(now[VOTE.title], CORRECTED_VOTE.paragraphs[1]))
        [corrected] = checked(newest)
        assert (corrected["page"], corrected["since"]) == ("same", [])

        # What is purged can't be shown to hold any more.
        purged = run("purge", by_title[FIRE.title].id)
        assert purged.code == 0, purged.err
        assert [one["finding"] for one in checked(taken, 1)][2] == "not ours"


def quoted(article: Article, words: str) -> Quote:
    start = article.text.index(words)
    end = start + len(words)
    return Quote(article, start, end, words, (), link_at(article, start, end), 0.0, 1.0, ())


def test_a_file_is_never_replaced_unasked_and_one_line_says_what_to_do(
    pullquote: Run, tmp_path: Path
) -> None:
    file = tmp_path / "taken.html"
    file.write_text("mine")
    asked = ("export", "--story", "sweden-nato", "-o", str(file))
    outcome = pullquote(*asked)
    assert (outcome.code, file.read_text()) == (2, "mine")
    assert outcome.err == (
        f"pullquote: {file} exists; name another file with -o, or add --force to replace it\n"
    )
    assert pullquote(*asked, "--force").code == 0
    assert (file.stat().st_mode & 0o777, read_file(file.read_bytes()).kind) == (0o600, Format.HTML)
    assert [one.name for one in tmp_path.iterdir()] == ["taken.html"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name one thing to export: a question, --reply ID, --timeline STORY or --story STORY"),
        (("--story", "sweden-nato", "--timeline", "sweden-nato"), "name one thing to export"),
        (("--story", "swedn"), "there is no story 'swedn'; did you mean"),
        (("--story", "sweden-nato", "--format", "pdf"), "choose one of: html, md, json, docx"),
        (("--story", "sweden-nato", "-o", "taken"), "taken has no ending of a kind of file"),
        (("--story", "sweden-nato", "-o", "no/taken.md"), "there is no folder no"),
        (("--reply", "f" * 32), "no reply is kept under"),
        (("thanks!",), "There is nothing to export"),
        (("--story", "sweden-nato", "--top", "3"), "--top counts the quotes of a question"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(
    pullquote: Run, arguments: tuple[str, ...], said: str
) -> None:
    outcome = pullquote("export", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


HOSTILE = {
    "nothing": b"",
    "no text": b"\x00\xff" * 100,
    "another page": b"<!doctype html><title>x</title><p>words",
    "another object": b'{"a": 1}',
    "half an object": b'{"pullquote_evidence": 1, "quotes": [',
    "deep": b'{"pullquote_evidence": ' + b"[" * 100_000,
    "a newer format": b'{"pullquote_evidence": 99, "pullquote": "9.9"}',
    "wrong kinds": b'{"pullquote_evidence": 1, "origin": 5}',
    "no quotes": b'{"pullquote_evidence": 1, "origin": "answer", "question": "", "story": "", '
    b'"made": "2024-01-01T00:00:00+00:00", "pullquote": "0", "quotes": [{}]}',
    "no zip": b"PK\x03\x04" + b"x" * 50,
    "large": b"{" + b" " * (33 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_broken_or_foreign_is_told_in_one_line(
    pullquote: Run, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "given"
    file.write_bytes(HOSTILE[name])
    outcome = pullquote("verify", str(file))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"pullquote: {file} can't be verified: ")
    assert outcome.err.count("\n") == 1


def test_a_word_document_that_would_fill_the_memory_is_refused(
    pullquote: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "<a/>")
        made.writestr("customXml/pullquote-evidence.xml", b" " * (80 << 20))
    assert file.stat().st_size < 1 << 20
    outcome = pullquote("verify", str(file))
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "is too large" in outcome.err
