"""Where reports differ, both values are shown, newest first; where they don't, nothing moves."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.questions import Query
from retrieval.quotes import Quote
from retrieval.reports import Differing, Reports, compare_reports


def quote(
    text: str,
    day: str | None,
    confidence: float = 0.9,
    source: str = "",
    title: str = "News",
    id: str = "",
) -> Quote:
    published = None
    if day:
        published = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    article = Article(
        id or f"{source}{day}{text}", "s", title, "https://a.example", source, (), published, text
    )
    return Quote(article, 0, len(text), text, (), "https://a.example", 1.0, confidence, ())


def told(reports: Reports) -> list[str]:
    return [q.text for q in reports.quotes[: reports.values]]


def test_a_toll_that_rose_replaces_the_older_one() -> None:
    old = quote("Nine miners died in the pit at Sorrel.", "2025-02-01", source="A")
    new = quote("The toll in the pit at Sorrel has risen to 14.", "2025-02-03", 0.7, source="B")
    other = quote("The pit at Sorrel is deep.", "2025-02-04", 0.2)
    found = compare_reports(Query("How many miners died in the pit at Sorrel?"), [old, new, other])
    assert found == Reports((new, old, other), 2, Differing.REPLACED)


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        (
            "How many houses did the storm destroy at Lond?",
            "The storm destroyed 40 houses at Lond.",
            "The count of houses that the storm destroyed at Lond was lowered to 28.",
        ),
        (
            "how many died in the crash at Lond",
            "Six people died in the crash at Lond.",
            "The toll of the crash at Lond rose to nine.",
        ),
        (
            "What is the death toll of the flood in Penn?",
            "Twelve people died in the flood in Penn.",
            "The death toll of the flood in Penn has risen from 12 to 31.",
        ),
        (
            "how many are hurt in Lond after the blast",
            "The blast in Lond hurt 14 people.",
            "Now 22 people are counted as hurt after the blast in Lond.",
        ),
        (
            "How old was the man who died in the crash at Lond?",
            "The man who died in the crash at Lond was 34, police said.",
            "The man who died in the crash at Lond was 43 years old, police now say.",
        ),
        (
            "How long will the Orrin tunnel be closed?",
            "The Orrin tunnel will be closed for three weeks.",
            "The Orrin tunnel will be closed for six weeks, the railway now says.",
        ),
        (
            "When does the trial of Ada Brandt begin?",
            "The trial of Ada Brandt begins on 3 June 2025.",
            "The trial of Ada Brandt, put off twice, begins on 9 September 2025.",
        ),
        (
            "What was the magnitude of the quake at Sorrel?",
            "A quake of magnitude 5.8 hit Sorrel.",
            "The quake at Sorrel had a magnitude of 6.1, corrected from 5.8.",
        ),
        (
            "How tall is the mast of Kelby?",
            "The mast of Kelby is 210 metres tall.",
            "The mast of Kelby is 180 metres tall and not 210, its owner corrected.",
        ),
        (
            "What reward is paid for the Penn painting?",
            "A reward of 10,000 crowns is paid for the Penn painting.",
            "The reward for the Penn painting was raised to 25,000 crowns.",
        ),
    ],
)
def test_a_newer_figure_comes_first_and_replaces(question: str, before: str, after: str) -> None:
    old, new = quote(before, "2025-02-01", source="A"), quote(after, "2025-02-06", 0.6, source="B")
    assert compare_reports(Query(question), [old, new]) == Reports(
        (new, old), 2, Differing.REPLACED
    )


def test_two_papers_of_one_day_leave_it_unsettled() -> None:
    one = quote("The dam at Orrin cost 74 million crowns.", "2025-02-01", source="A")
    two = quote("The dam at Orrin cost 112 million crowns, auditors say.", "2025-02-01", source="B")
    found = compare_reports(Query("How much did the dam at Orrin cost?"), [one, two])
    assert (found.values, found.differing) == (2, Differing.UNSETTLED)


def test_a_copy_with_another_figure_replaces_what_it_copies() -> None:
    words = "{} people were hurt when a bus hit the town hall of Lond, the fire brigade said."
    old = quote(words.format("Twelve"), "2025-02-01", source="A")
    new = quote(words.format("Twenty-six"), "2025-02-02", source="B")
    found = compare_reports(
        Query("How many people were hurt by the bus at the town hall of Lond?"), [old, new]
    )
    assert found == Reports((new, old), 2, Differing.REPLACED)


def test_the_same_figure_in_other_words_is_no_difference() -> None:
    one = quote("About 30 boats sank off Kelby.", "2025-02-01")
    two = quote("Thirty-one boats sank off Kelby, the coast guard said.", "2025-02-02")
    found = compare_reports(Query("How many boats sank off Kelby?"), [one, two])
    assert found == Reports((one, two))


def test_figures_of_other_things_are_no_difference() -> None:
    one = quote("Orrin owes its customers 8 billion crowns.", "2025-02-01", id="1")
    two = quote("Orrin built a tower for 3 billion crowns.", "2025-02-02", id="2")
    query = Query("How much does Orrin owe its customers?")
    assert compare_reports(query, [one, two]) == Reports((one, two))


def test_figures_of_two_years_are_no_difference() -> None:
    one = quote("Orrin sold 40 ships in 2021.", "2025-02-01")
    two = quote("Orrin sold 52 ships in 2022.", "2025-02-02")
    assert not compare_reports(Query("How many ships did Orrin sell?"), [one, two]).differing


def test_a_quote_that_hardly_answers_contradicts_nothing() -> None:
    one = quote("Nine boats sank off Kelby.", "2025-02-01", 0.9)
    two = quote("Six boats sank off Kelby.", "2025-02-02", 0.1)
    assert compare_reports(Query("How many boats sank off Kelby?"), [one, two]) == Reports(
        (one, two)
    )


def test_days_that_differ_are_both_shown_and_neither_replaces_the_other() -> None:
    one = quote("Mara Olsen spoke to Radio Penn on 11 May.", "2024-05-12", source="A")
    two = quote("Mara Olsen spoke to Radio Penn on Tuesday.", "2024-05-16", source="A")
    found = compare_reports(Query("When did Mara Olsen speak to Radio Penn?"), [one, two])
    assert found == Reports((two, one), 2, Differing.UNSETTLED)


def test_a_plan_gives_way_to_what_came_of_it() -> None:
    plan = quote("The new pool of Lond will open on 3 June 2025.", "2025-01-10")
    came = quote("The new pool of Lond opened on Monday.", "2025-09-09")
    found = compare_reports(Query("When did the new pool of Lond open?"), [plan, came])
    assert found == Reports((came, plan), 2, Differing.REPLACED)


def test_a_price_that_was_expected_gives_way_to_the_one_that_is_paid() -> None:
    expected = quote("Orrin wants to pay between $30m and $40m for Dray.", "2025-01-10")
    paid = quote("Orrin pays an estimated $40 million for Dray.", "2025-03-10")
    found = compare_reports(Query("What is Orrin paying for Dray?"), [expected, paid])
    assert found == Reports((paid, expected), 2, Differing.REPLACED)


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        (
            "Is Ada Brandt facing trial?",
            "Ada Brandt, once mayor of Lond, faces trial for fraud.",
            "The court dropped the case against Ada Brandt, the former mayor of Lond.",
        ),
        (
            "Are the bakers of Penn still on strike?",
            "The bakers of Penn have gone on strike for more pay.",
            "The bakers of Penn are back at work.",
        ),
        (
            "Who is the manager of Kelby Rovers?",
            "Ole Strand is the manager of Kelby Rovers.",
            "Kelby Rovers sacked Ole Strand; his deputy takes over as manager.",
        ),
        (
            "is the zoo of Lond closed",
            "The zoo of Lond is closed after a flood.",
            "The zoo of Lond reopened on Sunday.",
        ),
        (
            "who runs the port of Kelby?",
            "Port of Kelby: Mona Hale was appointed head; she runs it for six years.",
            "Jens Aker is the new head of the port of Kelby.",
        ),
        (
            "Is the ministry investigating Orrin?",
            "The ministry is not investigating Orrin, a spokesman said.",
            "The ministry has opened an investigation of Orrin, the first of its kind.",
        ),
    ],
)
def test_how_things_stand_now_comes_first(question: str, before: str, after: str) -> None:
    old, new = quote(before, "2025-01-10", 0.8), quote(after, "2025-04-10", 0.5)
    for ranked in ([old, new], [new, old]):
        found = compare_reports(Query(question), ranked)
        assert found == Reports((new, old), 2, Differing.REPLACED)


def test_the_same_head_told_twice_is_no_change() -> None:
    old = quote("Mona Hale was appointed head of the port of Kelby.", "2025-01-10")
    new = quote("Mona Hale, appointed in May, runs the port of Kelby with care.", "2025-04-10")
    query = Query("who runs the port of Kelby?")
    assert compare_reports(query, [old, new]) == Reports((old, new))


@pytest.mark.parametrize(
    ("question", "here", "there"),
    [
        ("Which is taller, the Penn tower or the Lond tower?", "Penn", "Lond"),
        ("does lake orin or lake dray freeze first", "Orin", "Dray"),
        ("Who is older: Mona Hale or Jens Aker?", "Hale", "Aker"),
        ("Is milk dearer in Penn or in Lond in May?", "Penn", "Lond"),
    ],
)
def test_each_side_of_a_comparison_is_among_the_first_two(
    question: str, here: str, there: str
) -> None:
    one = quote(f"That of {here} is known.", "2025-01-10", 0.5)
    none = quote("In May nothing else is known of towers and lakes.", "2025-01-11", 0.4)
    two = quote(f"That of {there} is known.", "2025-01-12", 0.3)
    assert compare_reports(Query(question), [one, none, two]) == Reports((one, two, none))


def test_one_article_that_takes_a_figure_back_gives_both_values() -> None:
    query = Query("How many moons does Tarn have?")
    old = quote("An earlier report said that Tarn has three moons.", "2025-01-10", id="page")
    new = quote("Observers have since counted five moons of Tarn.", "2025-01-10", id="page")
    assert compare_reports(query, [old, new]) == Reports((new, old), 2, Differing.REPLACED)


def test_one_article_that_lists_figures_does_not_contradict_itself() -> None:
    one = quote("The first hall has 300 seats.", "2025-01-10", id="page")
    two = quote("The second hall has 450 seats.", "2025-01-10", id="page")
    query = Query("How many seats does the hall have?")
    assert not compare_reports(query, [one, two]).differing


def test_both_sides_of_a_comparison_come_first_and_do_not_differ() -> None:
    one = quote("Milk costs 12 crowns in Lond.", "2025-01-10", 0.5)
    none = quote("Milk is white.", "2025-01-11", 0.4)
    two = quote("Milk costs 14 crowns in Penn.", "2025-01-12", 0.3)
    found = compare_reports(Query("How much is milk in Lond or in Penn?"), [one, none, two])
    assert found == Reports((one, two, none))


def test_only_the_outlet_that_is_named_is_asked() -> None:
    one = quote("The dam at Orrin cost 74 million crowns.", "2025-02-01", source="The Gull")
    two = quote("The dam at Orrin cost 112 million crowns.", "2025-02-02", source="Penn Post")
    question = "How much did the dam at Orrin cost, according to the Gull?"
    assert not compare_reports(Query(question), [one, two]).differing


def test_what_has_no_date_comes_last() -> None:
    undated = quote("Nine boats sank off Kelby.", None, source="A")
    dated = quote("Six boats sank off Kelby.", "2025-02-02", source="B")
    found = compare_reports(Query("How many boats sank off Kelby?"), [undated, dated])
    assert found == Reports((dated, undated), 2, Differing.UNSETTLED)


said = st.sampled_from(
    [
        "Nine boats sank off Kelby.",
        "About ten boats sank off Kelby on Monday.",
        "The number of boats sunk off Kelby has risen to 14.",
        "Kelby has 9,000 people and 30 boats in 2021.",
        "The search off Kelby was called off.",
        "",
    ]
)
asked = st.sampled_from(
    [
        "How many boats sank off Kelby?",
        "When did the boats sink off Kelby?",
        "Is the search off Kelby over?",
        "boats or planes off Kelby",
        "",
    ]
)
quotes = st.lists(
    st.builds(quote, said, st.sampled_from([None, "2025-01-10", "2025-01-12"]), st.floats(0, 1)),
    max_size=6,
)


@given(asked, quotes)
def test_no_quote_is_lost_or_added(question: str, given_quotes: list[Quote]) -> None:
    found = compare_reports(Query(question), given_quotes)
    assert sorted(map(id, found.quotes)) == sorted(map(id, given_quotes))
    assert (found.values == 1) is (found.differing is None)
    assert 1 <= found.values <= 3


STANDS = "The county expects the new Orrin dam to cost 30 million dollars and to open in May 2026."
TAKEN_BACK = (
    "Engineers gave new figures on Friday. The dam will cost 55 million dollars and open in"
    " October 2028."
)
EARLIER = " The earlier estimate of 30 million and an opening in May 2026 was made in a week."


@pytest.mark.parametrize(
    "question", ["What will the new Orrin dam cost?", "When will the new Orrin dam open?"]
)
@pytest.mark.parametrize("quoted", [TAKEN_BACK, TAKEN_BACK + EARLIER])
def test_a_report_that_itself_calls_the_other_value_earlier_comes_first_however_unsure(
    question: str, quoted: str
) -> None:
    old = quote(STANDS, "2025-02-01", source="A")
    new = quote(TAKEN_BACK + EARLIER, "2025-06-01", 0.1, source="B")
    new = replace(new, text=quoted, end=len(quoted))
    found = compare_reports(Query(question), [old, new])
    assert found == Reports((new, old), 2, Differing.REPLACED)


def test_a_report_of_another_thing_that_had_an_earlier_estimate_replaces_nothing() -> None:
    old = quote(STANDS, "2025-02-01", source="A")
    text = "The stadium will cost 80 million dollars. The earlier estimate was 20 million dollars."
    new = quote(text, "2025-06-01", 0.1, source="B")
    found = compare_reports(Query("What will the new Orrin dam cost?"), [old, new])
    assert found == Reports((old, new))
