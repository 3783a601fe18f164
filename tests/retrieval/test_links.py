"""Readers follow a quote's link and land on exactly its words, by the rules browsers go by."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.links import quote_link

URL = "https://news.example/japan"


def link(text: str, words: str, occurrence: int = 0, url: str = URL) -> str:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return quote_link(url, text, start, start + len(words))


def test_a_reader_lands_on_the_quoted_words() -> None:
    text = "The center would be headed by a three-star commander."
    assert link(text, "headed by a") == f"{URL}#:~:text=headed%20by%20a"


def test_a_reader_still_lands_when_the_quote_holds_the_syntax_of_links() -> None:
    text = "Costs: R&D, 50% (see #3) - rose."
    assert link(text, "R&D, 50% (see #3) - rose") == (
        f"{URL}#:~:text=R%26D%2C%2050%25%20%28see%20%233%29%20%2D%20rose"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (URL, f"{URL}#:~:text=rose"),
        (f"{URL}?a=b#", f"{URL}?a=b#:~:text=rose"),
        (f"{URL}#economy", f"{URL}#economy:~:text=rose"),
        (f"{URL}#economy:~:text=fell", f"{URL}#economy:~:text=rose"),
        (f"{URL}#:~:text=fell&text=sank", f"{URL}#:~:text=rose"),
        (f"{URL}:~:x", f"{URL}:~:x#:~:text=rose"),
        ("", ""),
    ],
)
def test_the_address_of_the_article_stays_as_it_is(url: str, expected: str) -> None:
    assert link("Prices rose.", "rose", url=url) == expected


def test_a_reader_of_any_script_lands_on_the_quote() -> None:
    text = "In Zürich 🎉 قال الوزير and 東京へ行きました。"
    assert unquote(link(text, "Zürich 🎉 قال الوزير")) == f"{URL}#:~:text=Zürich 🎉 قال الوزير"
    assert link(text, "Zürich") == f"{URL}#:~:text=Z%C3%BCrich"
    assert unquote(link(text, "東京へ行きました。")) == f"{URL}#:~:text=東京へ行きました。"


def test_a_broken_character_is_linked_as_the_page_shows_it() -> None:
    assert unquote(link("Prices \ud83d rose\0.", "\ud83d rose\0.")) == f"{URL}#:~:text=� rose�."


def test_white_space_in_the_text_does_not_count_as_the_page_shows_none() -> None:
    text = "Prices  \t rose\xa0\xa0sharply  today."
    assert link(text, " \t rose\xa0\xa0sharply ") == f"{URL}#:~:text=rose%20sharply"


def test_a_quote_names_its_first_and_last_words_and_again_some_further_in() -> None:
    text = "It began. Prices of bread rose by half in a year, said the baker. The end."
    expected = "Prices of bread rose,said the baker.&text=by half in a year,"
    assert unquote(link(text, text[10:-9])) == f"{URL}#:~:text={expected}"


def test_a_quote_that_opens_its_paragraph_is_also_found_without_the_drop_cap() -> None:
    text = "It began.\nPrices of bread rose by half in a year, said the baker. The end."
    expected = (
        "Prices of bread rose,said the baker.&text=of bread rose by,said the baker."
        "&text=by half in a year,"
    )
    assert unquote(link(text, text[10:-9])) == f"{URL}#:~:text={expected}"
    assert unquote(link(text, "Prices of bread rose")) == (
        f"{URL}#:~:text=Prices of bread rose&text=of bread rose"
    )


def test_a_quote_across_paragraphs_names_words_of_the_first_and_of_the_last() -> None:
    text = (
        "It began. Prices rose by half in a year.\n\nNobody knew.\nThey fell again in May. The end."
    )
    words = text[text.index("Prices") : text.index(" The end")]
    expected = "Prices rose by half,again in May.&text=in a year.,They fell"
    assert unquote(link(text, words)) == f"{URL}#:~:text={expected}"


def test_a_quoted_row_of_a_table_names_its_first_and_last_cell() -> None:
    text = "How they voted\nParty\tFor\tAgainst\nThe Greens\t18 for\t2 against\nOthers\t4 for"
    row = "The Greens\t18 for\t2 against"
    expected = "The Greens,2 against&text=Greens,2 against"
    assert unquote(link(text, row)) == f"{URL}#:~:text={expected}"


def test_a_long_quote_without_spaces_names_clauses_or_else_cuts_between_characters() -> None:
    clauses = "".join(f"第{number}回目の会議は東京で開かれ、" for number in range(100, 130))
    first, last = "第100回目の会議は東京で開かれ、", "129回目の会議は東京で開かれ、"
    directive = unquote(link(clauses, clauses)).partition("&")[0]
    assert directive == f"{URL}#:~:text={first},{last}"
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 390)))
    assert unquote(link(text, text)) == f"{URL}#:~:text={text[:30]},{text[-30:]}"


def test_an_ordinary_quote_makes_a_link_no_longer_than_its_own_words_would() -> None:
    sentence = " ".join(f"word{number}" for number in range(60))
    directives = quote_link(URL, f"It began.\n{sentence}.", 10, 10 + len(sentence))
    assert len(directives) < 250


def test_a_quote_inside_a_japanese_clause_is_found_by_the_rest_of_the_clause() -> None:
    text = "昨日、会議は東京で開かれました。"
    assert unquote(link(text, "東京")) == f"{URL}#:~:text=会議は-,東京,-で開かれました。"
    assert unquote(link(text, "会議は東京")) == f"{URL}#:~:text=会議は東京,-で開かれました。"


def test_a_long_quote_that_is_one_word_is_linked_in_full() -> None:
    assert link("a" * 500, "a" * 500) == f"{URL}#:~:text={'a' * 500}"


REPEATS = """\
Prices rose in May. He said prices rose, too.
Prices rose in May.
The rise: prices rose."""


@pytest.mark.parametrize(
    ("words", "occurrence", "expected"),
    [
        ("Prices rose", 0, "Prices rose"),
        ("prices rose", 0, "said-,prices rose"),
        ("Prices rose", 1, "too.-,Prices rose"),
        ("prices rose", 1, "rise:-,prices rose"),
        ("Prices rose in May.", 1, "too.-,Prices rose in May."),
    ],
)
def test_of_words_that_are_repeated_the_quoted_ones_are_found(
    words: str, occurrence: int, expected: str
) -> None:
    assert unquote(link(REPEATS, words, occurrence)) == f"{URL}#:~:text={expected}"


def test_the_words_that_follow_tell_a_quote_from_its_repeats() -> None:
    text = "He said no to her. He said no to him. He said no to me."
    assert unquote(link(text, "He said no to", 1)) == f"{URL}#:~:text=her.-,He said no to"
    text = "No. No. No. Yes."
    assert unquote(link(text, "No.", 2)) == f"{URL}#:~:text=No.,-Yes."
    text = "a b c. x b d. a b d."
    assert unquote(link(text, "b", 2)) == f"{URL}#:~:text=a-,b,-d."


def test_a_long_quote_with_a_repeated_opening_names_more_of_it() -> None:
    text = "The price of bread in Rome rose.\nThe price of bread in Rome fell.\nSo it goes."
    words = text[text.index("\n") + 1 :]
    expected = "The price of bread in Rome fell.,So it goes."
    found = unquote(link(text, words)).partition("&")[0]
    assert found == f"{URL}#:~:text={expected}"


def test_words_that_the_headline_has_too_are_not_found_there() -> None:
    title = "Bread in Rome is dear"
    text = "Bread in Rome is dear and will be dearer, said a baker."
    found = unquote(quote_link(URL, text, 0, len(text), title)).partition("&")[0]
    assert found == f"{URL}#:~:text=Bread in Rome is dear and,said a baker."


def test_words_that_are_all_in_the_headline_need_no_context() -> None:
    text = "Bread in Rome is dear.\nSo it goes."
    assert unquote(quote_link(URL, text, 0, 13, "Bread in Rome is dear")) == (
        f"{URL}#:~:text=Bread in Rome"
    )


def test_a_repeat_that_differs_in_case_or_accents_counts_as_a_browser_ignores_both() -> None:
    text = "A RESUME is here. My résumé is there."
    assert unquote(link(text, "résumé")) == f"{URL}#:~:text=My-,résumé"


def test_a_repeat_in_other_quotation_marks_counts_as_a_browser_ignores_their_shape() -> None:
    text = 'Told "we will", she said “we will”.'
    assert unquote(link(text, "“we will”")) == f"{URL}#:~:text=said-,“we will”"


def test_a_repeat_inside_a_longer_word_does_not_count() -> None:
    assert unquote(link("A party. Modern art.", "art", 1)) == f"{URL}#:~:text=art"
    assert unquote(link("They can't. We can.", "can", 1)) == f"{URL}#:~:text=can"


def test_words_that_nothing_tells_apart_are_found_at_their_first_place() -> None:
    assert link("More\nMore\nMore\nMore", "More", 2) == f"{URL}#:~:text=More"


def test_a_quote_keeps_the_punctuation_around_it() -> None:
    text = "He left. “We will move,” he said."
    assert unquote(link(text, "“We will move,”")) == f"{URL}#:~:text=“We will move,”"
    assert unquote(link(text, "We will move")) == f"{URL}#:~:text=We will move"


def test_a_quote_cut_inside_a_word_is_widened_to_the_word() -> None:
    assert unquote(link("He can’t move it.", "t mov")) == f"{URL}#:~:text=can’t move"
    assert unquote(link("It cost 3,000 yen.", "000 y")) == f"{URL}#:~:text=3,000 yen"
    assert unquote(link("Up 👩\u200d🚀 she goes", "🚀 she")) == f"{URL}#:~:text=👩\u200d🚀 she"
    assert unquote(link("वह हिन्दी है", "न्")) == f"{URL}#:~:text=हिन्दी"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (2, 99), (99, 99), (5, 2)])
def test_a_range_outside_the_article_is_named(start: int, end: int) -> None:
    message = re.escape(f"range [{start}, {end}) is outside the text of 12 characters")
    with pytest.raises(ValueError, match=message):
        quote_link(URL, "Prices rose.", start, end)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (6, 7), (12, 12)])
def test_a_range_without_words_is_named(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=re.escape(f"range [{start}, {end}) is empty")):
        quote_link(URL, "Prices rose.", start, end)


# The specification's "find a range from a text directive", step by step, for lines of text.


def as_shown(text: str) -> tuple[str, list[int]]:
    """The page's lines with single spaces, and for each character its place in the text."""
    page, places = "", []
    for run in re.finditer(r"(\s+)|\S", text):
        space = ("\n" if "\n" in run[1] or "\t" in run[1] else " ") if run[1] else ""
        if not space or page:
            page += space or run[0]
            places.append(run.start())
    return page.rstrip(), places


