"""Who people are told wrote an article: persons, as the paper writes their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.bylines import persons

OUTLETS = ("The Ostwick Echo", "ostwick-echo.example")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("A. B. Carrow", ("A. B. Carrow",)),
        ("By Mary Ann B. Tolland", ("Mary Ann B. Tolland",)),
        ("J.R.R. Holt and Línea Åberg", ("J.R.R. Holt", "Línea Åberg")),
        ("Peter Grove Jr.", ("Peter Grove Jr.",)),
        ("Peter Grove, Jr., harbour correspondent", ("Peter Grove, Jr.",)),
        ("Ines de la Cruz y Vega", ("Ines de la Cruz y Vega",)),
        ("María Núñez y Pedro Gómez", ("María Núñez", "Pedro Gómez")),
        ("Von Jürgen Weiß und Änne von der Aue", ("Jürgen Weiß", "Änne von der Aue")),
        ("By Ada Moss in Halvik and Ben O'Neill in Oslo", ("Ada Moss", "Ben O'Neill")),
        ("Ada Moss, political editor", ("Ada Moss",)),
        ("Ada Moss Political editor", ("Ada Moss",)),
        ("By ADA MOSS, AP Auto Writer", ("ADA MOSS",)),
        ("Ada Moss, Ben Lund, and Cara Dale", ("Ada Moss", "Ben Lund", "Cara Dale")),
        ("Ada Moss | Photographs by Dan Ray", ("Ada Moss",)),
        ("Ada Moss (Reuters)", ("Ada Moss",)),
        ("Ada Moss for Reuters", ("Ada Moss",)),
        ("Ada Moss @adamoss ada@echo.example", ("Ada Moss",)),
        ("Ada Moss, The Ostwick Echo", ("Ada Moss",)),
        ("Cuba Harte Junior", ("Cuba Harte Junior",)),
        ("Emily Post", ("Emily Post",)),
        ("Ada Moss Monday, 3 March 2025, 04:05 pm", ("Ada Moss",)),
        ("Венера Ерофеева", ("Венера Ерофеева",)),
    ],
)
def test_a_byline_names_its_persons_and_keeps_how_they_are_written(
    written: str, names: tuple[str, ...]
) -> None:
    assert persons(written, OUTLETS) == names


@pytest.mark.parametrize(
    "written",
    [
        "Staff and agencies", "Newsroom", "Reuters", "Reuters staff", "Editorial board",
        "The Editorial Board", "Ostwick Echo", "ostwick-echo.example", "Agence France-Presse",
        "Halvik Post Staff", "London", "New York", "Washington Post", "By Our Reporter, Oslo",
        "AFP, dpa", "admin", "jdmoss", "https://social.example/ada", "Staff Writer",
        "BBC News", "Redaktion", "", "3 March 2025", "Press Association",
    ],
)  # fmt: skip
def test_outlets_places_and_desks_are_no_authors(written: str) -> None:
    assert persons(written, OUTLETS, sure=True) == ()


def test_a_single_name_counts_where_it_is_marked_as_a_person() -> None:
    assert (persons("Ines", sure=True), persons("Ines")) == (("Ines",), ())


@given(st.text(max_size=200), st.booleans())
def test_every_name_stands_in_its_byline(written: str, sure: bool) -> None:
    for name in persons(written, sure=sure):
        assert name
        assert set(name) <= set(written) | set(" ,.")
