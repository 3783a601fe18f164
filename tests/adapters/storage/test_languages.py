"""Which language an article is in: declared, told by its words, or learned of old catalogs."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.generation_builder import GenerationBuilder
from adapters.storage.reindex import Report, reindex
from adapters.storage.serving import ServedIndex
from adapters.storage.tables.articles import versions
from retrieval.foreign_terms import foreign_terms
from tests.adapters.storage.newsroom import MODEL, START, WordEmbedder
from tests.e2e.foreign_corpus import ALL, ENGLISH, GERMAN, Written, write_foreign_corpus

SHORT = Written("short", "Streik", "Bote", "2025-10-03", "Kiel: Streik.", language="de-AT")


def indexed(folder: Path, catalog: Catalog, *, languages: tuple[str, ...] = ()) -> Report:
    return reindex(
        folder / "corpus",
        folder / "data",
        catalog,
        MODEL,
        WordEmbedder,
        START,
        languages=languages,
    )


def languages_in(catalog: Catalog) -> dict[str, str]:
    current = catalog.current()
    assert current
    return {
        one.article.id.partition("/")[2]: one.article.language
        for one in catalog.articles(current.id, "harbours")
    }


def scored(folder: Path, catalog: Catalog, words: str, language: str) -> int:
    """How many passages the word is found in, as words of that language."""
    with closing(ServedIndex(catalog, folder / "data", MODEL)) as index, index.current() as now:
        return int((now.words.scores(foreign_terms(words, language)) > 0).sum())


def test_the_language_is_that_of_the_words_or_the_one_that_somebody_wrote(tmp_path: Path) -> None:
    write_foreign_corpus(tmp_path / "corpus", (*ALL, SHORT))
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        report = indexed(tmp_path, catalog, languages=("ja", "ar"))
        assert languages_in(catalog) == {
            "kiel": "de",
            "marseille": "fr",
            "cadiz": "es",
            "osaka": "ja",
            "tunis": "ar",
            "dover": "en",
            "short": "de",
        }
        assert report.unread == (
            "harbours/cadiz (Spanish)",
            "harbours/kiel (German)",
            "harbours/marseille (French)",
            "harbours/short (German)",
        )
        assert report.unknown_languages == {"de": 2, "es": 1, "fr": 1}


def test_what_an_earlier_pullquote_kept_is_told_its_language_and_counted_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_foreign_corpus(tmp_path / "corpus", (GERMAN, ENGLISH))
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        with monkeypatch.context() as before:
            # As an earlier one read and counted it: everything was English.
            before.setattr("adapters.storage.corpus_reading.with_language", lambda article: article)
            before.setattr(catalog.languages, "unknown", lambda generation: {})
            indexed(tmp_path, catalog)
        assert set(languages_in(catalog).values()) == {""}
        assert scored(tmp_path, catalog, "Gewerkschaft", "de") == 0
        report = indexed(tmp_path, catalog)
        assert (report.new_generation, report.embedded) == (True, 0)
        assert languages_in(catalog) == {"kiel": "de", "dover": "en"}
        assert scored(tmp_path, catalog, "Gewerkschaften", "de") == 1
        assert not indexed(tmp_path, catalog).new_generation


def test_killed_before_the_words_are_counted_anew_the_next_reindex_counts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_foreign_corpus(tmp_path / "corpus", (SHORT,))
    file = tmp_path / "corpus" / "harbours" / "short.txt"
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        indexed(tmp_path, catalog)
        file.write_text(file.read_text(encoding="utf-8").replace("de-AT", "en"), "utf-8")
        with monkeypatch.context() as killed:

            def die(*_: object, **__: object) -> None:
                raise KeyboardInterrupt

            killed.setattr(GenerationBuilder, "publish", die)
            with pytest.raises(KeyboardInterrupt):
                indexed(tmp_path, catalog)
        assert scored(tmp_path, catalog, "Streik", "de") == 1
        assert indexed(tmp_path, catalog).new_generation
        assert languages_in(catalog) == {"short": "en"}
        assert scored(tmp_path, catalog, "Streik", "de") == 0
        assert not indexed(tmp_path, catalog).new_generation


def test_an_old_catalog_of_english_articles_is_not_built_anew(tmp_path: Path) -> None:
    write_foreign_corpus(tmp_path / "corpus", (ENGLISH,))
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        indexed(tmp_path, catalog)
        with catalog.database.writing() as connection:
            connection.execute(update(versions).values(language=None))
        assert not indexed(tmp_path, catalog).new_generation
        assert languages_in(catalog) == {"dover": "en"}


def test_who_corrects_the_language_of_an_article_has_its_words_counted_so(tmp_path: Path) -> None:
    write_foreign_corpus(tmp_path / "corpus", (SHORT,))
    file = tmp_path / "corpus" / "harbours" / "short.txt"
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        indexed(tmp_path, catalog)
        assert scored(tmp_path, catalog, "Streiks", "nl") == 0
        file.write_text(file.read_text(encoding="utf-8").replace("de-AT", "Dutch"), "utf-8")
        report = indexed(tmp_path, catalog)
        assert (report.new_generation, report.changed, report.embedded) == (True, (), 0)
        assert languages_in(catalog) == {"short": "nl"}
        assert scored(tmp_path, catalog, "Streik", "nl") == 1
