"""Two versions stand side by side, paragraph by paragraph, and only what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.admin.side_by_side import Row, paragraphs, side_by_side
from retrieval.sentences import Span

OLD = "A ship struck the bridge.\n\nSix workers are missing.\nThe port is closed."
NEW = "A ship struck the bridge.\n\nFive workers are missing.\nThe port is closed.\nIt was raining."


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[slice(*span)] for span in spans]


def told(old: str, new: str, row: Row) -> tuple[str, list[str], str, list[str]]:
    a, b = row.old, row.new
    return (
        old[slice(*a.span)] if a else "",
        words(old, a.changed) if a else [],
        new[slice(*b.span)] if b else "",
        words(new, b.changed) if b else [],
    )


def test_what_was_corrected_added_and_left_as_it_was() -> None:
    assert [told(OLD, NEW, row) for row in side_by_side(OLD, NEW)] == [
        ("A ship struck the bridge.", [], "A ship struck the bridge.", []),
        ("Six workers are missing.", ["Six"], "Five workers are missing.", ["Five"]),
        ("The port is closed.", [], "The port is closed.", []),
        ("", [], "It was raining.", ["It was raining."]),
    ]
    assert [row.differs for row in side_by_side(OLD, NEW)] == [False, True, False, True]


def test_a_megabyte_in_one_line_is_compared_as_a_whole() -> None:
    old, new = "word " * 200_000, "word " * 199_999 + "other"
    [row] = side_by_side(old, new)
    assert row.old
    assert row.new
    assert row.old.changed == (row.old.span,)
    assert row.new.changed == (row.new.span,)


def test_a_text_of_thousands_of_paragraphs_is_set_side_by_side_without_being_aligned() -> None:
    old = "\n".join(["again"] * 5_000)
    rows = side_by_side(old, f"{old}\nmore")
    assert (len(rows), sum(row.differs for row in rows)) == (5_001, 1)


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_every_paragraph_of_both_is_there_once_in_its_order(old: str, new: str) -> None:
    rows = side_by_side(old, new)
    assert [row.old.span for row in rows if row.old] == paragraphs(old)
    assert [row.new.span for row in rows if row.new] == paragraphs(new)
    alike = [row for row in rows if not row.differs]
    for row in alike:
        assert row.old
        assert row.new
        assert old[slice(*row.old.span)].split() == new[slice(*row.new.span)].split()
