"""`pullquote` with its vectors in a Chroma server: what the terminal says while that is away."""

from pathlib import Path

import pytest

from tests.chroma_run import ChromaRun
from tests.e2e.command import Outcome, Run, run_in

_STORY = 'title = "The bridge"\nsummary = "A bridge, and what became of it."\n'
_ARTICLE = """---
title: The bridge is open again
url: https://wire.example/bridge
source: The Wire
published: 2024-07-28
---

The bridge over the Aller was opened again on Friday. The mayor, Ida Blum, cut the ribbon at noon.
"""
_QUESTION = "who cut the ribbon?"


@pytest.fixture
def pullquote(tmp_path: Path, mortal: ChromaRun) -> Run:
    """In a folder with a story of one article, and an empty index in the server."""
    story = tmp_path / "corpus" / "bridge"
    story.mkdir(parents=True)
    (story / "story.toml").write_text(_STORY, encoding="utf-8")
    (story / "open.md").write_text(_ARTICLE, encoding="utf-8")
    return run_in(tmp_path, tmp_path / "data", CHROMA_URL=mortal.url)


def _found_by_doctor(pullquote: Run, part: str) -> dict[str, object]:
    parts: list[dict[str, object]] = pullquote("doctor", "--json").json
    return next(each for each in parts if each["part"] == part)


def _says(outcome: Outcome, url: str) -> None:
    assert outcome.code != 0
    [line] = [line for line in outcome.err.splitlines() if "Chroma at" in line]
    assert url in line
    assert "start it, or correct CHROMA_URL" in line


def test_the_index_is_built_asked_and_examined_in_the_server_and_outlives_an_outage(
    pullquote: Run, mortal: ChromaRun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert pullquote("reindex").code == 0
    assert not list(tmp_path.glob("data/segments/*/vectors"))
    assert "Ida Blum" in pullquote("ask", _QUESTION).out
    assert _found_by_doctor(pullquote, "chroma")["good"]
    assert _found_by_doctor(pullquote, "index")["good"]

    monkeypatch.setattr("adapters.storage.chroma_server.PATIENCE_SECONDS", 0.1)
    mortal.end()
    _says(pullquote("ask", _QUESTION), mortal.url)
    _says(pullquote("reindex"), mortal.url)
    _says(pullquote("index", "verify"), mortal.url)
    away = _found_by_doctor(pullquote, "chroma")
    assert not away["good"]
    assert away["to_do"] == "start it, or correct CHROMA_URL"
    assert _found_by_doctor(pullquote, "index")["to_do"] == "start it, or correct CHROMA_URL"

    mortal.start()
    assert "Ida Blum" in pullquote("ask", _QUESTION).out
    assert _found_by_doctor(pullquote, "index")["good"]
    assert pullquote("purge", "bridge").code == 0
