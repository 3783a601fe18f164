"""A person tells Pullquote what to follow, and sees what came of it. Real model, localhost site."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.command import Run, run_in
from tests.e2e.news_documents import Item, atom, json_feed, news_sitemap, rss, xml_bomb
from tests.e2e.news_faults import status
from tests.e2e.news_site import NewsSite
from tests.e2e.newspapers import BEGIN, DAYS, STORY, STORY_TOML, article_html

TITLE, LEAD = DAYS[0][0], DAYS[0][1]
MORE = "Shops on both banks report fewer customers, and schools begin at nine o'clock since then."


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.page("/a", article_html("Ostwick Echo", TITLE, BEGIN, [LEAD, MORE]))
        yield site


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The story.toml of the only story."""
    path = tmp_path / "corpus" / STORY / "story.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f"# What we follow.\n{STORY_TOML}")
    return path


@pytest.fixture
def run(tmp_path: Path, shipped: Path) -> Run:
    (tmp_path / "data").mkdir(mode=0o700)
    return run_in(
        tmp_path,
        tmp_path / "data",
        PULLQUOTE_ALLOWED_NETWORKS="127.0.0.0/8",
        PULLQUOTE_HOST_PAUSE="0",
    )


def items(site: NewsSite) -> list[Item]:
    soup = Item("Recipe of the day", site.url("/soup"), "Peel the potatoes.", BEGIN)
    return [soup, Item(TITLE, site.url("/a"), LEAD, BEGIN)]


def topic_html(newest: int) -> str:
    """Cards of the bridge up to part `newest`, and three of other things."""
    bridge = [f"Harbour bridge closed, part {n}: cracks in its hangers" for n in range(newest + 1)]
    others = ["Potato soup for cold evenings", "The choir of Millgate sings", "Snow in the hills"]
    slugs = [f"/2026/harbour-bridge-closed-part-{n}" for n in range(newest + 1)]
    slugs += [f"/2026/beside-the-story-{n}" for n in range(3)]
    cards = [
        f'<li><h2><a href="{slug}">{title}</a></h2></li>'
        for slug, title in zip(slugs, bridge + others, strict=True)
    ]
    return (
        "<html><head><title>The bridge</title></head><body><main><h1>The bridge</h1><ul>"
        + "".join(cards)
        + "</ul></main></body></html>"
    )


def feed(site: NewsSite) -> str:
    return site.feed("/news.rss", rss("Ostwick Echo", site.url(), items(site)))


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (lambda site: rss("Echo", site.url(), items(site)), "RSS"),
        (lambda site: atom("Echo", site.url(), items(site)), "Atom"),
        (lambda site: json_feed("Echo", site.url(), items(site)), "JSON Feed"),
        (lambda site: news_sitemap("Echo", items(site)).replace("2026", "2099"), "sitemap"),
    ],
)
def test_a_list_of_articles_is_known_for_what_it_is_and_its_items_are_judged(
    run: Run, site: NewsSite, story: Path, write: Callable[[NewsSite], str], kind: str
) -> None:
    url = site.page("/list", write(site), content_type="text/plain")
    shown = run("track", url, "--dry-run", "--json").json
    assert (shown["story"], shown["url"], shown["kind"], shown["added"]) == (
        STORY,
        url,
        kind,
        False,
    )
    assert [(one["title"] or one["url"], one["taken"]) for one in shown["items"]] == [
        ("Recipe of the day", False),
        (TITLE, True),
    ]
    assert "feeds" not in story.read_text()


