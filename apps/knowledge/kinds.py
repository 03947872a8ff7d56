"""An article or macro as work: its passages are embedded on the bulk lane."""

from __future__ import annotations

from apps.dispatch.kinds import Kind, register
from workers.contracts import Lane

KNOWLEDGE = Kind(name="knowledge", lane=Lane.BULK)
register(KNOWLEDGE)
