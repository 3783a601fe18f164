"""Where sentences end in other languages than English."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.languages import codes
from retrieval.sentences import is_whole, sentence_spans

TEXTS = {
    "de": [
        "Das Treffen dauerte z. B. in Kiel drei Stunden.",
        "Dr. Anna Weber kam am 3. Oktober an.",
        "„Wir bleiben hier“, sagte sie.",
        "Die 2. Bundesliga beginnt im 19. Jahrhundert.",
        "Der Umsatz lag bei 1.234,5 Mio. Euro.",
        "Der Abg. Müller wurde 3.",
        "Dann kam Ute.",
        "Er fragte: „Was nun?“ und ging.",
        "„Das ist gut.“",
    ],
    "fr": [
        "M. Dupont et Mme. Martin sont venus.",
        "« Nous restons ! » a-t-il dit.",
        "Le 1er. août, le prix est de 1 234,5 €.",
        "L'art. 49 al. 3 a été utilisé.",
        "« Est-ce vrai ? Oui. »",
        "Il part.",
    ],
    "es": [
        "El Sr. García y la Dra. Ruiz llegaron de EE. UU. el lunes.",
        "¿Qué pasó?",
        "¡Nada!",
        "Dijo: «¿Vienes? Sí».",
        "Costó 1.234,5 euros.",
    ],
    "ar": ["قال الوزير إن المدينة آمنة.", "هل هذا صحيح؟", "نعم، بالتأكيد!"],
}
UNSPACED = {
    "ja": [
        "市長は「今日は行きません。明日行きます。」と述べた。",
        "被害は1万2000人に上る。",
        "2日後に閉じる。",
        "なぜか？",
        "まだ分からない！",
        "「終わりだ。」",
    ],
    "zh": ["市长说：“今天不去。明天去。”", "损失达1.2亿元。", "“不去。”市长说。", "为什么？"],
}


@pytest.mark.parametrize("language", TEXTS)
def test_sentences_end_where_they_do_in_that_language(language: str) -> None:
    text = " ".join(TEXTS[language])
    assert [text[s:e] for s, e in sentence_spans(text, language)] == TEXTS[language]


@pytest.mark.parametrize("language", UNSPACED)
def test_sentences_that_no_blank_parts_end_at_their_stops(language: str) -> None:
    text = "".join(UNSPACED[language])
    assert [text[s:e] for s, e in sentence_spans(text, language)] == UNSPACED[language]


def test_every_one_of_these_is_a_whole_sentence() -> None:
    told = [one for texts in (*TEXTS.values(), *UNSPACED.values()) for one in texts]
    assert [one for one in told if not is_whole(one)] == []


@given(st.text(), st.sampled_from(codes()))
def test_whatever_the_text_sentences_are_slices_and_lose_no_word(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    left = "".join(text[start:end] for start, end in spans)
    assert [c for c in left if c.isalnum()] == [c for c in text if c.isalnum()]
