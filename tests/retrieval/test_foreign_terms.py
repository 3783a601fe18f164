"""What lexical search counts of texts in other languages."""

import unicodedata

import pytest

from retrieval.foreign_terms import foreign_terms, language_of_term, without_function_words


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("de", "Wie viele Häuser wurden überflutet?", "Ein Haus war überflutet."),
        ("fr", "Où sont les élèves blessés ?", "L'élève est blessée."),
        ("es", "¿Cuántos trabajadores están en huelga?", "La huelga de un trabajador."),
        ("ru", "Сколько домов затопило?", "Дома затоплены."),
        ("ja", "地震の規模は？", "昨日の地震は大きかった。"),
        ("zh", "地震有多大？", "昨天发生地震。"),
        ("th", "แผ่นดินไหวที่ไหน", "เกิดแผ่นดินไหวเมื่อวาน"),
        ("ko", "지진은 어디서?", "지진이 났다."),
        ("ar", "أين الفيضان؟", "الفَيَضانُ في المدينة."),
        ("hi", "बाढ़ कहाँ है?", "बाढ़ आई।"),
    ],
)
def test_a_word_is_found_in_another_form_and_little_words_count_nothing(
    language: str, asked: str, said: str
) -> None:
    shared = {*foreign_terms(asked, language)} & {*foreign_terms(said, language)}
    assert shared
    assert all(language_of_term(term) == language for term in shared)


def test_function_words_of_the_language_carry_no_topic() -> None:
    assert foreign_terms("Wer ist der Mann, und was hat er über die Stadt gesagt?", "de") == [
        "de:mann",
        "de:stadt",
        "de:gesagt",
    ]
    assert foreign_terms("Qu'est-ce que l'État a décidé ?", "fr") == ["fr:etat", "fr:decid"]


def test_figures_count_whatever_parts_their_thousands() -> None:
    assert foreign_terms("1.234,5", "de") == ["de:12345"]
    assert foreign_terms("1\u00a0234,5", "fr") == foreign_terms("1\u202f234,5", "fr")


def test_composed_and_decomposed_letters_count_as_one() -> None:
    for language, text in (("de", "Überflutung"), ("ja", "ストライキがガラス"), ("ko", "지진")):
        apart = unicodedata.normalize("NFD", text)
        assert foreign_terms(apart, language) == foreign_terms(text, language)


def test_a_question_keeps_its_names_without_the_little_words_around_them() -> None:
    assert without_function_words("Wer ist die Bürgermeisterin von Kiel?", "de").split() == [
        "Bürgermeisterin",
        "Kiel?",
    ]