def test_a_feed_is_shown_added_listed_and_taken_out_again(
    run: Run, site: NewsSite, story: Path
) -> None:
    url = feed(site)
    outcome = run("track", url)
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[:2] == ["RSS  Ostwick Echo", f"  {url}"]
    assert lines[2].startswith(f"  + {TITLE}  0.")
    assert lines[3:] == [
        "  - Recipe of the day  no keyword of the story",
        "1 of 2 items would be taken into The harbour bridge of Ostwick",
        f"added; fetch its articles with: pullquote refresh --story {STORY}",
    ]
    assert story.read_text() == f'# What we follow.\n{STORY_TOML}feeds = ["{url}"]\n'
    assert run("track", url).out.splitlines()[-1] == f"{STORY} tracks it already"
    assert run("sources").out == f"{STORY}\n  {url}\n    not asked yet\n"

    assert run("untrack", url + "x").err == (
        f"pullquote: no story tracks {url}x; did you mean {url}?\n"
    )
    outcome = run("untrack", url)
    said = f"{STORY}: asked no more; its articles stay (pullquote purge erases them)\n"
    assert (outcome.code, outcome.out) == (0, said)
    assert run("sources").out == "nothing is tracked yet; add a source with: pullquote track URL\n"
    assert "# What we follow." in story.read_text()


def test_a_source_may_have_keywords_of_its_own(run: Run, site: NewsSite, story: Path) -> None:
    url = feed(site)
    shown = run("track", url, "--keyword", "recipe", "--keyword", "-hangers", "--json").json
    assert [(one["title"], one["taken"], one["why"][:2]) for one in shown["items"]] == [
        ("Recipe of the day", False, "0."),
        (TITLE, False, "“h"),
    ]
    assert shown["added"]
    assert f'feeds = [{{url = "{url}", keywords = ["recipe", "-hangers"]}}]' in story.read_text()
    assert [one["url"] for one in run("sources", "--json").json] == [url]
    refused = run("track", site.url("/a"), "--page", "--keyword", "bridge")
    assert (refused.code, refused.out) == (2, "")
    assert "is one page, which is taken whole; leave --keyword out" in refused.err
    assert run("untrack", url).code == 0
    assert "url" not in story.read_text()


def test_a_sites_page_leads_to_its_feed_and_page_to_itself(
    run: Run, site: NewsSite, story: Path
) -> None:
    url = feed(site)
    broken = site.feed("/broken.rss", xml_bomb())
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}" title="News">'
        for href in (broken, url, "/other.rss")
    )
    html = article_html("Ostwick Echo", TITLE, BEGIN, [LEAD, MORE]).replace(
        "<title>", f"{links}<title>"
    )
    home = site.page("/home", html)
    shown = run("track", home, "--dry-run", "--json").json
    assert (shown["url"], shown["kind"], shown["offered"]) == (url, "RSS", [site.url("/other.rss")])
    outcome = run("track", home, "--page")
    assert outcome.out.splitlines() == [
        f"page  {TITLE}",
        f"  {home}",
        "  Ostwick Echo, 2 March 2026, 40 words",
        f"added; fetch its articles with: pullquote refresh --story {STORY}",
    ]
    assert f'pages = ["{home}"]' in story.read_text()


def test_a_page_without_a_feed_is_told_for_an_article_or_a_list_and_that_can_be_overruled(
    run: Run, site: NewsSite, story: Path
) -> None:
    lines = run("track", site.url("/a"), "--dry-run").out.splitlines()
    assert lines[:3] == [
        f"page  {TITLE}",
        f"  {site.url('/a')}",
        "  it is an article; to track the articles that it lists: --topic",
    ]
    none = run("track", site.url("/a"), "--topic")
    assert (none.code, none.err) == (
        2,
        f"pullquote: {site.url('/a')} can't be tracked as a topic page: no links to articles in "
        "the page; name another page\n",
    )
    topic = site.page("/topic/bridge", topic_html(2))
    outcome = run("track", topic)
    lines = outcome.out.splitlines()
    assert lines[:3] == [
        "topic page  The bridge",
        f"  {topic}",
        "  it lists articles; to track it as one article: --page",
    ]
    assert lines[-2:] == [
        "3 of 6 items would be taken into The harbour bridge of Ostwick",
        f"added; fetch its articles with: pullquote refresh --story {STORY}",
    ]
    assert f'topics = ["{topic}"]' in story.read_text()
    assert run("track", topic, "--page", "--topic").code == 2


