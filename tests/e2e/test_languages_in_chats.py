"""Articles in six languages, asked in several: in both chats, in a terminal, by a real model."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from adapters.settings import Settings
from tests.e2e.both_chats import in_discord, in_slack, settings_of_both
from tests.e2e.command import ROOT, Run, run_in
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.foreign_corpus import (
    ALL,
    ARABIC,
    ENGLISH,
    GERMAN,
    JAPANESE,
    LATER,
    Written,
    write_foreign_corpus,
)
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import shown_in
from tests.multilingual_model import save_multilingual_model
from tests.patience import PATIENCE

LANGUAGES = "en de fr es ja ar"
# A question, the article that answers, and the sentence of it, to the character.
ASKED = [
    (
        "What does the union in Kiel demand?",
        "kiel",
        "Die Gewerkschaft fordert 8,5 Prozent mehr Lohn, wie Dr. Anna Weber am 3. Oktober sagte.",
    ),
    (
        "Was fordert die Gewerkschaft in Kiel?",
        "kiel",
        "Die Gewerkschaft fordert 8,5 Prozent mehr Lohn, wie Dr. Anna Weber am 3. Oktober sagte.",
    ),
    (
        "Pourquoi le pont est-il fermé ?",
        "marseille",
        "Le pont de la Joliette est fermé depuis l'inondation de jeudi, a annoncé M. Dupont.",
    ),
    (
        "Which mayor resigned?",
        "cadiz",
        "La alcaldesa de Cádiz, la Sra. Ruiz, presentó su dimisión el domingo.",
    ),
    (
        "大阪の組合は何を求めている？",
        "osaka",
        "組合は賃金を7パーセント上げるよう求めている。",
    ),
    (
        "ماذا تطالب النقابة؟",
        "tunis",
        "تطالب النقابة بزيادة الأجور بنسبة 9 بالمئة.",
    ),
]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_multilingual_model(tmp_path_factory.mktemp("model") / "tiny-multilingual")


def asked_in(folder: Path, *more: Written, **environ: str) -> Run:
    """The command over the corpus, indexed."""
    write_foreign_corpus(folder / "corpus", (*ALL, *more))
    run = run_in(ROOT, folder / "data", PULLQUOTE_CORPUS=str(folder / "corpus"), **environ)
    outcome = run("reindex")
    assert outcome.code == 0, outcome.err
    return run


@pytest.fixture(scope="session")
def harbours(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command, where of some events a later article tells other figures."""
    return asked_in(tmp_path_factory.mktemp("harbours"), *LATER, **knowing(model))


def knowing(model: Path) -> dict[str, str]:
    return {
        "PULLQUOTE_MODEL": str(model),
        "PULLQUOTE_BACKEND": "torch",
        "PULLQUOTE_LANGUAGES": LANGUAGES,
    }


def test_a_question_finds_the_sentence_that_answers_in_whatever_language(
    model: Path, tmp_path: Path
) -> None:
    run = asked_in(tmp_path, **knowing(model))
    for question, article, sentence in ASKED:
        found = run("ask", question, "--json").json
        assert (found["answered"], found["possible"]) == (False, True), question
        [first, *_] = found["quotes"]
        assert (first["article"]["id"], first["text"]) == (f"harbours/{article}", sentence)
        shown = run("show", first["article"]["id"], "--json").json
        assert shown["text"][first["start"] : first["end"]] == sentence
        assert first["highlight"] == []
    said = run("ask", "Which mayor resigned?").out
    assert "in Spanish" in said
    assert "This may answer:" in said
    assert "can't be told for sure here" in said
    italian = run("ask", "Perché il ponte è stato chiuso dopo la piena?").out
    assert "looks like Italian" in italian
    assert "Japanese" in italian


@pytest.mark.parametrize(
    ("question", "newer", "older"),
    [
        ("How many workers are on strike in Kiel?", "1.400", "1.250"),
        ("Wie viele Beschäftigte streiken in Kiel?", "1.400", "1.250"),
        ("Combien de blessés l'inondation a-t-elle faits ?", "1 310", "1 234"),
        ("¿Cuántos heridos dejó la inundación?", "1.234", "1 310"),
        ("大阪港で何人がストライキに参加した？", "1万5000", "1万2000"),
        ("What's the latest on the strike in Kiel?", "1.400", "1.250"),
    ],
)
def test_no_rule_about_english_words_reads_other_languages(
    harbours: Run, question: str, newer: str, older: str
) -> None:
    found = harbours("ask", question, "--json").json
    assert (found["possible"], found["differing"]) == (True, None)
    assert {quote["standing"] for quote in found["quotes"]} == {"plain"}
    assert all(quote["highlight"] == [] for quote in found["quotes"])
    shown = [quote["text"] for quote in found["quotes"]]
    assert {newer, older} <= {word for word in (newer, older) if any(word in s for s in shown)}


