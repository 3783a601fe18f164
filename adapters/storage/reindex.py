"""A corpus folder → the catalog and, where anything changed, one new generation, switched to.

Every step can be killed and run again: what is written before the switch is named by its
content and changes nothing that is served.
"""

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from adapters.storage.builder_lock import BuildFailed, named_disk_failures, only_builder
from adapters.storage.catalog import Catalog
from adapters.storage.chroma import ChromaFolders
from adapters.storage.corpus import READER_VERSION, Problem
from adapters.storage.corpus_problems import shown, told_once
from adapters.storage.corpus_reading import CorpusReader
from adapters.storage.embedding_batches import EmbedBatches, embedded_here
from adapters.storage.file_marks import UNSETTLED_NS, note_marks, noted_marks
from adapters.storage.generation_builder import GenerationBuilder
from adapters.storage.index_errors import ModelMismatch
from adapters.storage.letting_go import NOTHING_GONE, LetGo, let_go
from adapters.storage.mass_removal import Consent, Loss, RemovalRefused, held, mass_removal
from adapters.storage.reindex_plan import CorpusState, Plan, Purged, plan, story_of
from adapters.storage.retention import sweep
from adapters.storage.segment_cache import server_of
from adapters.storage.segment_writer import Progress
from adapters.storage.snapshots import Change, Generation, Snapshot, difference
from adapters.storage.vector_store import VectorsError, VectorStore
from retrieval.articles import Article, Passage, digest
from retrieval.embedding import Embedder
from retrieval.event_logger import EventLogger
from retrieval.languages import READ, language_named
from retrieval.passages import PASSAGES_VERSION, cut, embedded_text

_log = EventLogger()

_VERSIONS_AT_ONCE = 200
_READ_AS = READER_VERSION * 1000 + PASSAGES_VERSION


@dataclass(frozen=True, slots=True)
class Report:
    """What a reindex did, or with `dry_run` would do.

    `kept` counts articles; `embedded` and `reused` count passages of the new generation, by
    whether their text had to be embedded or its vector was known.
    """

    generation: str | None
    new_generation: bool
    dry_run: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    embedded: int
    reused: int
    problems: tuple[Problem, ...]
    purged: tuple[str, ...]  # articles and stories that stand in the corpus and stay out
    unread: tuple[str, ...] = ()  # articles read just now, each with its language, not known
    remarks: tuple[str, ...] = ()  # what there is to know of files that were read just now
    damage: str = ""  # what was wrong with the index that was served, and is mended with this
    loss: Loss | None = None  # so much is removed that somebody is asked first
    let_go: LetGo = NOTHING_GONE  # what nothing had needed for long
    # How many articles there are now by language, of those that are not known.
    unknown_languages: dict[str, int] = field(default_factory=dict)


def reindex(
    corpus: Path,
    data: Path,
    catalog: Catalog,
    model: str,
    load_embedder: Callable[[], Embedder],
    now: datetime,
    *,
    story: str | None = None,
    rebuild: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda step, done, of: None,
    consent: Consent | None = None,
    store: VectorStore | None = None,
    embed: EmbedBatches | None = None,
    keep_versions: timedelta | None = None,
    clock: Callable[[], int] = time.time_ns,
    languages: Collection[str] = (),
) -> Report:
    """Brings the index to what `corpus` says, and mends it where it is damaged.

    `model` is the id that vectors are stored under; `load_embedder` is called only if there is
    something to embed, and not where `embed` does it elsewhere. `consent` is asked before much
    is removed, see `mass_removal`; with None nobody can be asked, and what would be removed is
    kept and named as a problem. `clock` tells the time of the corpus's file system, in ns. What
    nothing has needed for `keep_versions` is let go afterwards. `languages`: ISO 639-1, what the
    model knows beside English; articles in others are reported.

    Raises CorpusError, CatalogError, BuilderBusy, ModelMismatch, ModelError, BuildFailed,
    RemovalRefused; whichever it is, the old generation goes on serving.
    """
    builder = GenerationBuilder(data, store or ChromaFolders(data), catalog, model, progress)
    work = _Reindex(
        corpus,
        builder,
        embed or embedded_here(load_embedder),
        now,
        consent,
        clock,
        frozenset(languages),
    )
    if dry_run:
        return work.run(story, rebuild=rebuild, dry_run=True)
    server = server_of(catalog, store)
    with only_builder(data, catalog.database, server=server), named_disk_failures(data):
        sweep(data, catalog, store)
        report = work.run(story, rebuild=rebuild, dry_run=False)
        try:
            while merged := builder.merge(now):
                report = replace(report, generation=merged.id)
        except (BuildFailed, VectorsError) as error:
            # What came is served; with more segments than need be, until the next one.
            _log.warning("not_merged", problem=str(error))
        sweep(data, catalog, store)
        if keep_versions is not None:
            report = replace(report, let_go=let_go(catalog, keep_versions, now))
        return report


