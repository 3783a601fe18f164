"""A message that names nobody: a question to whoever knows, or people among themselves."""

import pytest

from bot.unasked import asks_whoever_knows


@pytest.mark.parametrize(
    "text",
    [
        "who heads the new US command in Japan?",
        "Does anyone know who heads the command?",
        "Hi all, when did Sweden join NATO?",
        "could someone tell me when Sweden joined NATO?",
        "how many troops are there",
        "When will US troops leave?",
    ],
)
def test_a_question_to_nobody_in_particular_is_one_to_whoever_knows(text: str) -> None:
    assert asks_whoever_knows(text)


@pytest.mark.parametrize(
    "text",
    [
        "can you send me the file?",
        "should we meet at 5?",
        "lunch?",
        "what did you think of it?",
        "@bob who heads the command?",
        "> who heads the command?",
        "`print(x)` why does it fail?",
        "where is my mug?",
        "Thanks!",
        "What a mess.",
        "Sweden joined NATO.",
        "",
    ],
)
def test_people_among_themselves_are_left_alone(text: str) -> None:
    assert not asks_whoever_knows(text)


SET = ("de", "fr", "es", "ja", "ar")


@pytest.mark.parametrize(
    "text",
    [
        "Was fordert die Gewerkschaft in Kiel?",
        "Hallo zusammen, wie viele Beschäftigte streiken in Kiel? Danke!",
        "Weiß jemand, wann die Fähre wieder fährt?",
        "Pourquoi le pont est-il fermé ?",
        "¿Cuántos heridos dejó la inundación?",
        "大阪の組合は何を求めている？",
        "ماذا تطالب النقابة في تونس؟",
        "who heads the new US command in Japan?",
        "how many troops are there",
    ],
)
def test_a_question_in_a_language_that_is_read_is_one_to_whoever_knows(text: str) -> None:
    assert asks_whoever_knows(text, SET)


@pytest.mark.parametrize(
    "text",
    [
        "Kannst du mir die Datei schicken?",
        "Haben Sie den Bericht schon gelesen?",
        "Die Gewerkschaft fordert 8,5 Prozent mehr Lohn.",
        "Wer kommt?",
        "Echt? Das ist ja nicht zu glauben heute Morgen",
        "Tu peux m'envoyer le fichier ?",
        "¿Quedamos mañana para comer?",
        "あなたは会議に来ますか？",
        "本当？",
        "`Was fordert die Gewerkschaft in Kiel?`",
        "> Was fordert die Gewerkschaft in Kiel?",
        "@bob Was fordert die Gewerkschaft in Kiel?",
        "can you send me the file?",
        # Not read there.
        "Perché il ponte è stato chiuso dopo la piena?",
    ],
)
def test_people_among_themselves_are_left_alone_in_those_languages_too(text: str) -> None:
    assert not asks_whoever_knows(text, SET)


def test_where_english_alone_is_read_a_question_in_another_language_is_none() -> None:
    assert not asks_whoever_knows("Wer leitet das neue Kommando in Japan?")
    assert not asks_whoever_knows("大阪の組合は何を求めている？")
