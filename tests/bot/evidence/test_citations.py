"""How a quote is cited: names turned around only where their parts are certain, nothing made up."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.evidence.citations import citation_of, csl_of, name_of
from bot.evidence.pack import PackedArticle, PackedQuote

FETCHED = datetime(2026, 11, 26, 9, tzinfo=UTC)
ARTICLE = PackedArticle(
    id="wire/1",
    story="japan",
    story_title="The command in Japan",
    title="US to turn its headquarters into a joint command",
    url="https://wire.example/1",
    source="Harborline Wire",
    authors=("John R. Smith", "Mao Zedong"),
    published=datetime(2024, 7, 28, 9, 30, tzinfo=UTC),
    updated=None,
    modified=None,
    fetched=FETCHED,
    version="0" * 32,
    sha256="0" * 64,
    characters=100,
)
LINK = "https://wire.example/1#:~:text=It%20gains%20duties."
QUOTE = PackedQuote("It gains\nduties.", 10, 26, "", "", (), "", 0.9, LINK, ARTICLE)


def of(**changes: object) -> PackedQuote:
    return replace(QUOTE, article=replace(ARTICLE, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "turned"),
    [
        ("John R. Smith", "Smith, J. R."),
        ("J. K. Rowling", "Rowling, J. K."),
        ("J.K. Rowling", "Rowling, J. K."),
        ("Smith, John", "Smith, J."),
        ("O'Brien, Mary Ann", "O'Brien, M. A."),
        ("Anne-Marie B. O’Neill", "O’Neill, A. M. B."),
        # Who knows which part is the family's?
        ("Jane Smith", None),
        ("Mao Zedong", None),
        ("Sky News", None),
        ("Reuters", None),
        ("Jane van der Berg", None),
        ("Associated Press and staff", None),
        ("Martin Luther King Jr.", None),
        ("A. B.", None),
        ("By J. Doe in Paris", None),
        ("山田太郎", None),
        ("", None),
    ],
)
def test_a_name_is_turned_around_only_where_its_parts_are_certain(
    printed: str, turned: str | None
) -> None:
    name = name_of(printed)
    assert (name.turned if name else None) == turned


def test_a_quote_as_a_line_and_as_the_apa_writes_it() -> None:
    cited = citation_of(QUOTE)
    assert cited.plain == (
        "“It gains duties.” — John R. Smith, Mao Zedong, “US to turn its headquarters into a joint "
        f"command”, Harborline Wire, 28 July 2024, {LINK} (retrieved 26 November 2026)"
    )
    assert cited.apa == (
        "“It gains duties.” (Smith & Mao Zedong, 2024)\n"
        "Smith, J. R., & Mao Zedong. (2024, July 28). US to turn its headquarters into a joint "
        f"command. Harborline Wire. Retrieved November 26, 2026, from {LINK}"
    )


def test_what_is_not_known_is_left_out_or_n_d() -> None:
    bare = replace(of(authors=(), published=None, source="", url=""), link="")
    cited = citation_of(bare)
    title = ARTICLE.title
    assert cited.plain == f"“It gains duties.” — “{title}”, n.d. (retrieved 26 November 2026)"
    assert cited.apa == f"“It gains duties.” (“{title}”, n.d.)\n{title}. (n.d.)."


def test_an_author_who_is_the_paper_is_named_once_and_three_are_et_al() -> None:
    of_paper = citation_of(of(authors=("Harborline Wire",)))
    assert of_paper.plain.count("Harborline Wire") == of_paper.apa.count("Harborline Wire") == 1
    of_three = citation_of(of(authors=("A. B. See", "Dee", "E. F. Gee")))
    assert of_three.apa.startswith(
        "“It gains duties.” (See et al., 2024)\nSee, A. B., Dee, & Gee, "
    )


def test_a_question_in_a_headline_keeps_its_mark_alone() -> None:
    assert "Who leads? Harborline Wire." in citation_of(of(title="Who leads?")).apa


@pytest.mark.parametrize("hostile", ["a\nb\x00c", "\u202egnp.exe", "x\u2028y", "<@U1> *b* `c`"])
def test_a_hostile_name_stays_in_its_line_and_turns_nothing_around(hostile: str) -> None:
    cited = citation_of(of(title=hostile, source=hostile, authors=(hostile,)))
    assert cited.plain.count("\n") == 0
    assert cited.apa.count("\n") == 1
    assert not {"\x00", "\u202e", "\u2028"} & set(cited.plain + cited.apa)


def test_csl_has_what_reference_managers_read() -> None:
    assert csl_of(QUOTE) == {
        "id": f"{'0' * 32}-10-26",
        "type": "article-newspaper",
        "title": ARTICLE.title,
        "accessed": {"date-parts": [[2026, 11, 26]]},
        "container-title": "Harborline Wire",
        "issued": {"date-parts": [[2024, 7, 28]]},
        "author": [{"family": "Smith", "given": "John R."}, {"literal": "Mao Zedong"}],
        "URL": "https://wire.example/1",
    }
