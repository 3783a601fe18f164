"""The pictures in the documents: each is shown, said in words, small, and can be drawn again."""

import re
import struct
from pathlib import Path

import pytest

from adapters.service import background
from docs.pictures import evidence
from docs.pictures.newsroom import newsroom
from docs.pictures.photograph import HERE, photograph
from docs.pictures.scenes import pages
from tests.chromium import CHROMIUM

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PICTURES = {picture.name: picture for picture in HERE.glob("*.png")}
# As Markdown and as HTML have it.
_SHOWN = re.compile(
    r"!\[(?P<words>[^\]]*)\]\([^)]*pictures/(?P<name>[^)]+)\)"
    r'|<img src="[^"]*pictures/(?P<named>[^"]+)"[^>]* alt="(?P<alt>[^"]*)"'
)


def test_every_picture_is_shown_and_said_in_words() -> None:
    shown = [
        (found["name"] or found["named"], found["words"] or found["alt"] or "")
        for document in DOCUMENTS
        for found in _SHOWN.finditer(document.read_text("utf-8"))
    ]
    assert {name for name, _ in shown} == PICTURES.keys()
    assert [name for name, words in shown if len(words.split()) < 4] == []


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_loads_quickly(name: str) -> None:
    assert PICTURES[name].stat().st_size <= 120_000


@pytest.mark.slow
def test_what_chats_show_is_drawn_again_out_of_what_the_service_says_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    with newsroom(tmp_path) as room:
        drawn = pages(room)
    in_chats = {name for name in PICTURES if name.startswith(("slack-", "discord-"))}
    assert {f"{name}.png" for name in drawn} == in_chats
    if CHROMIUM is None:
        return
    one = {"slack-reply": drawn["slack-reply"]}
    assert photograph(one, tmp_path) == 0
    width, height = struct.unpack(">II", (tmp_path / "slack-reply.png").read_bytes()[16:24])
    assert width == 1200
    assert 600 < height < 900


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no `chromium` on PATH")
def test_a_file_of_evidence_is_drawn_again(tmp_path: Path) -> None:
    assert evidence.main(tmp_path) == 0
    assert (tmp_path / "evidence.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