def test_what_several_papers_of_several_countries_tell_is_a_timeline_of_whole_sentences(
    harbours: Run,
) -> None:
    told = harbours("timeline", "harbours", "--json").json["developments"]
    assert len(told) >= 5
    for one in told:
        article = harbours("show", one["article"]["id"], "--json").json
        assert article["text"][one["start"] : one["end"]] == one["text"]
        assert one["text"].endswith((".", "。", "؟"))


def test_a_story_that_may_not_be_spoken_of_is_quoted_in_no_language(
    model: Path, tmp_path: Path
) -> None:
    write_foreign_corpus(tmp_path / "corpus", (GERMAN, JAPANESE), "secret")
    run = asked_in(tmp_path, **knowing(model))
    for question in ("Was fordert die Gewerkschaft in Kiel?", "Which mayor resigned?"):
        found = run("ask", question, "--story", "harbours", "--json").json
        told = (*found["quotes"], *found["nearest"])
        assert told
        assert {quote["article"]["story"] for quote in told} == {"harbours"}
        copies = [copy["story"] for quote in told for copy in quote["also_in"]]
        assert "secret" not in copies


def test_a_bound_of_ones_own_lets_a_near_quote_be_an_answer(model: Path, tmp_path: Path) -> None:
    run = asked_in(tmp_path, **knowing(model), PULLQUOTE_LANGUAGE_CLAIM_THRESHOLD="0.5")
    found = run("ask", "Which mayor resigned?", "--json").json
    assert found["answered"]
    assert found["quotes"][0]["article"]["language"] == "es"
    assert "can't be told" not in run("ask", "Which mayor resigned?").out


def test_questions_of_ones_own_tell_which_bounds_fit(model: Path, tmp_path: Path) -> None:
    articles, questions = tmp_path / "a.jsonl", tmp_path / "q.jsonl"
    lines(
        articles,
        [
            {"id": one.name, "title": one.title, "source": one.source, "text": one.text}
            for one in ALL
        ],
    )
    known = {"question": "Was fordert die Gewerkschaft in Kiel?", "answers": ["8,5 Prozent"]}
    unknown = {"question": "Wer hat das Schachspiel in Kiel gewonnen?"}
    lines(
        questions,
        [
            *({"id": f"k{n}", "answerable": True, **known} for n in range(12)),
            *({"id": f"u{n}", "answerable": False, **unknown} for n in range(12)),
        ],
    )
    run = run_in(ROOT, tmp_path / "data", **knowing(model))
    asked = ("eval", "--articles", str(articles), "--questions", str(questions))
    fit = run(*asked, "--json").json["nearness"]
    assert (fit["quotes"], fit["right"]) == (24, 12)
    assert 0 < fit["claim_threshold"] <= fit["threshold"] < 1
    assert "beside English: 24 first quotes, 12 of them right" in run(*asked).out

    told = {"PULLQUOTE_LANGUAGE_CLAIM_THRESHOLD": str(fit["claim_threshold"])}
    outcomes = run_in(ROOT, tmp_path / "data", **knowing(model), **told)(*asked, "--json").json
    assert outcomes["outcomes"]["claims"] == 12
    assert outcomes["outcomes"]["claims that are right"] == 1.0