def test_new_links_of_a_topic_page_are_judged_and_an_unchanged_page_is_not_sent_again(
    run: Run, site: NewsSite, story: Path
) -> None:
    topic = site.page("/topic/bridge", topic_html(2))
    for n in range(4):
        html = article_html(
            "Ostwick Echo", f"Bridge closed, part {n}", BEGIN, [LEAD, f"{MORE} {n}"]
        )
        site.page(f"/2026/harbour-bridge-closed-part-{n}", html)
    story.write_text(f'{STORY_TOML}topics = ["{topic}"]\n')
    first = run("refresh", "--json").json
    assert [(one["kind"], one["ok"], one["result"]) for one in first["sources"]] == [
        ("topic page", True, "6 items")
    ]
    urls = {page["url"] for page in first["pages"] if page["what"] in ("new", "copy")}
    assert urls == {site.url(f"/2026/harbour-bridge-closed-part-{n}") for n in range(3)}
    again = run("refresh", "--all", "--json").json
    assert [one["result"] for one in again["sources"]] == ["nothing new"]
    assert [seen.status for seen in site.asked("/topic/bridge")] == [200, 304]

    site.page("/topic/bridge", topic_html(3))
    new = run("refresh", "--all", "--json").json
    assert [one["url"] for one in new["sources"][0]["items"]] == [
        site.url("/2026/harbour-bridge-closed-part-3")
    ]
    site.page("/topic/bridge", "<html><body><h1>We value your privacy</h1></body></html>")
    walled = run("refresh", "--all")
    assert walled.code == 1
    assert "no links to articles in the page" in walled.out
    assert run("untrack", topic).code == 0


def test_an_article_and_an_index_of_sitemaps_are_tracked(
    run: Run, site: NewsSite, story: Path
) -> None:
    shown = run("track", site.url("/a"), "--json").json
    assert (shown["kind"], shown["title"], shown["added"]) == ("page", TITLE, True)
    ns = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = (
        f'<sitemapindex xmlns="{ns}"><sitemap><loc>{site.url("/m")}</loc></sitemap></sitemapindex>'
    )
    index = site.page("/index.xml", body, content_type="application/xml")
    assert run("track", index).out.splitlines() == [
        "sitemap  an index of 1 sitemap",
        f"  {index}",
        "  no items to show; the next refresh judges what its sitemaps list",
        f"added; fetch its articles with: pullquote refresh --story {STORY}",
    ]


def test_what_can_not_be_tracked_is_refused_in_one_line(
    run: Run, site: NewsSite, story: Path
) -> None:
    empty = site.page("/empty", "<html><body><p>Hello.</p></body></html>")
    picture = site.page("/picture", b"\x89PNG\r\n", content_type="image/png")
    bomb = site.feed("/bomb", xml_bomb())
    down = site.fail("/down", status(403))
    none = site.url("/none")
    refused = [
        (["track", empty], f"{empty} offers no feed, and as an article: no article in the page"),
        (["track", picture], f"{picture} is image/png; name a feed, a sitemap or a web page"),
        (["track", bomb], f"{bomb}: "),
        (["track", down], f"{down}: HTTP 403"),
        (["track", none], f"{none}: there is no such page (HTTP 404); check the address"),
        (["track", feed(site), "--page"], "is a feed, not a page; leave --page out"),
        (["track", "file:///etc/passwd"], "only http:// and https:// addresses are asked"),
        (["track", "http://10.0.0.1/rss"], "10.0.0.1"),
    ]
    for arguments, message in refused:
        outcome = run(*arguments)
        assert (outcome.code, outcome.out) == (2, ""), arguments
        assert message in outcome.err
        assert outcome.err.count("\n") == 1
    assert story.read_text() == f"# What we follow.\n{STORY_TOML}"


