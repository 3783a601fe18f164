"""What people say to each other in other languages, by its pronouns and verbs."""

import pytest

from bot.spoken_to import is_spoken_to_somebody


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Kannst du mir die Datei schicken?"),
        ("de", "Haben Sie den Bericht gelesen?"),
        ("de", "Gehen wir heute essen?"),
        ("fr", "Tu peux m’envoyer le fichier ?"),
        ("fr", "On mange où ce midi ?"),
        ("es", "¿Puedes mandarlo hoy?"),
        ("es", "¿Quedamos mañana para comer?"),
        ("it", "Andiamo a pranzo insieme?"),
        ("pt", "Você viu o relatório?"),
        ("nl", "Heb jij het rapport gelezen?"),
        ("sv", "Har du läst rapporten?"),
        ("ja", "あなたは会議に来ますか？"),
        ("ja", "ファイルを送ってくれませんか？"),
        ("zh", "你明天来开会吗？"),
    ],
)
def test_who_is_spoken_to_or_speaks_of_themselves_is_heard(language: str, text: str) -> None:
    assert is_spoken_to_somebody(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Was fordert die Gewerkschaft in Kiel?"),
        ("de", "Sie fordert 8,5 Prozent, oder?"),
        ("de", "Weiß jemand, wann die Fähre wieder fährt?"),
        ("fr", "Pourquoi le pont est-il fermé ?"),
        ("es", "¿Cuántos heridos dejó la inundación?"),
        ("it", "Chi è il sindaco di Genova?"),
        ("pt", "Quantos feridos houve no porto?"),
        ("nl", "Wie is de burgemeester van Gent?"),
        ("ja", "大阪の組合は何を求めている？"),
        ("zh", "大阪港的工会要求什么？"),
        ("tr", "Sen geliyor musun?"),  # no words of it are known
    ],
)
def test_what_is_said_to_nobody_in_particular_is_not(language: str, text: str) -> None:
    assert not is_spoken_to_somebody(text, language)
