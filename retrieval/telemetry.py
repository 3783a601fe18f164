"""The environment of a process → the same with every library's telemetry off.

Libraries read it when they are imported, so this runs with the first import of `retrieval`, which
`adapters`, `training` and the tests begin with. It imports nothing itself.
"""

from collections.abc import MutableMapping

# Whatever was set before: nobody who asks the news has agreed to be counted.
SWITCHES = {
    # A device id and events under the home folder, and their upload to Microsoft (from 1.32 on).
    "ORT_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, and transformers by it
    # transformers has the hub convert weights that are no safetensors, in the background.
    "DISABLE_SAFETENSORS_CONVERSION": "true",
    "OTEL_SDK_DISABLED": "true",  # OpenTelemetry, which Chroma brings along
    "OTEL_TRACES_EXPORTER": "none",
    "OTEL_METRICS_EXPORTER": "none",
    "OTEL_LOGS_EXPORTER": "none",
    "RAY_USAGE_STATS_ENABLED": "0",
    "POSTHOG_DISABLED": "1",
    "DO_NOT_TRACK": "1",  # https://consoledonottrack.com, for whatever comes along later
}


# Who names a collector of their own wants the spans that Pullquote itself makes sent there
# (`adapters.service.traces`); OpenTelemetry's own switch then stays as they have it.
_COLLECTOR, _SDK = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_SDK_DISABLED"


def turn_off(environ: MutableMapping[str, str]) -> None:
    """Sets every switch."""
    wanted = bool(environ.get(_COLLECTOR))
    environ.update({name: on for name, on in SWITCHES.items() if not (wanted and name == _SDK)})