def plain(text: str) -> str:
    """What browsers compare; é is the only accented letter in these articles."""
    return text.lower().replace("é", "e").translate({0x201C: '"', 0x201D: '"'})


def find_string(
    page: str, query: str, begin: int, *, starts_word: bool, ends_word: bool
) -> int | None:
    segments = list(re.finditer(r"\w+(?:['’.]\w+)*|[\s\S]", page))
    boundaries = {0, *(segment.end() for segment in segments)}
    for at in range(begin, len(page) - len(query) + 1):
        if (
            plain(page[at : at + len(query)]) == plain(query)
            and (not starts_word or at in boundaries)
            and (not ends_word or at + len(query) in boundaries)
        ):
            return at
    return None


def past_space(page: str, at: int) -> int:
    while at < len(page) and page[at].isspace():
        at += 1
    return at


Directive = tuple[str, str, str, str]


def parsed(link: str) -> list[Directive]:
    spelled = link.partition(":~:")[2].split("&")
    assert all(one.startswith("text=") for one in spelled)
    return [parsed_directive(one.removeprefix("text=")) for one in spelled]


def parsed_directive(spelled: str) -> Directive:
    tokens = spelled.split(",")
    assert 1 <= len(tokens) <= 4
    assert all(tokens)
    prefix = unquote(tokens.pop(0)[:-1]) if tokens[0].endswith("-") else ""
    suffix = unquote(tokens.pop()[1:]) if tokens[-1].startswith("-") else ""
    assert len(tokens) in (1, 2)
    return prefix, unquote(tokens[0]), unquote(tokens[1]) if tokens[1:] else "", suffix


