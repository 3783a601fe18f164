"""Questions and their stages → spans, sent to whoever collects them (OTLP over HTTP). The one file
that knows OpenTelemetry; it is imported only where an endpoint is set."""

import logging
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from structlog.contextvars import bound_contextvars

from adapters.service.observing import Ended, Notice, Observer, Outcome, Telling
from adapters.settings import SettingsError

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
try:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import (
        NoOpTracer,
        SpanKind,
        Status,
        StatusCode,
        Tracer,
        format_trace_id,
        get_current_span,
    )
except ImportError:
    raise SettingsError(
        f"{_ENDPOINT} is set, and what sends traces is not installed; "
        "run: pip install 'pullquote[otel]', or unset it"
    ) from None


@contextmanager
def traced(observer: Observer, endpoint: str, version: str) -> Iterator[Observer]:
    """What `observer` is told, and spans of it to `/v1/traces` below `endpoint`; at the end those
    that wait are sent. Headers, sampling and resource attributes are OpenTelemetry's own variables.

    Raises SettingsError where OpenTelemetry is switched off. Nothing else in this process sends
    spans: the provider is not made the global one.
    """
    ours = Resource.create({"service.name": "pullquote", "service.version": version})
    provider = TracerProvider(
        # What was set outside goes before.
        resource=ours.merge(OTELResourceDetector().detect()),
        shutdown_on_exit=False,
    )
    # A line for what could not be sent is enough: each try would be one, too.
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        tracer = provider.get_tracer("pullquote", version)
        if isinstance(tracer, NoOpTracer):
            raise SettingsError(
                f"{_ENDPOINT} is set, and OpenTelemetry is off; set it as an environment variable, "
                "and unset OTEL_SDK_DISABLED"
            )
        yield Traced(observer, tracer)
    finally:
        provider.shutdown()


class Traced:
    """An Observer that makes spans of what it is told, and tells it on."""

    def __init__(self, observer: Observer, tracer: Tracer) -> None:
        self._observer = observer
        self._tracer = tracer

    @contextmanager
    def stage(self, name: str) -> Iterator[object]:
        with self._observer.stage(name), self._within_a_question(name) as span:
            yield span

    def passed(self, name: str, seconds: float) -> None:
        self._observer.passed(name, seconds)
        if get_current_span().get_span_context().is_valid:
            end = time.time_ns()
            self._tracer.start_span(name, start_time=end - _nanoseconds(seconds)).end(end)

    @contextmanager
    def question(self, platform: str, id: str, since: float) -> Iterator[Ended]:
        start = time.time_ns() - _nanoseconds(time.perf_counter() - since)
        about = {"pullquote.platform": platform, "pullquote.question_id": id}
        with (
            self._observer.question(platform, id, since) as heard,
            # Not the exception itself: its message may hold what somebody wrote.
            self._tracer.start_as_current_span(
                "question",
                kind=SpanKind.SERVER,
                attributes=about,
                start_time=start,
                record_exception=False,
                set_status_on_exception=False,
            ) as span,
            bound_contextvars(trace_id=format_trace_id(span.get_span_context().trace_id)),
        ):

            def ended(outcome: Outcome) -> None:
                span.set_attribute("pullquote.outcome", outcome)
                heard(outcome)

            try:
                yield ended
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def notice(self, platform: str, notice: Notice, telling: Telling) -> None:
        self._observer.notice(platform, notice, telling)

    @contextmanager
    def _within_a_question(self, name: str) -> Iterator[object]:
        """Not of what warms up."""
        if not get_current_span().get_span_context().is_valid:
            yield None
            return
        span: AbstractContextManager[object] = self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        )
        with span:
            yield span


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1e9)
