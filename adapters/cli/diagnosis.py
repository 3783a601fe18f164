"""Every part of an installation → whether it is in order and what to do where it isn't."""

import platform
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from urllib.parse import urlsplit

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.admin.diagnosis import admin_check
from adapters.assembly import (
    catalog_of,
    embedder_of,
    models_folder,
    reader_of,
    reranker_of,
    vectors_of,
)
from adapters.language_assembly import languages_of
from adapters.refresh.updates import is_unchecked_for_long
from adapters.service.checks import Check
from adapters.service.refresher_diagnosis import refresher_state
from adapters.settings import Settings
from adapters.settings.values import NO_RERANKER
from adapters.storage.catalog import Catalog
from adapters.storage.corpus import scan, stories_in
from adapters.storage.data_folder import is_open_to_others, private_data_folder, this_user
from adapters.storage.database_check import engine_state
from adapters.storage.manners import StoredManners
from adapters.storage.mass_removal import CONFIRMED, loss_of
from adapters.storage.retention import problems_in
from adapters.storage.sources import StoredSources
from adapters.storage.upgrades import way_back_in_words
from adapters.web.addresses import LOOPBACK
from bot.language_wording import listed, not_read_articles
from retrieval.errors import PullquoteError
from retrieval.models import choose_model

# Building aside needs room for one more generation; below this a build is likely to fail.
_LOW_DISK_BYTES = 1 << 30


_SLACK_CREDENTIALS = (
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
    "slack_client_id",
    "slack_client_secret",
)

# Where what failed has no next step of its own, or sends people to `pullquote doctor`.
_LAST_RESORTS = {
    "catalog": "put back a backup of it, or move it away and run: pullquote reindex",
    "model": "correct PULLQUOTE_MODEL, or unset it and install the bundled one again with: "
    "pip install -c constraints.txt -e .",
    "languages": "correct PULLQUOTE_LANGUAGES",
    "re-ranker": "correct PULLQUOTE_RERANKER, or set it to none",
    "chroma": "correct CHROMA_URL, CHROMA_TENANT, CHROMA_DATABASE and CHROMA_API_KEY",
    "index": "run: pullquote reindex",
    "sources": "run: pullquote sources",
    "corpus": "correct PULLQUOTE_CORPUS, or run: pullquote reindex --dry-run",
}


def examine(settings: Settings) -> list[Check]:
    """One finding a part; a part that fails does not keep the others from being examined."""
    return list(_examine(settings))


def _examine(settings: Settings) -> Iterator[Check]:
    yield Check(
        "program",
        True,
        f"pullquote {version('pullquote')}, Python {platform.python_version()} on {sys.platform}",
    )
    thresholds = f"threshold {settings.threshold:g}, for claims {settings.claim_threshold:g}"
    yield Check("settings", True, f"data in {settings.data}, {thresholds}")
    yield _disk(settings)
    catalog: Catalog | None = None

    def opened() -> Check:
        nonlocal catalog
        catalog = catalog_of(settings)
        state = engine_state(catalog.database)
        if state.problem:
            return Check("catalog", False, state.problem, state.to_do)
        kept = way_back_in_words(catalog.database.engine)
        counts = _in_words(catalog.counts())
        return Check("catalog", True, "; ".join(filter(None, (state.engine, counts, kept))))

    yield _guarded("catalog", opened)
    yield _guarded("model", lambda: _model(settings))
    yield _guarded("languages", lambda: _languages(settings, catalog))
    if settings.reranker != NO_RERANKER:
        yield _guarded("re-ranker", lambda: _reranker(settings))
    if catalog:
        held = catalog
        if settings.chroma_url:
            yield _guarded("chroma", lambda: _chroma(settings, held))
        yield _guarded("index", lambda: _index(settings, held))
        yield _guarded("sources", lambda: _sources(settings, held))
        yield _guarded("refresher", lambda: _refresher(settings, held))
    yield _guarded("corpus", lambda: _corpus(settings, catalog))
    yield from _discord(settings, catalog)
    yield from _slack(settings, catalog)
    yield admin_check(settings)
    if catalog:
        catalog.close()


