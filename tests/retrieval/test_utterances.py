"""Who is said in an article to have said what: the words whole, the name as it is, or nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.quotations import masked, quotations
from retrieval.sentences import sentence_spans
from retrieval.utterances import MOST_CHARACTERS, utterances


def said_in(text: str) -> list[tuple[str, str]]:
    """(speaker, words to show) of each utterance."""
    article = Article("a", "s", "News", "https://wire.example/a", "W", (), None, text)
    return [(text[slice(*one.speaker)], text[one.start : one.end]) for one in utterances(article)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We agreed,” Kamikawa said.", "Kamikawa"),
        ('"We agreed," said Kamikawa, who led the delegation, on Monday.', "Kamikawa"),
        ("'We agreed,' said Kamikawa.", "Kamikawa"),
        ("Yoko Kamikawa, the foreign minister, told reporters that they agreed.", "Yoko Kamikawa"),
        ("Japan's foreign minister, Yoko Kamikawa, said that they agreed.", "Yoko Kamikawa"),
        ("Foreign Minister Kamikawa said they agreed.", "Foreign Minister Kamikawa"),
        ("“We agreed,” said finance chief Ken Sato on a call.", "Ken Sato"),
        ("According to Kamikawa, the talks had ended.", "Kamikawa"),
        ("The talks had ended, according to The Wire's Ken Sato.", "Ken Sato"),
        ('Kamikawa said in a statement: "We agreed."', "Kamikawa"),
        ("Kamikawa wrote on X: “We agreed.”", "Kamikawa"),
        ('Kamikawa: "We agreed."', "Kamikawa"),
        ("“He told me ‘go home’ and I did,” Kamikawa said.", "Kamikawa"),
        ("The ship had sunk, Kamikawa said.", "Kamikawa"),
        ("The ship, Kamikawa said, had sunk.", "Kamikawa"),
        ("Kamikawa told reporters that it was safe to board again.", "Kamikawa"),
        ("Kamikawa denied that the talks had failed.", "Kamikawa"),
        ("“It is late! We go now!” Kamikawa told the crowd.", "Kamikawa"),
        ("The Securities and Exchange Commission said that it agreed.",
         "Securities and Exchange Commission"),
    ],
)  # fmt: skip
def test_who_is_named_speaks_and_the_words_are_whole(text: str, speaker: str) -> None:
    assert said_in(text) == [(speaker, text)]


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready. The ships sail at dawn,” Kamikawa said. “Nobody stays. I promise.”",
        "Kamikawa said: “The first part is long.\n“The second part ends here.”",
        "“The first part is long.\n“The second part ends here,” Kamikawa said.",
        "“One two three. Four five six,” Kamikawa said, “and seven. Eight.”",
    ],
)
def test_a_quotation_of_several_sentences_or_paragraphs_is_shown_whole(text: str) -> None:
    assert said_in(text) == [("Kamikawa", text)]


@pytest.mark.parametrize(
    "text",
    [
        "The defence ministry said that it agreed.",
        "“We agreed,” said the defence ministry.",
        "The ship had sunk, the defence ministry said.",
        "The ship had sunk, according to the defence ministry.",
    ],
)
def test_a_body_speaks_by_what_it_is_called_and_its_spokesman_does_not(text: str) -> None:
    assert said_in(text) == [("defence ministry", text)]
    assert (
        said_in(text.replace("the defence", "a man of the defence").replace("The", "Of the")) == []
    )


def test_what_somebody_else_says_behind_it_is_theirs() -> None:
    text = "“We agreed,” Kamikawa said. “No,” Austin said. “Never,” he added."
    assert said_in(text) == [
        ("Kamikawa", "“We agreed,” Kamikawa said."),
        ("Austin", "“No,” Austin said."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“We agreed,” he said.",
        "“We agreed,” she said, but Austin said nothing.",
        "“We agreed,” said a spokesman for Kamikawa.",
        "A spokesman for Kamikawa said that she agreed.",
        "An aide to Kamikawa and Kihara said they agreed.",
        "Kamikawa's office said that she agreed.",
        "The man who shot Kamikawa said he was sorry.",
        "A report on Kamikawa said she was poor.",
        "Critics say Kamikawa failed.",
        "Kamikawa did not say when.",
        "Kamikawa never said that.",
        "Kamikawa declined to comment.",
        "Neither Austin nor Kamikawa said when.",
        "If Kamikawa says no, the talks end.",
        "When Kamikawa says yes, ships sail.",
        "Kamikawa would say that she agrees.",
        "Neither Austin nor his host, Yoko Kamikawa, said how many will come.",
        "Neither the army nor the defence ministry said how many will come.",
        "Kamikawa was expected to say that the talks go on.",
        "Kamikawa reportedly said that she would go.",
        "Kamikawa is said to be angry.",
        "Kamikawa told Austin to go.",
        "It is what Kamikawa said.",
        "Kamikawa said goodbye to her staff.",
        "Kamikawa said on Monday.",
        "The “Kamikawa said” rule is known.",
        "The Olympics adds a tournament.",
        "Marketing claims made for it fail.",
        "A spokesman for the ministry said so.",
        "The man from the ministry said that he left.",
    ],
)
def test_what_is_not_surely_said_by_who_is_named_is_not_shown(text: str) -> None:
    assert said_in(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Austin was told by Kamikawa, he said, that Ken Sato agreed.", ""),
        ("Asked about Kamikawa, Austin said that she was ill.", "Austin"),
        ("Kamikawa, said Austin, is a friend.", "Austin"),
        ("“Kamikawa said she would go,” Austin told us.", "Austin"),
        ("Kamikawa could not be reached, Austin said.", "Austin"),
        ("Kamikawa met Austin and said that they agreed.", "Kamikawa"),
    ],
)
def test_who_is_only_spoken_of_is_not_who_speaks(text: str, speaker: str) -> None:
    assert [name for name, _ in said_in(text)] == [speaker] * bool(speaker)


_PIECES = st.sampled_from(
    (
        *("Kamikawa said", "“", "”", '"', "‘", "’", ". ", ", ", "\n", "the ship sank", "she added"),
        *("No.", "According to Ken Sato", "Ms. ", "\u202e", "said a man", ": "),
    )
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_whatever_the_text_what_is_shown_is_whole_sentences_of_it_with_the_name_in_them(
    text: str,
) -> None:
    article = Article("a", "s", "t", "", "", (), None, text)
    spans = sentence_spans(text)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    for one in utterances(article):
        assert one.start in starts
        assert one.end in ends
        assert one.start <= one.speaker[0] < one.speaker[1] <= one.end


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_hiding_what_is_quoted_moves_nothing(text: str) -> None:
    quoted = quotations(text)
    assert len(masked(text, quoted)) == len(text)
    assert all(a.end <= b.start for a, b in pairwise(quoted))


def test_a_line_that_no_person_wrote_is_nobodys_words() -> None:
    assert said_in("“" * 20_000 + " Kamikawa said " * 2_000) == []
    assert said_in("Kamikawa said, " * 6_000 + "“" * 10_000) == []


def test_a_very_long_quotation_keeps_what_stands_before_its_speaker() -> None:
    long = "“Yes,” Kamikawa said. “" + "It goes on and on. " * 200 + "It ends.”"
    [(_, words)] = said_in(long)
    assert words == "“Yes,” Kamikawa said."
    assert len(words) < MOST_CHARACTERS
