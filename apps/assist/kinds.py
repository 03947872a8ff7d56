"""Feedback as work: the feedback pool turns it into labels."""

from __future__ import annotations

from apps.dispatch.kinds import Kind, register
from workers.contracts.pipelines import Lane

FEEDBACK = Kind(name="feedback", lane=Lane.FEEDBACK)
register(FEEDBACK)
