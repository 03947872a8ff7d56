"""The time that each stage spent on claims in the last five minutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_STAGES = """
SELECT stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds::float),
       percentile_cont(0.95) WITHIN GROUP (ORDER BY milliseconds::float)
FROM (SELECT message_id FROM dispatch_event
      WHERE kind = 'message.done' AND created_at > now() - interval '5 minutes'
      ORDER BY created_at DESC LIMIT 1000) AS recent
JOIN assist_prediction USING (message_id),
     jsonb_each_text(timings_ms) AS timing(stage, milliseconds)
GROUP BY stage
"""


@dataclass(frozen=True)
class StageTime:
    """Milliseconds per claim: the median, and the 95th percentile `slow`."""

    stage: str
    median_ms: float
    slow_ms: float


def survey_stages() -> list[StageTime]:
    """The times of stages that had work."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGES)
        return [StageTime(*row) for row in cursor.fetchall()]
