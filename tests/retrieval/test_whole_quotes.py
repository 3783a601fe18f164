"""A quote says who speaks, whom "he" means and what was taken back, in few sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.sentences import sentence_spans
from retrieval.whole_quotes import MOST_SENTENCES, leans, whole


def article(text: str) -> Article:
    return Article("a", "s", "News of the day", "", "Post", (), None, text)


def quoted(text: str, answer: str) -> str:
    place = text.index(answer)
    span = place, place + len(answer)
    [sentence] = [(s, e) for s, e in sentence_spans(text) if s <= place < e]
    start, end = whole(article(text), span, sentence)
    return text[start:end]


def test_a_sentence_that_stands_alone_is_quoted_alone() -> None:
    text = "Ministers met in Pell. Ines Arlt leads the port of Holm. Rain fell."
    assert quoted(text, "Ines Arlt") == "Ines Arlt leads the port of Holm."


@pytest.mark.parametrize(
    ("text", "answer", "quote"),
    [
        (
            "Judge Nora Falk closed the case on Monday. She had heard ninety people. She thanked "
            "the clerks. She will retire in June. Rain fell.",
            "retire in June",
            "Judge Nora Falk closed the case on Monday. She had heard ninety people. She thanked "
            "the clerks. She will retire in June.",
        ),
        (
            "Owen Pryce wrote four novels.\n\nIn 2019, he moved to Holm.\n\nRain fell.",
            "Holm",
            "Owen Pryce wrote four novels.\n\nIn 2019, he moved to Holm.",
        ),
        (
            "The zoo of Pell bought two lynxes. They cost 900 crowns. Rain fell.",
            "900",
            "The zoo of Pell bought two lynxes. They cost 900 crowns.",
        ),
        (
            "The mine was granted a licence in May. This was revoked in July. Rain fell.",
            "July",
            "The mine was granted a licence in May. This was revoked in July.",
        ),
        (
            "The council of Pell wants a tram. But it has only four million crowns. Rain fell.",
            "four million",
            "The council of Pell wants a tram. But it has only four million crowns.",
        ),
        (
            "Borealis bought Kettle Works in May. The company paid nine million. Rain fell.",
            "nine million",
            "Borealis bought Kettle Works in May. The company paid nine million.",
        ),
    ],
)
def test_whom_or_what_a_sentence_leans_on_comes_along(text: str, answer: str, quote: str) -> None:
    assert quoted(f"Snow fell in the hills. {text}", answer) == quote


@pytest.mark.parametrize(
    "sentence",
    [
        "It is unclear whether the dam will hold.",
        "This week the dam was opened for two hours.",
        "After Falk resigned, she moved to Holm.",
        "Those who stay get 900 crowns.",
    ],
)
def test_a_pronoun_that_means_nothing_before_it_brings_nothing(sentence: str) -> None:
    text = f"The council met on Monday. {sentence} Rain fell."
    assert quoted(text, sentence[-12:]) == sentence


def test_a_running_quotation_keeps_who_speaks_over_paragraphs() -> None:
    text = (
        "The head of the port, Ines Arlt, spoke to the dockers. “I know the numbers,” she said.\n\n"
        "“The crane will be sold in autumn.\n\n“Nobody will lose his work.”\n\nRain fell."
    )
    assert quoted(text, "autumn") == text[: text.index("\n\n“Nobody")]
    assert quoted(text, "Nobody") == text[: text.index("\n\nRain")]


def test_words_whose_speaker_stands_behind_them_bring_the_speaker() -> None:
    first = "“The crane is older than my father and has been mended more often than anyone knows."
    second = "It will be sold in autumn to whoever comes with a ship that is large enough for it,"
    text = f"Rain fell. {first} {second}” said Ines Arlt, who leads the port. Snow fell."
    assert quoted(text, "older") == f"{first} {second}” said Ines Arlt, who leads the port."


def test_words_whose_speaker_stands_before_them_bring_the_speaker() -> None:
    text = "Rain fell.\n\nInes Arlt was short with us.\n\n“The crane goes in autumn.”\n\nSnow fell."
    assert quoted(text, "autumn") == "Ines Arlt was short with us.\n\n“The crane goes in autumn.”"


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("An earlier count gave three lynxes.", "The wardens have since counted five."),
        ("The repair cost $5m, the county said.", "But that figure was wrong."),
        ("Owen Pryce was charged with fraud.", "The charge was later dropped."),
        ("Holm banned open fires in May.", "The ban was lifted in August."),
        ("The county promised 40 nurses.", "However, only 12 have come."),
        ("The council called a strike for May.", "It was called off on Friday."),
    ],
)
def test_what_was_taken_back_is_told_with_what_came_of_it(said: str, then: str) -> None:
    for gap in (" ", "\n\n"):
        text = f"Snow fell.\n\n{said}{gap}{then}{gap}Rain fell."
        assert quoted(text, said[-10:]) == f"{said}{gap}{then}"


def test_a_quote_never_reaches_over_a_heading_a_caption_or_a_teaser() -> None:
    for between in ("A judge retires", "Photo: Lund/Post", "Read more: Lynxes in Pell"):
        text = f"Nora Falk closed the case.\n\n{between}\n\nShe will retire in June."
        assert quoted(text, "June") == "She will retire in June."


def test_an_item_of_a_list_brings_what_leads_the_list_in_and_a_row_what_its_columns_hold() -> None:
    text = "The port wants:\n\na new crane\n\ntwo pilots for the night\n\nRain fell on Monday."
    assert quoted(text, "two pilots") == text[: text.index("\n\nRain")]
    table = "Island\tPeople\n\nBrae\t410\n\nRain fell."
    assert quoted(table, "410") == "Island\tPeople\n\nBrae\t410"


def test_a_few_words_under_a_question_bring_the_question() -> None:
    text = "Here is what we know.\n\nHow many lynxes are there?\n\nAbout 40.\n\nRain fell."
    assert quoted(text, "40") == "How many lynxes are there?\n\nAbout 40."


def test_a_quote_tells_whether_its_first_word_still_leans() -> None:
    text = "Rain fell. She will retire in June. Nora Falk spoke."
    assert leans(article(text), (text.index("She"), text.index(" Nora")))
    assert not leans(article(text), (text.index("Nora"), len(text)))


def test_a_text_without_words_has_nothing_to_quote() -> None:
    with pytest.raises(ValueError, match="no words"):
        whole(article(" "), (0, 0), (0, 1))


PIECES = [
    "He said so. ",
    "“We went. ",
    "She left,” ",
    "Ines Arlt said. ",
    "The ban was lifted. ",
    "But it was not. ",
    "The port banned 40 ships. ",
    "\n\n",
    "\n“",
    '"',
    "- tea\n",
    "a\tb\n",
    "The list:\n",
    "Who? ",
    "They cost 5. ",
    "Heading\n",
    "Read more: x\n",
    "word " * 50,
    "é文。",
]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)
    | st.text(min_size=1, max_size=300),
    st.data(),
)
def test_any_quote_is_a_few_whole_sentences_around_the_one_that_answers(
    text: str, data: st.DataObject
) -> None:
    spans = sentence_spans(text)
    if not spans:
        return
    n = data.draw(st.integers(0, len(spans) - 1))
    m = data.draw(st.integers(n, min(n + 2, len(spans) - 1)))
    place = data.draw(st.integers(spans[n][0], spans[m][1] - 1))
    start, end = whole(article(text), (place, place + 1), (spans[n][0], spans[m][1]))
    assert start <= spans[n][0]
    assert spans[m][1] <= end
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    assert (inside[0][0], inside[-1][1]) == (start, end)
    assert len(inside) <= MOST_SENTENCES


@given(st.text(min_size=1, max_size=200), st.integers(0, 250), st.integers(0, 250))
def test_any_span_is_widened_to_whole_sentences(text: str, one: int, other: int) -> None:
    if not text.strip():
        return
    sentence = min(one, other), max(one, other)
    start, end = whole(article(text), sentence, sentence)
    spans = sentence_spans(text)
    assert start in [s for s, _ in spans]
    assert end in [e for _, e in spans]
    assert start < end
