"""A wire story that ran in many papers is one quote, and papers that differ stay apart."""

from datetime import UTC, datetime

from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.near_copies import collapse, is_copied, plain_words

WIRE = (
    "The bridge fell early on Tuesday after a container ship struck one of its piers. "
    "Rescue workers searched the cold water for six men who had been repairing the road. "
    "The governor declared a state of emergency and thanked those who had stopped the traffic."
)
OTHER = (
    "A ship that had lost power hit a support of the bridge, which collapsed within seconds. "
    "Six labourers who filled potholes on it are missing and presumed to have drowned. "
    "Officials said a mayday call gave the police just enough time to close both ends of it."
)


def candidate(id: str, text: str) -> Candidate:
    article = Article(
        id, "s", id, f"https://{id}.example", id, (), datetime(2024, 3, 26, tzinfo=UTC), text
    )
    return Candidate(Passage(f"p-{id}", article.version, 0, len(text)), article, 0.5, 1.0)


def test_a_copy_under_another_first_line_becomes_also_in() -> None:
    first = candidate("first", f"From our wire. {WIRE}")
    copy = candidate("copy", f"BALTIMORE, Tuesday. {WIRE.replace('cold water', 'icy water')}")
    other = candidate("other", OTHER)
    assert collapse([first, copy, other]) == [(first, (copy.article,)), (other, ())]


def test_two_reports_of_one_event_in_their_own_words_are_no_copies() -> None:
    assert not is_copied(plain_words(WIRE), plain_words(OTHER))


def test_two_passages_of_one_article_are_never_each_others_copies() -> None:
    text = f"{WIRE}\n{WIRE}"
    whole = candidate("a", text)
    half = Candidate(Passage("half", whole.article.version, 0, len(WIRE)), whole.article, 0.4, 0.9)
    assert [kept for kept, _ in collapse([whole, half])] == [whole, half]


def test_a_short_sentence_counts_as_a_copy_only_when_it_stands_there_whole() -> None:
    assert is_copied(plain_words("He resigned."), plain_words("On Monday he resigned."))
    assert not is_copied(plain_words("He resigned today."), plain_words("On Monday he resigned."))


def test_a_copied_article_is_named_once_though_many_of_its_passages_ranked() -> None:
    first = candidate("first", WIRE)
    copy = candidate("copy", WIRE)
    part = Candidate(Passage("part", copy.article.version, 0, 160), copy.article, 0.3, 0.5)
    assert collapse([first, copy, part]) == [(first, (copy.article,))]