def lines(path: Path, objects: Sequence[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")


def test_who_reads_english_alone_is_told_what_that_leaves_unsure(tmp_path: Path) -> None:
    write_foreign_corpus(tmp_path / "corpus")
    run = run_in(ROOT, tmp_path / "data", PULLQUOTE_CORPUS=str(tmp_path / "corpus"))
    count = "5 articles are in languages that are not read"
    indexed = run("reindex")
    assert "in a language that is not read: harbours/kiel (German)" in indexed.out
    assert count in indexed.out
    assert run("reindex").out.count("not read") == 1
    assert count in run("sources").out
    doctor = run("doctor", "--json").json
    [languages] = [one for one in doctor if one["part"] == "languages"]
    assert languages["state"].startswith(f"English; {count}")
    for question in ("Streik Hafen Kiel Gewerkschaft", "Anna Weber 8,5 Prozent Lohn"):
        found = run("ask", question, "--json").json
        assert not found["answered"]
    assert "I read English only" in run("ask", "Wer fordert mehr Lohn?").out


def test_languages_that_the_model_cannot_know_are_refused_with_the_next_step(
    tmp_path: Path,
) -> None:
    write_foreign_corpus(tmp_path / "corpus", (ENGLISH,))
    corpus = {"PULLQUOTE_CORPUS": str(tmp_path / "corpus")}
    for command in (("reindex",), ("ask", "Was anybody hurt?")):
        outcome = run_in(ROOT, tmp_path / "data", PULLQUOTE_LANGUAGES="de", **corpus)(*command)
        assert outcome.code != 0
        assert "PULLQUOTE_LANGUAGES names German, and all-MiniLM-L6-v2" in outcome.err
        assert "set PULLQUOTE_MODEL" in outcome.err
    unknown = run_in(ROOT, tmp_path / "data", PULLQUOTE_LANGUAGES="en klingon", **corpus)
    assert "'klingon' is no language that Pullquote knows" in unknown("ask", "What?").err


def both(
    slack: LocalSlack, local: LocalDiscord, settings: Settings
) -> tuple[Callable[[str], str], Callable[[str], str]]:
    alice, bob = in_slack(slack, "harbours"), in_discord(local, "harbours")
    assert settings.languages
    return (lambda text: alice.ask("news", text), lambda text: bob.ask("news", text))


def _reading(slack: LocalSlack, local: LocalDiscord, folder: Path, model: Path) -> Settings:
    """Of a service in both chats that reads all the languages of the corpus in `folder`."""
    return settings_of_both(slack, local, folder / "data").model_copy(
        update={
            "model": str(model),
            "backend": "torch",
            "languages": LANGUAGES,
            "corpus": folder / "corpus",
        }
    )


def test_both_chats_quote_in_the_language_of_the_article_and_say_which_it_is(
    model: Path, tmp_path: Path
) -> None:
    asked_in(tmp_path, **knowing(model))
    with LocalSlack() as slack, LocalDiscord(answer_within=PATIENCE) as local:
        settings = _reading(slack, local, tmp_path, model)
        chats = both(slack, local, settings)
        with running(settings):
            for ask in chats:
                german = ask("What does the union in Kiel demand?").replace("\\", "")
                assert GERMAN.source in german
                assert "in German" in german
                assert "8,5 Prozent mehr Lohn" in german
                assert "This may answer" in german
                japanese = ask("大阪の組合は何を求めている？").replace("\\", "")
                assert JAPANESE.text.split("。")[1] in japanese
                assert "in Japanese" in japanese
                arabic = ask("ماذا تطالب النقابة؟").replace("\\", "")
                # Set apart, so that what stands beside it keeps its order.
                assert f"\N{FIRST STRONG ISOLATE}{ARABIC.source}" in arabic
                assert "in Arabic" in arabic
                other = ask("Perché il ponte è stato chiuso dopo la piena?")
                assert "looks like Italian" in other
        assert slack.violations == []
        assert local.violations == []


def test_a_question_to_nobody_is_answered_without_a_mention_in_the_languages_that_are_read(
    model: Path, tmp_path: Path
) -> None:
    asked_in(tmp_path, **knowing(model))
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE, message_content=True) as local,
    ):
        settings = _reading(slack, local, tmp_path, model)
        alice, bob = in_slack(slack, "harbours"), in_discord(local, "harbours")
        news, channel = alice.channels["news"], bob.channels["news"]
        union = "Was fordert die Gewerkschaft in Kiel?"
        osaka = "大阪の組合は何を求めている？"
        silent = ("Kannst du mir die Datei schicken?", "Perché il ponte è stato chiuso ieri?")
        with running(settings):
            slack.command(alice.alice, news, "/pullquote", "listen every")
            local.command(bob.manager, channel, "listen", to="every")
            slack.wait_for(lambda: slack.ephemerals(alice.alice))
            local.wait_for(lambda: local.identifies[-1]["intents"] & 1 << 15)
            local.wait_for_bot()
            local.settle()
            for question, answer in ((union, "8,5 Prozent mehr Lohn"), (osaka, "7パーセント")):
                said = slack.say(alice.alice, news, question)
                [reply] = slack.wait_for(lambda said=said: slack.replies(said))  # type: ignore[misc]
                assert answer in shown_in(reply)
                did = local.say(bob.manager, channel, question)
                [told] = local.wait_for(lambda did=did: local.replies(did))  # type: ignore[misc]
                assert answer in told.text
            in_slack_silent = [slack.say(alice.alice, news, text) for text in silent]
            in_discord_silent = [local.say(bob.manager, channel, text) for text in silent]
            slack.settle()
            local.settle()
            assert [slack.replies(one) for one in in_slack_silent] == [[], []]
            assert [local.replies(one) for one in in_discord_silent] == [[], []]
        assert slack.violations == []
        assert local.violations == []
