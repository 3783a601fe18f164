"""`pullquote run` in HTTP mode asks a feed's hub to tell of changes, and answers it there."""

import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from adapters.assembly import catalog_of
from adapters.storage.subscriptions import StoredSubscriptions, Subscription
from tests.e2e.news_site import NewsSite
from tests.e2e.running import free_port, own_copy, running
from tests.e2e.slack.local_slack import PATIENCE, LocalSlack
from tests.e2e.slack.running import http_settings_for


def test_in_http_mode_a_feeds_hub_is_asked_and_reaches_us(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "buoys").mkdir(parents=True)
    with NewsSite() as site:
        link = f'<{site.url("/hub")}>; rel="hub", <{site.url("/rss")}>; rel="self"'
        feed = site.page("/rss", "<rss><channel/></rss>", headers={"Link": link})
        toml = f'title = "Buoys"\nsummary = "Buoys at sea."\nfeeds = ["{feed}"]\n'
        (corpus / "buoys" / "story.toml").write_text(toml)
        port = free_port()
        settings = http_settings_for(
            slack,
            own_copy(shipped, tmp_path),
            corpus=corpus,
            allowed_networks="127.0.0.0/8",
            host_pause=0.0,
            refresh_minutes=0,
            http_port=port,
            public_url=f"http://127.0.0.1:{port}",
        )
        with closing(catalog_of(settings)) as catalog, running(settings):
            stored = StoredSubscriptions(catalog.database)
            slack.wait_for(lambda: site.asked("/hub"))
            assert [seen.method for seen in site.asked("/hub")] == ["POST"]
            [known] = stored.all().values()
            status, said = visit(port, known, "subscribe")
            assert (status, said) == (200, "who-goes-there")
            [known] = stored.all().values()
            assert known.until is not None
            assert visit(port, known, "unsubscribe")[0] == 404


def visit(port: int, known: Subscription, mode: str) -> tuple[int, str]:
    query = {"hub.mode": mode, "hub.topic": known.topic, "hub.challenge": "who-goes-there"}
    url = f"http://127.0.0.1:{port}/websub/{known.token}?{urlencode(query)}"
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""
