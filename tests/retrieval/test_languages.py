"""A language that the models don't read is told by name; English never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.languages import Language, language_of, language_of_article, told_language

FOREIGN = {
    "de": (
        "wer führt den Hafen von Erlem?", "wie teuer ist die Fähre im Sommer",
        "wann öffnet das Museum"),
    "fr": (
        "qui dirige le port d'Erlem ?", "combien coûte la traversée",
        "pourquoi le maire est parti"),
    "es": (
        "quién dirige el puerto de Erlem", "¿cuánto cuesta la travesía?",
        "por qué se fue el alcalde"),
    "it": ("chi guida il porto di Erlem?", "quanto costa la traversata per gli adulti"),
    "pt": ("quem dirige o porto de Erlem?", "quanto custa a travessia para os adultos"),
    "nl": ("wie leidt de haven van Erlem?", "hoeveel kost een overtocht met de boot"),
    "pl": ("dlaczego zamknięto port w Erlem?", "ile kosztuje przeprawa promem"),
    "tr": ("Erlem limanını kim yönetiyor ve ne kadar sürüyor?",),
    "ru": ("кто руководит портом?", "сколько стоит паром"),
    "uk": ("хто керує портом і скільки коштує квиток?",),
    "ar": ("من يدير الميناء؟",),
    "ja": ("港の責任者は誰ですか",),
    "zh": ("谁管理这个港口？",),
    "ko": ("항구는 누가 운영합니까?",),
    "el": ("ποιος διοικεί το λιμάνι;",),
}  # fmt: skip


@pytest.mark.parametrize(("code", "said"), [(c, said) for c in FOREIGN for said in FOREIGN[c]])
def test_a_question_in_another_language_is_told_by_language(code: str, said: str) -> None:
    found = language_of(said)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "question",
    [
        "did ohtani sign", "el jefe verdict", "Der Standard circulation",
        "who is Giuseppe Di Benedetto",
        "is Auf der Maur guilty", "las vegas hotel prices", "Ursula von der Leyen salary",
        "paris saint germain coach", "Nguyen Phu Trong age", "sao paulo rain",
        "café de flore owner",
        "what does schadenfreude mean", "la desigualdad author", "bolsonaro verdict date",
        "X fine eu",
        "benedikt rask ruta vale trial", "wo long sales", "der spiegel owner?",
        "que sera sera singer",
        "Fenerbahçe Galatasaray score", "hola app users", "Kyiv Lviv train", "lol", "x", "12.5",
    ],
)  # fmt: skip
def test_an_english_question_with_foreign_names_is_english(question: str) -> None:
    assert language_of(question) is None


def test_an_article_is_told_by_its_language() -> None:
    german = (
        "Der Hafen von Erlem wird im kommenden Jahr vertieft. Der Rat stimmte am Montag mit neun zu"
        " vier Stimmen dafür. Die Arbeiten kosten sechs Millionen Kronen und beginnen im März."
    )
    english = (
        "The harbour of Erlem will be deepened next year. The council voted nine to four for it on"
        " Monday. The work costs six million crowns and begins in March."
    )
    assert language_of_article(german) == Language("de", "German")
    assert language_of_article(english) is None
    assert language_of_article("") is None


def test_an_article_is_told_by_more_than_the_names_or_the_words_of_others_that_it_begins_with() -> (
    None
):
    german = (
        "“Harbour Lights”, “The Long Way Home”, “Nobody Knows the Tide”: mit diesen Liedern begann "
        "der Abend in Erlem. Siebentausend Menschen waren gekommen, und viele hatten seit Monaten "
        "auf das Fest am Hafen gewartet, das der Rat im Herbst beinahe abgesagt hätte."
    )
    english = (
        "„Wir haben lange auf diesen Tag gewartet, und er kommt nicht wieder“, says a sign above "
        "the harbour of Erlem. The town will have it taken down next year, when the basin is made "
        "deeper, and the people who put it there have asked the council to keep it in the museum."
    )
    assert told_language(german) == "de"
    assert told_language(english) == "en"


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = language_of(text)
    assert found is None or found.name
