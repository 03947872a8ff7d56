"""Which model versions are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.learning.model_versions import KEPT_VERSIONS
from apps.learning.models import ModelFile, ModelVersion
from apps.ops.housekeeping import clean_up

pytestmark = pytest.mark.django_db


def make(name: str, *, days_ago: int, kind: str = "understanding", status: str = "retired") -> None:
    version = ModelVersion.objects.create(version=name, kind=kind, status=status)
    ModelFile.objects.create(version=version, name="intent.onnx", content=b"a graph")
    ago = timezone.now() - timedelta(days=days_ago)
    ModelVersion.objects.filter(id=version.id).update(created_at=ago)


def test_the_newest_of_each_kind_stay_and_what_serves() -> None:
    make("serving", days_ago=400, status="champion")
    make("ranking", days_ago=300, kind="ranking")
    for day in range(KEPT_VERSIONS + 5):
        make(f"of {day} days ago", days_ago=day, status="challenger" if day % 2 else "retired")
    clean_up()
    kept = set(ModelVersion.objects.values_list("version", flat=True))
    newest = {f"of {day} days ago" for day in range(KEPT_VERSIONS)}
    assert kept == {"serving", "ranking"} | newest
    assert ModelFile.objects.count() == len(kept)