def found_range(page: str, directive: Directive) -> tuple[int, int] | None:
    prefix, text_start, text_end, suffix = directive
    search = 0
    while search < len(page):
        begin = search
        if prefix:
            prefixed = find_string(page, prefix, search, starts_word=True, ends_word=False)
            if prefixed is None:
                return None
            search, begin = prefixed + 1, past_space(page, prefixed + len(prefix))
        ends_word = bool(text_end) or not suffix
        start = find_string(page, text_start, begin, starts_word=not prefix, ends_word=ends_word)
        if start is None:
            return None
        if prefix and start != begin:
            continue
        search = search if prefix else start + 1
        end = start + len(text_start)
        while end < len(page) or not text_end:
            if text_end:
                last = find_string(page, text_end, end, starts_word=True, ends_word=not suffix)
                if last is None:
                    return None
                end = last + len(text_end)
            if not suffix:
                return start, end
            expected = past_space(page, end)
            followed = find_string(page, suffix, expected, starts_word=False, ends_word=True)
            if followed is None:
                return None
            if followed == expected:
                return start, end
            if not text_end:
                break
        else:
            return None
    return None


def fullest(page: str, start: int, end: int) -> Directive:
    """The directive that says all that one can say of a range."""
    lines = page[start:end].split("\n")
    prefix = page[:start].rstrip().rpartition("\n")[2]
    suffix = page[end:].lstrip().partition("\n")[0]
    return prefix, lines[0], lines[-1] if lines[1:] else "", suffix


