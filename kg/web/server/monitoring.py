"""What operators see: measures for Prometheus, a line in the log for each request, another for each slow query."""

import json
import logging
import time
from collections.abc import Iterator
from hashlib import sha256

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from kg.public import PublicStore
from kg.settings import Settings
from kg.web.context import Context
from kg.workers import Pool, published_at

ACCESS = logging.getLogger("kg.access")
"""A line of JSON for each request, at level INFO."""
SLOW = logging.getLogger("kg.slow")
"""A line of JSON for each query that took long, at level WARNING."""
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Monitoring:
    """Watches an application; `metrics` is the view of what it saw."""

    def __init__(self, context: Context) -> None:
        """Sees nothing before `watch`."""
        self._settings = context.settings
        self._registry = CollectorRegistry()
        self._registry.register(_Workers(context.pool, context.settings))
        self._seconds = Histogram(
            "isnad_request_seconds",
            "How long requests took, by what answered and how it ended",
            ("endpoint", "outcome"),
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def watch(self, app: Flask) -> None:
        """Measures and logs every request from now on."""
        app.before_request(_begin)
        app.after_request(self._end)

    def metrics(self, _context: Context) -> Response:
        """All measures, as Prometheus reads them."""
        return Response(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)

    def _end(self, response: Response) -> Response:
        took = time.monotonic() - g.get("begun", time.monotonic())
        endpoint = request.endpoint or "none"
        self._seconds.labels(endpoint, _outcome(response.status_code)).observe(took)
        is_slow = bool(self._settings.slow_query) and took >= self._settings.slow_query and "query_text" in g
        if not (is_slow or ACCESS.isEnabledFor(logging.INFO)):
            return response
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": request.method,
            "endpoint": endpoint,
            "path": request.path if endpoint != "none" else "",
            "status": response.status_code,
            "seconds": round(took, 4),
            "bytes": response.content_length,
            "query": g.get("query_hash", ""),
        }
        ACCESS.info(json.dumps(line, ensure_ascii=False))
        if is_slow:
            text = {} if self._settings.public else {"text": g.query_text}
            SLOW.warning(json.dumps({**line, **text}, ensure_ascii=False))
        return response


def note_query(text: str) -> None:
    """Lets the log say which query a request asked: by its hash, and whole where it was slow."""
    g.query_text, g.query_hash = text, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _begin() -> None:
    g.begun = time.monotonic()


def _outcome(status: int) -> str:
    return {429: "busy", 503: "unavailable", 413: "too large"}.get(status, f"{status // 100}xx")


class _Workers(Collector):
    """How the workers stand, asked when somebody looks."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings

    def collect(self) -> Iterator[Metric]:
        now = self._pool.waiting()
        for name, value, what in (
            ("running", now.running, "Queries that run"),
            ("slow", now.slow, "Queries that run and have given way to others"),
            ("waiting", now.waiting, "Queries that wait for a worker"),
        ):
            yield GaugeMetricFamily(f"isnad_queries_{name}", what, value)
        killed = CounterMetricFamily("isnad_workers_lost", "Workers that are gone, by why", labels=["why"])
        for why, count in (("time", now.stopped_for_time), ("memory", now.stopped_for_memory), ("crash", now.crashed)):
            killed.add_metric([why], count)
        yield killed
        age = GaugeMetricFamily("isnad_snapshot_age_seconds", "Since the graph that is served was published")
        if at := published_at(self._settings.store):
            age.add_metric([], max(0.0, time.time() - at))
        yield age
        behind = GaugeMetricFamily("isnad_public_copy_behind_seconds", "Since there is a newer graph than the one that strangers are shown")
        if self._settings.public:
            behind.add_metric([], PublicStore.shown_at(self._settings.store).behind())
        yield behind
