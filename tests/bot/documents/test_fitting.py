"""What gives way where a message is full, whatever the platform measures."""

from hypothesis import given
from hypothesis import strategies as st

from bot.documents.fitting import fitted, whole
from bot.documents.tree import (
    Below,
    Document,
    Entry,
    Fitted,
    Paragraph,
    Quotation,
    Shortening,
    line,
)

lengths = st.lists(
    st.lists(st.integers(1, 400), min_size=1, max_size=4).map(lambda ns: sorted(ns, reverse=True)),
    max_size=12,
)


def document(forms: list[list[int]], shortening: Shortening) -> Document:
    """Entries whose forms are so long; below them it is said how many are shown."""

    def below(shown: int) -> tuple[Below, ...]:
        return (Paragraph(line(str(shown))),)

    entries = tuple(
        Entry(tuple((Quotation(f"{n}".ljust(length, "x")[:length]),) for length in each))
        for n, each in enumerate(forms)
    )
    return Document("", entries, below=below, shortening=shortening)


def length(shown: Fitted) -> int:
    return sum(len(b.text) for group in shown.groups for b in group if isinstance(b, Quotation))


def held(most: int, told: Document) -> Fitted:
    return fitted(told, lambda shown: shown, lambda shown: length(shown) <= most)


@given(lengths, st.sampled_from(Shortening), st.integers(0, 3_000))
def test_it_fits_wherever_its_first_entry_in_its_shortest_form_does(
    forms: list[list[int]], shortening: Shortening, most: int
) -> None:
    told = document(forms, shortening)
    shown = held(most, told)
    if not forms or forms[0][-1] <= most:
        assert length(shown) <= most
    assert shown.below == told.below(len(shown.groups))
    assert len(shown.groups) >= min(1, len(forms))


@given(lengths, st.sampled_from(Shortening))
def test_what_fits_is_shown_whole(forms: list[list[int]], shortening: Shortening) -> None:
    told = document(forms, shortening)
    assert held(length(whole(told)), told) == whole(told)


@given(lengths, st.sampled_from(Shortening), st.integers(0, 3_000))
def test_what_is_shown_are_the_first_entries_each_in_a_form_of_its_own(
    forms: list[list[int]], shortening: Shortening, most: int
) -> None:
    told = document(forms, shortening)
    groups = held(most, told).groups
    assert all(group in entry.forms for group, entry in zip(groups, told.entries, strict=False))


def test_of_a_reply_the_last_go_first() -> None:
    told = document([[100, 10], [100, 10], [100, 10]], Shortening.LAST)
    assert [len(held(most, told).groups) for most in (300, 250, 150, 99)] == [3, 2, 1, 1]
    assert length(held(99, told)) == 10


def test_of_a_timeline_the_longest_is_shortened_first() -> None:
    told = document([[100, 10], [300, 10], [200, 10]], Shortening.LONGEST)
    assert [length(held(most, told)) for most in (600, 599, 309, 119)] == [600, 310, 120, 30]
    assert [len(held(most, told).groups) for most in (30, 29, 10)] == [3, 2, 1]
