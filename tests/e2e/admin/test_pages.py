"""What somebody at the desk sees of stories, articles and answers. Real model."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import unescape

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.kept_replies import StoredReplies
from bot import evidence_wording, timeline_wording, wording
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.memory import KeptQuote, KeptReply
from bot.places import Place
from retrieval.headlines import HEADLINE
from tests.e2e.admin.conftest import BEFORE, CORRECTED, SECRET, Desk, DeskRoom
from tests.e2e.admin.desk_client import DeskClient, Page
from tests.e2e.command import run_in

COMMANDER = "who heads the new US command in Japan?"
ICE_CREAM = "which ice cream did the mayor of Lisbon prefer as a child?"
ARTICLE = f"/articles?id={CORRECTED}"
PEOPLE = 40


def quotes(page: Page) -> list[str]:
    found = re.findall(r'<span class="words">(.*?)</span>', page.html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", one)) for one in found]


def buttons(page: Page) -> dict[str, str]:
    """Where each leads, or what it sends, by its label."""
    links = re.findall(r'<a class="button" href="([^"]+)">([^<]+)<', page.html)
    pressed = re.findall(r'name="action" value="([^"]+)"><button[^>]*>([^<]+)<', page.html)
    return {unescape(label): unescape(what) for what, label in (*links, *pressed)}


def test_every_story_is_listed_also_one_that_is_limited_to_channels(somebody: DeskClient) -> None:
    page = somebody.get("/")
    assert page.status == 200
    for said in ("Sweden joins NATO", "us-japan-command", "6 articles", "newest 30 March 2025"):
        assert said in page.text.replace("\xa0", " ")
    assert f"{SECRET} 1 article" in page.text
    assert "Limited to slack:C0SECRET: in no other channel is it spoken of." in page.text


def test_a_story_shows_its_timeline_as_chats_do_its_picture_and_its_articles(
    somebody: DeskClient, desk_room: DeskRoom
) -> None:
    page = somebody.get("/stories/us-japan-command")
    told = run_in(desk_room.folder, desk_room.data)("timeline", "us-japan-command", "--json").json
    assert quotes(page) == [one["text"] for one in told["developments"]]
    [alt] = re.findall(
        r'<img class="picture" src="data:image/png;base64,[^"]+" alt="([^"]+)"', page.html
    )
    assert unescape(alt).startswith("Coverage of “The US joint command in Japan”: 6 articles from")
    newest = buttons(page)[timeline_wording.NEWEST_FIRST()]
    assert quotes(somebody.get(newest)) == quotes(page)[::-1]
    assert ARTICLE.replace("/2024", "%2F2024") in page.html
    listed = somebody.get("/stories/us-japan-command/articles")
    assert len(re.findall(r"/articles\?id=", listed.html)) == 6
    assert somebody.get("/stories/us-japan-command/articles?page=2").status == 200
    for odd in ("?page=0", "?page=-1", "?page=x", "?page=99999999999", "?order=x"):
        assert somebody.get(f"/stories/us-japan-command{odd}").status == 200


def test_an_article_shows_its_two_versions_and_the_words_that_differ(somebody: DeskClient) -> None:
    page = somebody.get(ARTICLE)
    assert page.status == 200
    assert "1 paragraph differs." in page.text
    assert re.findall(r"<(del|ins)>(.*?)</", page.html) == [("del", "2,700"), ("ins", "2,900")]
    versions = re.findall(r'<option value="(\w+)"', page.html)
    old, new = versions[0], versions[1]
    assert versions == [old, new, old, new]
    same = somebody.get(f"{ARTICLE}&old={new}&new={new}")
    assert "They read the same, word for word" in same.text
    assert BEFORE not in same.html
    turned = somebody.get(f"{ARTICLE}&old={new}&new={old}")
    assert re.findall(r"<(del|ins)>(.*?)</", turned.html) == [("del", "2,900"), ("ins", "2,700")]


def test_a_question_is_answered_with_the_quotes_that_others_get(
    somebody: DeskClient, desk_room: DeskRoom
) -> None:
    page = somebody.post("/ask", question=COMMANDER)
    asked = run_in(desk_room.folder, desk_room.data)("ask", COMMANDER, "--json").json
    best = [one["text"] for one in asked["quotes"]]
    assert quotes(page) == best[: len(quotes(page))] != []
    assert '<div class="document answer">' in page.html
    # It stands in the form again, to be asked otherwise.
    assert COMMANDER in page.html
    pressed = buttons(page)
    [more] = [where for label, where in pressed.items() if label.startswith("More quotes")]
    further = somebody.get(more)
    assert quotes(further)
    assert not set(quotes(further)) & set(quotes(page))
    context = somebody.get(pressed[wording.CONTEXT()])
    assert quotes(context) == quotes(page)
    assert 'class="around"' in context.html
    noted = somebody.post("/press", action=pressed[wording.HELPFUL()])
    assert wording.NOTED(verdict=wording.HELPFUL()) in noted.text
    verdicts = somebody.get("/verdicts")
    assert "1 helpful, 0 not helpful" in verdicts.text
    assert "on this page" in verdicts.text


def test_quotes_are_taken_along_as_a_file_and_cited(somebody: DeskClient) -> None:
    page = somebody.post("/ask", question=COMMANDER)
    pressed = buttons(page)
    cited = somebody.get(pressed[evidence_wording.CITE()])
    assert "https://www.meridian-daily.example/" in cited.text
    for export, words in (
        (pressed[evidence_wording.EXPORT()], quotes(page)),
        (buttons(somebody.get("/stories/sweden-nato"))[evidence_wording.EXPORT()], ["Sweden"]),
    ):
        shown = somebody.get(export)
        [file] = re.findall(r'href="(/files/[^"]+)"', shown.html)
        made = somebody.get(file)
        assert made.status == 200
        assert made.headers["Content-Disposition"].startswith('attachment; filename="pullquote-')
        assert made.headers["Cache-Control"] == "no-store"
        assert all(one in unescape(made.html) for one in words)
        # The question is in no address; so it is in no file of the page's either.
        assert COMMANDER not in made.html
        assert len(buttons(shown)) == 3  # as what else it may be had
    assert somebody.get(f"/files/more:{'0' * 32}:0").status == 404
    assert DeskClient(somebody.base).get(file).status == 303


def test_a_question_may_be_put_to_one_story_and_to_a_limited_one(somebody: DeskClient) -> None:
    page = somebody.post("/ask", question="what is the marmot called?", story=SECRET)
    assert quotes(page) == ["The marmot is called Oskar."]
    assert somebody.post("/ask", question="who heads it?", story="no-such-story").status == 400


def test_what_nothing_answers_is_said_and_what_is_near_is_a_click_away(
    somebody: DeskClient,
) -> None:
    page = somebody.post("/ask", question=ICE_CREAM)
    assert (page.status, quotes(page)) == (200, [])
    assert wording.NOT_CONFIDENT() in page.text
    near = somebody.get(buttons(page)[wording.SHOW_NEAREST()])
    assert wording.NEAREST() in near.text


@pytest.mark.parametrize("typed", ["", "   ", "?!", "x" * (MAX_QUESTION_CHARACTERS + 1)])
def test_what_cant_be_asked_is_said_beside_the_field(somebody: DeskClient, typed: str) -> None:
    page = somebody.post("/ask", question=typed)
    assert page.status == 400
    assert 'id="question-error"' in page.html
    assert 'aria-describedby="question-error question-hint" aria-invalid="true"' in page.html


def test_a_button_of_a_reply_that_is_not_known_any_more_says_so(somebody: DeskClient) -> None:
    page = somebody.get(f"/shown/more:{'0' * 32}:0")
    assert (page.status, "ask again" in page.text) == (400, True)


def kept(version: str, span: tuple[int, int], **of: object) -> KeptReply:
    quote = KeptQuote(version, *span, (), 0.9, ())
    values: dict[str, object] = {
        "id": f"{of.pop('n'):032x}",
        "place": Place("slack", "T1", "C0NEWS"),
        "thread": "",
        "asked": "1.1",
        "message": "1.2",
        "answered": True,
        "story": "us-japan-command",
        "quotes": (quote, KeptQuote(version, 0, 3, (), 0.2, ())),
        "at": datetime(2024, 10, 9, 8, 30, tzinfo=UTC),
        "shown": 1,
    }
    return KeptReply(**(values | of))  # type: ignore[arg-type]


def test_every_quote_that_was_given_is_marked_in_its_version_with_when_and_where(
    own_room: DeskRoom,
) -> None:
    catalog = open_catalog(None, own_room.data)
    before, after = (one.article for one in catalog.history(CORRECTED))
    replies = StoredReplies(catalog.database)
    start = before.text.index("A graduate")
    span = (start, before.text.index(".", start) + 1)
    inside = (before.text.index(BEFORE), before.text.index(BEFORE) + len(BEFORE))
    replies.keep(kept(before.version, span, n=1))
    replies.keep(kept(before.version, inside, n=2, answered=False, possible=True))
    replies.keep(kept(before.version, span, n=3, shown=0))  # to one person alone
    replies.keep(kept(before.version, span, n=4, place=Place("slack", "T1", "D0ALICE")))
    replies.keep(kept(after.version, HEADLINE, n=5, place=Place("discord", "7", "42")))
    replies.keep(kept(after.version, span, n=6, shown=0, answered=False))  # only near
    catalog.close()
    with own_room.serve(keep_days=3650, chat_quotes=1) as served:
        page = served.signed_in().get(ARTICLE)
    text = page.text.replace("\xa0", " ")
    when = "9 October 2024 at 08:30 UTC"
    assert text.count(f"{when}, slack:C0NEWS, answered") == 1
    assert text.count(f"{when}, to one person alone, answered") == 2
    assert f"{when}, slack:C0NEWS, possible answer" in text
    assert f"{when}, discord:42, answered" in text
    assert "D0ALICE" not in page.html
    marked = re.findall(r'<mark class="given">(.*?)</mark>', page.html)
    # The one quote stands within the other; the words that were corrected are in both.
    assert [re.sub(r"<[^>]*>", "", one) for one in marked] == [
        after.title,
        "A graduate of the US Air Force Academy and a fighter pilot by training, he has ",
        "more than ",
        "2,700",
        " flying hours",
        ", many of them in the F-16 and the F-35A.",
    ]
    for number in (1, 2, 3):
        assert page.html.count(f'href="#quote-{number}"') == 1
        assert f'<li id="quote-{number}" value="{number}">' in page.html
    assert 'href="#quote-4"' not in page.html


def test_forty_people_at_once_get_the_right_pages(desk: Desk) -> None:
    people = [desk.signed_in() for _ in range(PEOPLE)]
    questions = {
        COMMANDER: "Lieutenant General Stephen Jost",
        "when did Sweden join NATO?": "Sweden",
        "what is the marmot called?": "Oskar",
        ICE_CREAM: wording.NOT_CONFIDENT(),
    }

    def morning(number: int) -> list[str]:
        somebody, wrong = people[number], []
        question, answer = list(questions.items())[number % len(questions)]
        for path, said in (
            ("/", "Sweden joins NATO"),
            ("/stories/sweden-nato", "Timeline: Sweden joins NATO"),
            (ARTICLE, "1 paragraph differs."),
            ("/health", "Everything that answering needs is well."),
        ):
            page = somebody.get(path)
            if page.status != 200 or said not in page.text:
                wrong.append(f"{path}: {page.status} {page.text[:200]}")
        page = somebody.post("/ask", question=question)
        if page.status != 200 or answer not in page.text or question not in unescape(page.html):
            wrong.append(f"{question}: {page.status} {page.text[:200]}")
        return wrong

    with ThreadPoolExecutor(PEOPLE) as pool:
        assert [wrong for one in pool.map(morning, range(PEOPLE)) for wrong in one] == []


def test_the_health_page_says_what_is_well_and_how_old_the_index_is(somebody: DeskClient) -> None:
    page = somebody.get("/health")
    for said in ("database", "disk", "index open", "generation 2", "articles 13", "no chat is set"):
        assert said in page.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Zustand"), ("fr", "Sujets"), ("es", "Temas"), ("ja", "トピック"), ("nl", "Stories")],
)
def test_the_page_speaks_the_readers_language_and_quotes_stay_as_they_are(
    somebody: DeskClient, language: str, said: str
) -> None:
    page = somebody.get("/", Accept_Language=f"{language}, en;q=0.5")
    spoken = "en" if language == "nl" else language
    assert f'<html lang="{spoken}">' in page.html
    assert page.headers["Content-Language"] == spoken
    assert said in page.html
    asked = somebody.post("/ask", {"Accept-Language": language}, question=COMMANDER)
    assert quotes(asked) == quotes(somebody.post("/ask", question=COMMANDER)) != []
    for path in ("/stories/us-japan-command", ARTICLE, "/sources", "/gaps", "/health", "/nowhere"):
        assert somebody.get(path, Accept_Language=language).status in (200, 404)