def test_a_story_is_begun_and_which_is_meant_must_be_said(
    run: Run, site: NewsSite, story: Path, tmp_path: Path
) -> None:
    begin = ["story", "new", "ferry", "--title", "The ferry", "--summary", "A ferry for lorries."]
    outcome = run(*begin, "--keyword", "ferry", "--keyword", "lorry")
    path = tmp_path / "corpus" / "ferry" / "story.toml"
    said = f"{path} is written; next: pullquote track URL --story ferry\n"
    assert (outcome.code, outcome.out, outcome.err) == (0, said, "")
    assert path.read_text() == (
        'title = "The ferry"\nsummary = "A ferry for lorries."\nkeywords = ["ferry", "lorry"]\n'
    )
    again = run(*begin)
    assert (again.code, again.err) == (
        2,
        f"pullquote: there is a story 'ferry' already; edit {path}\n",
    )
    bad = run("story", "new", "The Ferry!", "--title", "T", "--summary", "S")
    assert (bad.code, bad.err) == (
        2,
        "pullquote: 'The Ferry!' can't name a story: use lower-case letters, digits and single "
        "hyphens, for example the-ferry\n",
    )
    which = run("track", feed(site))
    assert (which.code, which.err) == (
        2,
        f"pullquote: which story is it for? name one with --story: ferry, {STORY}\n",
    )


def test_a_person_follows_a_paper_and_asks_what_it_changed(
    run: Run, site: NewsSite, story: Path
) -> None:
    url = feed(site)
    run("track", url)
    moved = site.redirect("/moved.rss", url, 301)
    dead = site.url("/dead.rss")
    feeds = f'feeds = ["{url}", "{moved}", "{dead}"]'
    story.write_text(f"{STORY_TOML}{feeds}\nrefresh_minutes = 60\n")
    outcome = run("refresh")
    assert (outcome.code, outcome.err.splitlines()) == (
        1,
        [
            "pullquote: 1 of 3 sources failed (see: pullquote sources):",
            f"pullquote: {STORY}: {dead}: HTTP 404",
        ],
    )
    assert outcome.out.splitlines()[:-1] == [
        f"{STORY}  {url}  2 items",
        f"{STORY}  {moved}  2 items",
        f"{STORY}  {dead}  HTTP 404",
        f"new         {TITLE}",
        "articles: 1 added, 0 changed, 0 removed, 0 kept",
        "passages: 1 embedded, 0 reused",
    ]
    question = "in how many hangers of the bridge are cracks?"
    quote, *_ = run("ask", question, "--json").json["quotes"]
    assert "in 14 of its steel hangers" in quote["text"]
    assert quote["article"].get("updated") is None

    site.page("/a", article_html("Echo", TITLE, BEGIN, [LEAD.replace("14", "16"), MORE]))
    resting = run("refresh")
    assert (resting.code, resting.err) == (0, "")
    assert resting.out.startswith("nothing is due before 20")
    assert resting.out.endswith(" UTC; ask all the same with: pullquote refresh --all\n")
    again = run("refresh", "--all", "--json")
    assert [(page["what"], page["url"]) for page in again.json["pages"]] == [
        ("changed", site.url("/a"))
    ]
    assert "in 16 of its steel hangers" in run("ask", question, "--json").json["quotes"][0]["text"]
    assert "changed since (noticed " in run("ask", question).out

    listed = run("sources")
    assert listed.code == 1
    lines = listed.out.splitlines()
    assert lines[2].startswith("    RSS · nothing new · asked ")
    assert f" · moved to {url}" in lines[4]
    assert " · failing since " in lines[6]
    assert "last read" not in lines[6]
    found = run("sources", "--json").json
    assert [(one["result"], one["failures"], one["asked"]) for one in found] == [
        ("nothing new", 0, url),
        ("nothing new", 0, url),
        ("HTTP 404", 2, dead),
    ]


def test_a_refresh_says_which_story_can_not_be_read_and_that_nothing_is_tracked(
    run: Run, story: Path
) -> None:
    outcome = run("refresh")
    hint = "no story names a source; add one with: pullquote track URL --story SLUG\n"
    assert (outcome.code, outcome.out, outcome.err) == (0, hint, "")
    story.write_text("title =")
    outcome = run("refresh")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (1, "", 1)
    assert "story.toml: not TOML: " in outcome.err
    outcome = run("refresh", "--watch", "--dry-run")
    assert (outcome.code, outcome.err) == (
        2,
        "pullquote: --watch goes on for good; leave --all, --dry-run and --json out\n",
    )
    outcome = run("refresh", "--watch", "--story", "nowhere")
    assert outcome.code != 0
    assert outcome.err.startswith("pullquote: no story 'nowhere' in ")
