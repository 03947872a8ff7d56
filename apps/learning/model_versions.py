"""Changes which model version serves, as an administrator does in the desk."""

from __future__ import annotations

import json

from django.db import connection, transaction
from django.utils import timezone

from apps.dispatch.actions import record_event
from apps.learning.models import ModelVersion
from apps.learning.queries import find_champion
from workers.contracts.events import EventKind
from workers.contracts.rows import MANIFEST_FILE, MODEL_FORMAT

Kind = ModelVersion.Kind
Status = ModelVersion.Status
# A training a day for three weeks; each is some megabytes.
KEPT_VERSIONS = 20


def find_obstacle(version: ModelVersion) -> str:
    """Why a version cannot serve, in a sentence; empty where it can."""
    champion = find_champion(version.kind)
    if champion and champion.encoder != version.encoder:
        return (
            f"It reads what the encoder {version.encoder} writes, and {champion.encoder} is in "
            "use: train again instead."
        )
    if _is_of_another_format(version):
        return "Another release wrote it, and this one cannot read it: train again instead."
    return ""


@transaction.atomic
def promote(version: ModelVersion) -> None:
    """Let a version serve in place of the champion of its kind; pools load it within seconds."""
    _retire(version.kind)
    version.status, version.promoted_at = Status.CHAMPION, timezone.now()
    version.save(update_fields=["status", "promoted_at"])
    record_event(EventKind.MODEL_PROMOTED, subject=str(version.id))


@transaction.atomic
def retire_ranker() -> None:
    """Retire the ranker, so that the weights that Firstline comes with are used."""
    for retired in _retire(Kind.RANKING):
        record_event(EventKind.MODEL_RETIRED, subject=str(retired.id))


def forget_old_versions() -> None:
    """Delete old versions of each kind, but for the newest ones and the champion."""
    for kind in Kind.values:
        others = ModelVersion.objects.filter(kind=kind).exclude(status=Status.CHAMPION)
        old = others.order_by("-created_at").values_list("id", flat=True)[KEPT_VERSIONS:]
        ModelVersion.objects.filter(id__in=list(old)).delete()


def _is_of_another_format(version: ModelVersion) -> bool:
    """Whether another release wrote it: pools cannot load it, and would start without a model."""
    manifest = version.files.filter(name=MANIFEST_FILE).first()
    return manifest is not None and json.loads(bytes(manifest.content))["format"] != MODEL_FORMAT


def _retire(kind: str) -> list[ModelVersion]:
    """Retire and list the champion of a kind, if any. A training that ends meanwhile waits."""
    with connection.cursor() as cursor:
        # The workers take the same lock. Locking rows alone would miss a new champion.
        cursor.execute("LOCK TABLE learning_modelversion IN SHARE ROW EXCLUSIVE MODE")
    serving = ModelVersion.objects.filter(kind=kind, status=Status.CHAMPION)
    retired = list(serving)
    serving.update(status=Status.RETIRED)
    return retired
