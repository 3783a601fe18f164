"""What a corpus knows of its words: names by their capitals, abbreviations by their long forms."""

from tests.retrieval.corpus_words import lexicon

NEWS = lexicon(
    "Lisbon Gets a Wider Harbour Bridge\nThe harbour of Ostra is dredged. In Ostra people "
    "complain, and the mayor of Ostra, Petra van der Meer-Holt, agrees.",
    "The Ostra Port Authority (OPA) said that ships wait for days. The port is full.",
    "NBR (Northern Bridge Review) wrote of Ostra in March. People march for the harbour.",
)


def test_a_name_is_what_is_written_with_a_capital_in_mid_sentence() -> None:
    assert NEWS.is_name("ostra")
    assert NEWS.written("OSTRA") == "Ostra"
    assert not NEWS.is_name("harbour")


def test_a_headline_in_capitals_makes_no_names() -> None:
    assert not NEWS.is_name("wider")
    assert not NEWS.is_name("gets")


def test_a_word_that_only_begins_sentences_is_no_name() -> None:
    assert not NEWS.is_name("people")


def test_a_name_of_several_words_is_known_whole() -> None:
    assert NEWS.has_name("petra van der meer-holt")
    assert not NEWS.has_name("the harbour of")


def test_an_abbreviation_is_known_from_either_side_of_its_brackets() -> None:
    assert NEWS.long_forms("opa") == ("Ostra Port Authority",)
    assert NEWS.long_forms("NBR") == ("Northern Bridge Review",)
    assert NEWS.short_forms("ostra port authority") == ("OPA",)


def test_initials_stand_for_the_one_name_that_has_them() -> None:
    known = lexicon(
        "On Monday Tilda Ruth Quill sang.",
        "They saw Tilda Ruth Quill, and Mara Bell Stone with her.",
        "Then Milo Barry Sands came.",
    )
    assert known.long_forms("trq") == ("Tilda Ruth Quill",)
    assert known.long_forms("mbs") == ()
    assert known.long_forms("xyz") == ()


def test_a_corpus_of_nothing_knows_nothing() -> None:
    empty = lexicon()
    assert empty.is_empty
    assert not empty.knows("harbour")
    assert empty.long_forms("who") == ()
