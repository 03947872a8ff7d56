"""The state of the whole pipeline for monitors, from heartbeats in the database."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse

from apps.dispatch.pulse import LOOPS
from apps.knowledge.passages.encoders import measure_embedding
from apps.ops.diagnosis import BROKEN, diagnose
from apps.ops.health import check_database, unwell
from apps.ops.pipeline import look_at_pipeline
from workers.contracts.pipelines import Queue


def statusz(request: HttpRequest) -> JsonResponse:
    """200 when messages flow, 503 with the reasons when something is missing."""
    try:
        # First, because the pool would go on trying for longer than monitors wait.
        check_database()
        status = describe_pipeline()
    except (psycopg.Error, OperationalError, InterfaceError) as error:
        reason = f"The database does not answer ({type(error).__name__})."
        status = {"status": "broken", "reasons": [reason]}
    return unwell(status) if status["reasons"] else JsonResponse(status)


def describe_pipeline() -> dict[str, Any]:
    """Consumers by queue, paused lanes, the age of the oldest open work by lane, and findings.

    `reasons`: what is broken, `warnings`: what may break; both with the repair.
    `embedding`: how many passages the current encoder has embedded, while that is not all.
    """
    pipeline = look_at_pipeline()
    findings = diagnose(pipeline)
    reasons = [str(finding) for finding in findings if finding.severity == BROKEN]
    embedding = measure_embedding()
    return {
        "status": "broken" if reasons else "ok",
        "reasons": reasons,
        "warnings": [str(finding) for finding in findings if finding.severity != BROKEN],
        "consumers": {name: pipeline.consumers.get(name, 0) for name in [*Queue, *LOOPS]},
        "paused_lanes": sorted(lane.lane for lane in pipeline.lanes if lane.paused),
        "oldest_open_seconds": pipeline.oldest_open,
        "embedding": asdict(embedding) if embedding else None,
    }
