"""What a monitor reads at /metrics of a running service."""

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.running import Running
from tests.patience import PATIENCE


@dataclass(frozen=True)
class Scraped:
    """Samples by name and labels."""

    samples: Mapping[tuple[str, frozenset[tuple[str, str]]], float]
    families: frozenset[str]
    text: str

    def __call__(self, name: str, **labels: str) -> float | None:
        return self.samples.get((name, frozenset(labels.items())))

    def labelled(self, name: str, label: str) -> dict[str, float]:
        """Of each value that the label has, those above 0."""
        return {
            dict(labels)[label]: value
            for (sample, labels), value in self.samples.items()
            if sample == name and value
        }


def scraped(service: Running) -> Scraped:
    url = f"http://127.0.0.1:{service.settings.health_port}/metrics"
    with urllib.request.urlopen(url, timeout=PATIENCE) as response:
        text = response.read().decode()
    return parsed(text)


def parsed(text: str) -> Scraped:
    families = list(text_string_to_metric_families(text))
    samples = {
        (one.name, frozenset(one.labels.items())): one.value
        for family in families
        for one in family.samples
    }
    return Scraped(samples, frozenset(family.name for family in families), text)
