from __future__ import annotations

from django.urls import path, re_path

from apps.ops.flower import flower
from apps.ops.health import Readiness, healthz
from apps.ops.metrics import metrics
from apps.ops.status import statusz

app_name = "ops"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", Readiness()),
    path("statusz", statusz, name="statusz"),
    path("metrics", metrics, name="metrics"),
    re_path("^flower/(?P<path>.*)$", flower, name="flower"),
]
