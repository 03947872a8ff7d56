"""An article, a macro or a solved question as work: its passages are embedded on the bulk lane."""

from __future__ import annotations

from apps.dispatch.kinds import Kind, register
from workers.contracts import KNOWLEDGE_KIND, Lane

KNOWLEDGE = Kind(name=KNOWLEDGE_KIND, lane=Lane.BULK)
register(KNOWLEDGE)
