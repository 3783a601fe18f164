"""A person subscribes to a paper whose articles have to be pointed at. Real model, localhost."""

import json
from pathlib import Path

from tests.e2e.command import run_in
from tests.e2e.news_site import NewsSite
from tests.e2e.newspapers import BEGIN, DAYS, STORY, STORY_TOML, article_html

SECRET = "session=mackerel-77"
LEAD = DAYS[0][1]
BEHIND = "Subscribers read here that the hangers were last looked at in the spring of 1998."


def test_the_article_is_read_where_the_selector_says_with_the_subscribers_cookie(
    shipped: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    path = tmp_path / "corpus" / STORY / "story.toml"
    path.parent.mkdir(parents=True)
    with NewsSite() as site:
        html = article_html("Ostwick Echo", DAYS[0][0], BEGIN, [LEAD])
        told = f'<div class="told"><p>{LEAD}</p><p>{BEHIND}</p></div></body>'
        url = site.page("/a", html.replace("</body>", told))
        path.write_text(f'{STORY_TOML}pages = ["{url}"]\n')
        rules = {"article": "div.told", "headers": {"Cookie": SECRET}}
        run = run_in(
            tmp_path,
            tmp_path / "data",
            PULLQUOTE_ALLOWED_NETWORKS="127.0.0.0/8",
            PULLQUOTE_HOST_PAUSE="0",
            PULLQUOTE_LOG_LEVEL="debug",
            PULLQUOTE_SITES=json.dumps({f"127.0.0.1:{site.port}": rules}),
        )
        said = [run("track", url, "--dry-run"), run("refresh"), run("show", url)]
        assert BEHIND in said[-1].out
        assert {seen.headers.get("Cookie") for seen in site.asked("/a")} == {SECRET}
        assert {seen.headers.get("Cookie") for seen in site.asked("/robots.txt")} == {None}

        site.page("/a", html.replace("div", "section"))
        said += [run("track", url, "--dry-run"), run("refresh", "--all")]
        said += [run("sources"), run("doctor")]
        assert "the selector 'div.told' finds nothing in the page" in said[3].out
        assert "the selector 'div.told' finds nothing in the page" in said[4].err
    assert not any("mackerel" in one.out + one.err for one in said)
    stored = b"".join(each.read_bytes() for each in tmp_path.rglob("*.sqlite3*"))
    assert b"mackerel" not in stored
