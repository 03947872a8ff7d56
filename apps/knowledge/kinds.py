"""Kinds of work: embedding the passages of a source, and finding the gaps of an inbox."""

from __future__ import annotations

from apps.dispatch.kinds import Kind, register
from workers.contracts.pipelines import Lane
from workers.contracts.rows import GAPS_KIND, KNOWLEDGE_KIND

KNOWLEDGE = Kind(name=KNOWLEDGE_KIND, lane=Lane.BULK)
register(KNOWLEDGE)

# The pools enqueue it, after they have embedded solved questions.
GAPS = Kind(name=GAPS_KIND, lane=Lane.GAPS)
register(GAPS)