WORDS = """no No yes art party the three-star star “we "we we move,” said: it's it - & , 50% é e"""
words = st.sampled_from(
    [*WORDS.split(), "U.S.", "...", "internationalisation", "straightforwardness"]
)
spaces = st.sampled_from([*" " * 12, "  ", "\n", "\n", " \n\n\t", "\t"])


@st.composite
def quotes(draw: st.DrawFn) -> tuple[str, int, int]:
    """An article of few words many times over, and a quote of some of them."""
    tokens = draw(st.lists(st.tuples(words, spaces), min_size=1, max_size=60))
    text = "".join(word + space for word, space in tokens)
    ends = [match.span() for match in re.finditer(r"\S+", text)]
    first = draw(st.integers(0, len(ends) - 1))
    last = draw(st.integers(first, len(ends) - 1))
    return text, ends[first][0], ends[last][1]


@given(quotes())
@example((f"{'no ' * 10}\nno", 0, 33))
def test_a_browser_finds_exactly_the_quote_wherever_any_link_can_make_it(
    quote: tuple[str, int, int],
) -> None:
    text, start, end = quote
    page, places = as_shown(text)
    expected = places.index(start), places.index(end - 1) + 1

    own, *further = [found_range(page, one) for one in parsed(quote_link(URL, text, start, end))]
    if own != expected:
        assert found_range(page, fullest(page, *expected)) != expected
        assert own is not None
    for inside in further:
        assert inside is not None
        assert expected[0] <= inside[0] < inside[1] <= expected[1]


@given(quotes(), st.integers(0))
def test_where_the_page_has_another_word_the_further_directives_mark_nothing_but_the_quote(
    quote: tuple[str, int, int], at: int
) -> None:
    text, start, end = quote
    page, places = as_shown(text)
    first, last = places.index(start), places.index(end - 1) + 1
    words = [match.span() for match in re.finditer(r"\S+", page[first:last])]
    # One word of the quote is another one on the page.
    word = words[at % len(words)]
    other = page[: first + word[0]] + "zzz" + page[first + word[1] :]
    last += 3 - (word[1] - word[0])
    _, *further = parsed(quote_link(URL, text, start, end))
    for found in (found_range(other, one) for one in further):
        assert found is None or first <= found[0] < found[1] <= last


@given(st.text(st.characters()), st.integers(0), st.integers(0))
def test_any_slice_of_any_text_gives_a_link_that_chat_and_browsers_take(
    text: str, start: int, end: int
) -> None:
    start, end = min(start, len(text)), min(end, len(text))
    if start > end or not text[start:end].strip():
        return
    link = quote_link(URL, text, start, end)
    assert re.fullmatch(r"[\w.~%,&=-]+", link.removeprefix(f"{URL}#:~:"), re.ASCII)
    assert parsed(link)
