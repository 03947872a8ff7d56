from __future__ import annotations

from django.urls import path

from apps.ops.health import Readiness, healthz
from apps.ops.metrics import metrics
from apps.ops.status import statusz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", Readiness()),
    path("statusz", statusz),
    path("metrics", metrics),
]