def _disk(settings: Settings) -> Check:
    try:
        private_data_folder(settings.data)
        with tempfile.TemporaryFile(dir=settings.data):
            pass
        free = shutil.disk_usage(settings.data).free
    except OSError as error:
        return Check(
            "disk",
            False,
            f"{settings.data} can't be written to ({error.strerror})",
            f"make it writable for {this_user()}, or set PULLQUOTE_DATA to another folder",
        )
    mode = is_open_to_others(settings.data)
    if mode is not None:
        return Check(
            "disk",
            False,
            f"others may look into {settings.data} ({mode:04o}), where tokens are kept",
            f"run: chmod 700 {shlex.quote(str(settings.data))}",
        )
    state = f"{free / (1 << 30):.1f} GiB free"
    if free < _LOW_DISK_BYTES:
        return Check("disk", False, state, "free some space: a new index is built beside the old")
    return Check("disk", True, state)


def _model(settings: Settings) -> Check:
    choice = choose_model(settings.model)
    started = time.monotonic()
    embedder = embedder_of(settings)
    loaded = time.monotonic() - started
    vector = embedder.embed_question("Does the model work?")
    if not np.isclose(np.linalg.norm(vector), 1.0, atol=1e-3):
        return Check("model", False, f"{choice.id} gives no unit vectors", "set PULLQUOTE_MODEL")
    if embedder.without_int8:
        return Check(
            "model",
            False,
            f"{choice.id} runs without its int8 form, so slowly ({embedder.without_int8})",
            f"make room in {models_folder(settings)}, or set PULLQUOTE_BACKEND=torch",
        )
    return Check(
        "model", True, f"{choice.id}, {vector.shape[0]} dimensions, loaded in {loaded:.1f} s"
    )


def _languages(settings: Settings, catalog: Catalog | None) -> Check:
    known = languages_of(settings)
    read = listed(("en", *sorted(known)))
    current = catalog.current() if catalog else None
    if catalog is None or current is None:
        return Check("languages", True, read)
    others = catalog.languages.unknown_counts(current.id, known)
    return Check("languages", True, f"{read}; {not_read_articles(others)}" if others else read)


def _reranker(settings: Settings) -> Check:
    if reader := reader_of(settings):
        reader.read("Does it work?", [("", "It works.")])
    if reranker := reranker_of(settings):
        reranker.relevance("Does it work?", ["It works."])
    return Check("re-ranker", True, settings.reranker or "the reader that ships")


def _chroma(settings: Settings, catalog: Catalog) -> Check:
    # Imported here: who has no use for it need not wait for it.
    from adapters.storage.chroma_check import chroma_trial
    from adapters.storage.chroma_server import ChromaServer

    store = vectors_of(settings, catalog)
    assert isinstance(store, ChromaServer)  # noqa: S101  (chroma_url is set)
    state = chroma_trial(store)
    key, url = settings.chroma_api_key, settings.chroma_url or ""
    if key and url.startswith("http://") and (urlsplit(url).hostname or "") not in LOOPBACK:
        to_do = "use https, or no key"
        return Check("chroma", False, f"{state}: the key goes there unencrypted", to_do)
    return Check("chroma", True, state)


def _index(settings: Settings, catalog: Catalog) -> Check:
    current = catalog.current()
    if current is None:
        return Check("index", False, "nothing is indexed yet", "run: pullquote reindex")
    model = choose_model(settings.model).id
    if current.model != model:
        return Check(
            "index",
            False,
            f"built with {current.model}, settings say {model}",
            "run: pullquote reindex --rebuild",
        )
    problems = problems_in(settings.data, catalog, current, vectors_of(settings, catalog))
    if problems:
        return Check(
            "index",
            False,
            f"generation {current.id}: {problems[0]}",
            "run: pullquote reindex (it is built anew), or: pullquote index rollback",
        )
    return Check(
        "index",
        True,
        f"generation {current.id}, {current.articles:,} articles, {current.passages:,} passages",
    )


