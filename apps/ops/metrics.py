"""Prometheus: the state of the pipeline, read from Postgres at each scrape."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import asdict
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from apps.dispatch.pulse import LOOPS
from apps.dispatch.survey import survey_consumers, survey_oldest
from apps.dispatch.tally import count_work
from apps.ops.stage_times import survey_stages
from workers.contracts.pipelines import Lane, Queue


def metrics(request: HttpRequest) -> HttpResponse:
    """Metrics, for callers on this machine without a proxy, and with METRICS_TOKEN."""
    if not (is_local(request) or shows_token(request)):
        detail = "Metrics are given on loopback, and for METRICS_TOKEN as a bearer token."
        return JsonResponse({"detail": detail}, status=403)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(PipelineCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def is_local(request: HttpRequest) -> bool:
    """Whether the caller is on this machine, and not behind a proxy on it."""
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} & set(request.headers)
    try:
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def shows_token(request: HttpRequest) -> bool:
    """Whether the caller sends METRICS_TOKEN, which must be set."""
    shown = request.headers.get("Authorization", "").encode()
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(shown, expected)


class PipelineCollector(Collector):
    """One instance for one scrape."""

    def collect(self) -> Iterator[Metric]:
        yield self._collect_work()
        yield self._collect_ages()
        yield self._collect_stages()
        yield self._collect_consumers()

    def _collect_work(self) -> Metric:
        # Gauges, no counters: failed work is redriven and done work becomes new, so numbers may
        # fall, and Prometheus would take a fall of a counter for a restart.
        family = GaugeMetricFamily(
            "firstline_work", "Work accepted, and what became of it.", labels=["kind", "state"]
        )
        for kind, count in count_work().items():
            for state, value in asdict(count).items():
                family.add_metric([kind, state], value)
        return family

    def _collect_ages(self) -> Metric:
        family = GaugeMetricFamily(
            "firstline_oldest_open_seconds",
            "Since the oldest open work of a lane was accepted.",
            labels=["lane"],
        )
        oldest = survey_oldest()
        for lane in sorted({*Lane, *oldest}):
            family.add_metric([lane], oldest.get(lane, 0))
        return family

    def _collect_stages(self) -> Metric:
        family = GaugeMetricFamily(
            "firstline_stage_seconds",
            "What a stage spent on a claim, over the last five minutes.",
            labels=["stage", "quantile"],
        )
        for time in survey_stages():
            family.add_metric([time.stage, "0.5"], time.median_ms / 1000)
            family.add_metric([time.stage, "0.95"], time.slow_ms / 1000)
        return family

    def _collect_consumers(self) -> Metric:
        family = GaugeMetricFamily(
            "firstline_consumers", "Working processes by queue.", labels=["queue"]
        )
        consumers = survey_consumers()
        for queue in sorted({*Queue, *LOOPS, *consumers}):
            family.add_metric([queue], consumers.get(queue, 0))
        return family
