from __future__ import annotations

from django.urls import path, re_path

from apps.ops import acting
from apps.ops.flower import flower
from apps.ops.health import Readiness, healthz
from apps.ops.metrics import metrics
from apps.ops.pools import pools
from apps.ops.status import statusz

app_name = "ops"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", Readiness()),
    path("statusz", statusz, name="statusz"),
    path("metrics", metrics, name="metrics"),
    path("desk/ops/", pools, name="pools"),
    path("desk/ops/work/<int:work_id>/redrive/", acting.redrive_work, name="redrive_work"),
    path("desk/ops/failures/redrive/", acting.redrive_failures, name="redrive_failures"),
    path("desk/ops/lanes/<str:lane>/pause/", acting.pause, name="pause"),
    path("desk/ops/lanes/<str:lane>/resume/", acting.resume, name="resume"),
    re_path("^flower/(?P<path>.*)$", flower, name="flower"),
]