def _sources(settings: Settings, catalog: Catalog) -> Check:
    stories, _ = stories_in(settings.corpus)
    named = {(story.slug, url) for story in stories for url in story.tracked}
    known = StoredSources(catalog.database).sources()
    failing = [s for s in known if s.failing_since and (s.story, s.url) in named]
    if failing:
        state = f"{len(failing)} of {len(named)} can't be read, the first: {failing[0].url}"
        return Check("sources", False, state, "run: pullquote sources")
    unchecked = StoredSources(catalog.database).unchecked()
    long = [page for page in unchecked if is_unchecked_for_long(page, datetime.now(UTC))]
    if long:
        articles = "article" if len(long) == 1 else "articles"
        state = f"{len(long)} {articles} couldn't be checked for a week, the first: {long[0].url}"
        to_do = "see why with: pullquote sources; then open them in a browser"
        return Check("sources", False, state, to_do)
    return Check("sources", True, f"{len(named)} tracked" if named else "none tracked")


def _refresher(settings: Settings, catalog: Catalog) -> Check:
    return Check("refresher", *refresher_state(settings, catalog, datetime.now(UTC)))


def _corpus(settings: Settings, catalog: Catalog | None) -> Check:
    found = scan(settings.corpus)
    current = catalog.current() if catalog else None
    if catalog and current:
        loss = loss_of(catalog.snapshot(current.id), found)
        if loss:
            return Check(
                "corpus",
                False,
                f"{loss.in_words()} with the next reindex; until then they are served",
                f"put them back, or, if they are to go, run: {CONFIRMED}",
            )
    if found.problems:
        return Check(
            "corpus",
            False,
            f"{len(found.problems)} problems, the first: {found.problems[0]}",
            "run: pullquote reindex --dry-run",
        )
    files = sum(len(story.files) for story in found.stories)
    return Check("corpus", True, f"{len(found.stories)} stories, {files} files")


def _discord(settings: Settings, catalog: Catalog | None) -> Iterator[Check]:
    if settings.discord_token is not None:
        # Imported here: who has no use for it need not wait for it.
        from adapters.discord.diagnosis import discord_checks

        yield from discord_checks(settings, _listens(catalog))


def _listens(catalog: Catalog | None) -> bool | None:
    """Whether a channel of Discord's is answered without a mention."""
    try:
        return StoredManners(catalog.database).hears_somewhere("discord") if catalog else None
    except PullquoteError:
        return None  # the catalog's own check says why


def _slack(settings: Settings, catalog: Catalog | None) -> Iterator[Check]:
    # Imported here: who has no use for it need not wait for it.
    if any(getattr(settings, name) is not None for name in _SLACK_CREDENTIALS):
        from adapters.slack.diagnosis import slack_checks

        yield from slack_checks(settings, catalog.database if catalog else None)


def _guarded(part: str, examine_part: Callable[[], Check]) -> Check:
    try:
        return examine_part()
    except PullquoteError as error:
        return _bad(part, error)
    except Exception as error:
        # Nobody else can be asked: whoever meets the unexpected is sent here.
        said = str(error).splitlines()[0][:200] if str(error) else ""
        return Check(part, False, f"{type(error).__name__}: {said}", _LAST_RESORTS[part])


def _bad(part: str, error: PullquoteError) -> Check:
    """Our errors read "what; next step"; one that leads here must lead on."""
    state, _, to_do = str(error).rpartition("; ")
    if not state:
        return Check(part, False, to_do, _LAST_RESORTS[part])
    return Check(part, False, state, _LAST_RESORTS[part] if "pullquote doctor" in to_do else to_do)


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def print_findings(console: Console, findings: list[Check]) -> None:
    """A line a part, and under it what to do."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        mark = "[green]ok[/]" if finding.good else "[red]problem[/]"
        table.add_row(finding.part, mark, Text(finding.state))
        if finding.to_do:
            table.add_row("", "", Text(f"→ {finding.to_do}"))
    console.print(table)


def finding_object(finding: Check) -> dict[str, object]:
    """One part in `doctor --json`."""
    return asdict(finding)