def _keeping(removed: Iterable[str], last: Snapshot, state: CorpusState) -> CorpusState:
    """The corpus as if what was removed from it still stood there and could not be read."""
    paths = {last.articles[id].path for id in removed}
    slugs = {story_of(path) for path in paths} - state.stories.keys()
    return replace(state, unreadable=state.unreadable | paths | slugs)


def _unread(articles: Iterable[Article], known: Collection[str]) -> tuple[str, ...]:
    told = (
        (article.id, language_named(article.language))
        for article in articles
        if article.language not in known
    )
    return tuple(sorted(f"{id} ({language.name})" for id, language in told if language))


@dataclass(frozen=True, slots=True)
class _Passages:
    """How many passages the next generation has, and what the catalog lacks of them."""

    count: int
    uncut: list[tuple[Article, list[tuple[Passage, str]]]]
    unembedded: dict[str, str]  # text by content hash


@dataclass(frozen=True, slots=True)
class _Reindex:
    corpus: Path
    builder: GenerationBuilder
    embed: EmbedBatches
    now: datetime
    consent: Consent | None
    clock: Callable[[], int]
    languages: frozenset[str] = frozenset()

    @property
    def catalog(self) -> Catalog:
        return self.builder.catalog

    @property
    def model(self) -> str:
        return self.builder.model

    @property
    def progress(self) -> Progress:
        return self.builder.progress

    def run(self, story: str | None, *, rebuild: bool, dry_run: bool) -> Report:
        current = self.catalog.current()
        if current and current.model != self.model and not rebuild:
            raise ModelMismatch(
                f"index was built with {current.model}, settings say {self.model}; "
                "run: pullquote reindex --rebuild"
            )
        purged = Purged(frozenset(self.catalog.erasure.purged()))
        of = self._of(current, purged) if current else ""
        marks = noted_marks(self.builder.data, of) if current else None
        reader = CorpusReader(
            self.corpus,
            self.catalog,
            current,
            purged,
            None if rebuild else marks,
            _READ_AS,
            self.clock() - UNSETTLED_NS,
            self.progress,
        )
        reading = reader.look(story, rebuild=rebuild)
        last, state, problems = reading.last, reading.state, reading.problems
        held_before = current.articles if current else 0
        next_plan = plan(last, state, story, purged)
        loss = self._loss(current, last, next_plan)
        if loss and not dry_run:
            if self.consent is None:
                next_plan = plan(last, _keeping(next_plan.removed, last, state), story, purged)
                problems = (*problems, held(shown(self.corpus), loss))
                _log.warning("removal_held", articles=loss.articles, of=loss.of)
            elif not self.consent(loss):
                raise RemovalRefused(loss)
        snapshot = next_plan.snapshot
        change = difference(last, snapshot, current.id if current else None)

        same = next_plan.changes_nothing and snapshot.stories == last.stories
        damage = self.builder.damage_of(current) if current else None
        recount = self._learn(current, next_plan, dry_run=dry_run) if current else False
        changed = rebuild or not same or damage is not None or recount
        build = changed if current else bool(snapshot.articles)
        embedded = reused = 0
        if build:
            anew = rebuild or current is None or damage is not None or recount
            passages = self._passages(change, next_plan.articles, current, anew=anew)
            embedded = len(passages.unembedded)
            reused = passages.count - embedded
        if build and not dry_run:
            self._store(passages)
            base = None if rebuild or recount else current
            current = self.builder.publish(change, base, self.now, damage=damage)
            if recount:
                self.catalog.languages.recounted()
        elif current and not dry_run and not change.touches_nothing:
            self.catalog.note_sources(change)
        if current and not dry_run:
            now_of, now_marks = self._of(current, purged), reader.marks_when_served(snapshot)
            if (now_of, now_marks) != (of, marks):
                note_marks(self.builder.data, now_of, now_marks)
        return Report(
            generation=current.id if current else None,
            new_generation=build and not dry_run,
            dry_run=dry_run,
            added=next_plan.added,
            changed=next_plan.changed,
            removed=next_plan.removed,
            kept=held_before - len(last.articles) + len(next_plan.kept),
            embedded=embedded,
            reused=reused,
            problems=problems,
            purged=purged.standing_in(state),
            unread=_unread(next_plan.articles.values(), self.languages),
            unknown_languages=self._unknown_languages(current),
            remarks=told_once(reading.remarks),
            damage=damage or "",
            loss=loss,
        )

    def _unknown_languages(self, current: Generation | None) -> dict[str, int]:
        languages = self.catalog.languages
        return languages.unknown_counts(current.id, self.languages) if current else {}

    def _learn(self, current: Generation, next_plan: Plan, *, dry_run: bool) -> bool:
        """Notes the languages of versions that were held under another one, or under none; whether
        words of them are to be counted otherwise from now on."""
        languages = self.catalog.languages
        otherwise = languages.declared_otherwise(next_plan.articles)
        unknown = languages.unknown(current.id)
        recount = bool(otherwise) or any(one != READ for one in unknown.values())
        if (otherwise or unknown) and not dry_run:
            languages.note({**unknown, **otherwise}, self.now, recount=recount)
        return recount or languages.recount_is_due()

    def _of(self, current: Generation, purged: Purged) -> str:
        """All that noted marks hang on."""
        where = os.path.realpath(self.corpus)
        return digest((current.content, where, str(_READ_AS), *sorted(purged.keys)))

    def _loss(self, current: Generation | None, last: Snapshot, next_plan: Plan) -> Loss | None:
        if current is None:
            return None
        return mass_removal(
            last, next_plan, current.articles, lambda: self.catalog.article_keys(current.id)
        )

    def _passages(
        self,
        change: Change,
        read: Mapping[str, Article],
        current: Generation | None,
        *,
        anew: bool,
    ) -> _Passages:
        """Of what is new; `anew`: of all that the next generation holds, for some of it may be cut
        or embedded otherwise than now."""
        versions = set(change.versions_added)
        others = 0
        if current and anew:
            versions |= self.catalog.held_versions(current.id) - change.versions_gone
        elif current:
            others = current.passages - len(self.catalog.passages_of(change.versions_gone))
        already_cut = self.catalog.already_cut(versions)
        to_cut = {id: read[id] for id in versions - already_cut if id in read}
        # Kept from an earlier generation, but cut as an earlier Pullquote did.
        to_cut |= self.catalog.articles_of(versions - already_cut - read.keys())
        uncut = [
            (article, [(p, digest([embedded_text(article, p)])) for p in cut(article)])
            for article in to_cut.values()
        ]
        held = self.catalog.passages_of(already_cut)
        hashes = {content_hash for _, content_hash in held}
        hashes |= {content_hash for _, passages in uncut for _, content_hash in passages}
        unknown = hashes - self.catalog.embeddings.known(self.model, hashes)
        # Kept too, but embedded under another model.
        of_held = self.catalog.passages(
            [p.id for p, content_hash in held if content_hash in unknown]
        )
        texts = [embedded_text(article, passage) for passage, article in of_held.values()]
        texts += [embedded_text(article, p) for article, passages in uncut for p, _ in passages]
        return _Passages(
            others + len(held) + sum(len(passages) for _, passages in uncut),
            uncut,
            {h: text for text in texts if (h := digest([text])) in unknown},
        )

    def _store(self, passages: _Passages) -> None:
        batches = iter(passages.uncut)
        while batch := list(islice(batches, _VERSIONS_AT_ONCE)):
            self.catalog.add_versions(batch, self.now)
        unembedded = passages.unembedded
        if not unembedded:
            return
        # The longest first: the slowest come at the beginning, so the time left only falls. Of one
        # length by hash: what shares a batch (on a GPU) does so everywhere.
        hashes = sorted(unembedded, key=lambda h: (-len(unembedded[h]), h))
        done = 0

        def heard(count: int) -> None:
            nonlocal done
            done += count
            self.progress("embedding", done, len(hashes))

        heard(0)
        # Closed: whatever happens here, nobody goes on embedding elsewhere.
        with closing(self.embed([unembedded[h] for h in hashes], heard)) as embedded:
            for chosen, vectors in embedded:
                self.catalog.embeddings.add(self.model, [hashes[n] for n in chosen], vectors)
