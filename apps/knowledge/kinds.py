"""A source of passages as work, which are embedded on the bulk lane; and an inbox, whose gaps are
looked for."""

from __future__ import annotations

from apps.dispatch.kinds import Kind, register
from workers.contracts.pipelines import Lane
from workers.contracts.rows import GAPS_KIND, KNOWLEDGE_KIND

KNOWLEDGE = Kind(name=KNOWLEDGE_KIND, lane=Lane.BULK)
register(KNOWLEDGE)

# Pools ask for it themselves, once they have embedded a question that was solved.
GAPS = Kind(name=GAPS_KIND, lane=Lane.GAPS)
register(GAPS)
