"""A small corpus in which people speak: two stories for everybody, one for a channel alone."""

import json
from pathlib import Path

READY = (
    "“The command will be ready by March,” Kamikawa said. “Nobody will be left behind. That is a "
    "promise.”"
)
SAFE = "Foreign Minister Yoko Kamikawa told reporters that the ferry was safe to board again."
HOSTILE = "“<!channel> *read* @everyone [this](https://evil.example) now,” said Ken Sato."
MINISTRY = "The transport ministry said that divers had looked at the hull."
SECRET = "Yoko Kamikawa said that the tunnel would cost 90 million euros."
TUNNEL = "Paul Quistgaard said that the tunnel would be dug by night."
COMMAND = (
    f"Foreign Minister Yoko Kamikawa met reporters in Tokyo on Thursday. {READY} She would say "
    "more next week, an aide to Kamikawa said.\n“It is late,” he added."
)
FERRY = f"The ferry sails again. {SAFE} It had been shut for three weeks after a fire on board."
BIDENS = "Joe Biden said that he was well. Jill Biden said that he was tired."
TOLD = "".join(
    f"Ana Moor said that pier number {n} of the harbour was {word}.\n"
    for n, word in enumerate(("old", "new", "shut", "open", "wet", "dry"))
)


def write_speeches(corpus: Path, secret_channel: str = "slack:C0NONE") -> None:
    """Four articles of the command, three of the ferry, and the tunnel, limited to a channel."""
    _story(corpus, "command", "The command in Japan")
    _story(corpus, "ferry", "The ferry of Uraga")
    _story(corpus, "tunnel", "The tunnel", [secret_channel])
    _article(corpus, "command", "ready", "The Paper", 2, COMMAND)
    _article(corpus, "command", "hostile", "The Echo", 3, HOSTILE)
    _article(corpus, "command", "bidens", "The Paper", 1, BIDENS)
    _article(corpus, "ferry", "safe", "The Wire", 5, FERRY)
    _article(corpus, "ferry", "copy", "The Mail", 5, FERRY)
    _article(corpus, "ferry", "piers", "The Wire", 4, TOLD)
    _article(corpus, "ferry", "hull", "The Mail", 3, f"{MINISTRY} The company said little.")
    _article(corpus, "tunnel", "cost", "The Paper", 6, f"{SECRET} {TUNNEL}")


def _story(corpus: Path, slug: str, title: str, channels: list[str] | None = None) -> None:
    (corpus / slug).mkdir(parents=True, exist_ok=True)
    limit = f"channels = {json.dumps(channels)}\n" if channels else ""
    (corpus / slug / "story.toml").write_text(f'title = "{title}"\nsummary = "S."\n{limit}')


def _article(corpus: Path, story: str, name: str, source: str, day: int, text: str) -> None:
    # Plain text, which is kept to the character.
    (corpus / story / f"{name}.txt").write_text(
        f"---\ntitle: Report {name}\nurl: https://{name}.example/{day}\nsource: {source}\n"
        f"published: 2025-01-0{day}\n---\n\n{text}\n"
    )
