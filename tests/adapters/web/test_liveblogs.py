"""A liveblog is a series of entries: they are added, they fall off its page, some are corrected."""

from adapters.web.liveblogs import Grown, grown, is_liveblog, written_out

E1 = "06:10 The first ferry leaves Ostwick with nobody on board."
E2 = "07:45 Police close the landing after a crowd of 300 gathers."
E3 = "09:20 Director Tomas Brandt says 14 crossings are cancelled."
E4 = "11:05 The mayor asks the captains to come to the town hall."
E5 = "12:30 The captains refuse."
INTRO = "Our reporters are at the ferry landing in Ostwick."


def text(*lines: str) -> str:
    return "\n".join(lines)


def test_entries_that_are_added_are_no_correction() -> None:
    assert grown(text(E2, E1), text(E3, E2, E1)) == Grown(text(E3, E2, E1), corrected=False)
    assert grown(text(E1, E2), text(E1, E2, E3)) == Grown(text(E1, E2, E3), corrected=False)


def test_entries_that_fell_off_the_page_stay_below_it_and_for_good() -> None:
    held = grown(text(E3, E2, E1), text(E5, E4, E3))
    assert held == Grown(text(E5, E4, E3, E2, E1), corrected=False)
    assert grown(held.text, text(E5, E4)) == held
    oldest_first = grown(text(INTRO, E1, E2, E3), text(INTRO, E3, E4, E5))
    assert oldest_first == Grown(text(INTRO, E3, E4, E5, E1, E2), corrected=False)
    footer = "Write to our reporters."
    held = grown(text(INTRO, E3, E2, E1, footer), text(INTRO, E5, E4, E3, footer))
    assert held == Grown(text(INTRO, E5, E4, E3, footer, E2, E1), corrected=False)


def test_a_page_that_has_turned_over_whole_keeps_what_was_held() -> None:
    assert grown(text(E2, E1), text(E5, E4)) == Grown(text(E5, E4, E2, E1), corrected=False)


def test_a_corrected_entry_is_not_kept_as_it_was() -> None:
    mended = E1.replace("nobody", "four people")
    assert grown(text(E2, E1), text(E3, E2, mended)) == Grown(text(E3, E2, mended), corrected=True)
    mended = E2.replace("300", "about 90")
    assert grown(text(E2, E1), text(mended, E1)) == Grown(text(mended, E1), corrected=True)


def test_an_entry_that_was_taken_out_between_others_is_gone() -> None:
    assert grown(text(E3, E2, E1), text(E4, E3, E1)) == Grown(text(E4, E3, E1), corrected=True)


def test_a_summary_on_top_that_is_written_anew_is_not_kept_for_ever() -> None:
    held, now = text("What we know: 300 came.", E2, E1), text("What we know: all is over.", E3, E2)
    assert grown(held, now) == Grown(
        text("What we know: all is over.", E3, E2, E1), corrected=False
    )


def test_a_liveblog_is_known_by_its_linked_data_or_its_times() -> None:
    assert is_liveblog([{"@type": ["NewsArticle", "LiveBlogPosting"]}], INTRO)
    assert is_liveblog([{"@type": "NewsArticle"}], text(INTRO, E1, E2, E3))
    assert is_liveblog([], text("6.15am The first ferry.", "7pm The last.", "[18:20 GMT] None."))
    assert not is_liveblog([{"@type": "NewsArticle"}], text(INTRO, E1, "A quiet day.", "None."))
    assert not is_liveblog([], text("12 people came.", "3.5 million crowns.", "7 ferries lay."))


def test_entries_that_only_the_linked_data_holds_are_read_from_there() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": "Ferries stop", "articleBody": "<p>All 14 stop.</p>"},
        {"@type": "BlogPosting", "articleBody": "The mayor &amp; the captains meet."},
    ]
    blog = {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    whole = "Ferries stop\nAll 14 stop.\nThe mayor & the captains meet."
    assert written_out([blog], "Ferries stop") == whole
    assert written_out([blog], whole) == whole
    assert written_out([{"@type": "NewsArticle", "liveBlogUpdate": updates}], "A") == "A"
