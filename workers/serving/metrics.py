"""Metrics of an inference server, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from workers.serving.catalogue import CATALOGUE

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
TEXTS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)


class Metrics:
    """Counters in a registry of their own, so that two servers in a process do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "firstline_inference_requests",
            "Requests answered or refused.",
            ["model", "door", "code"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "firstline_inference_seconds",
            "From the request to its answer, waiting included.",
            ["model"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self.batch_texts = Histogram(
            "firstline_inference_batch_texts",
            "Texts that ran together.",
            buckets=TEXTS,
            registry=self._registry,
        )
        self.waiting = Gauge(
            "firstline_inference_waiting",
            "Callers whose turn has not come.",
            registry=self._registry,
        )

    def count(self, model: str, door: str, code: str, seconds: float) -> None:
        """Count a finished request."""
        # Names that callers made up must not become series.
        name = model if model in CATALOGUE else "unknown"
        self._requests.labels(name, door, code).inc()
        self._seconds.labels(name).observe(seconds)

    def exposed(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)
