"""What agents chose among the suggestions of a message."""

from __future__ import annotations

from sqlalchemy import Connection, text

from workers.records.decisions import Choice

# What an agent looked up was not ranked, and has no features, like suggestions of early releases.
_CHOICES = text("""
WITH judged AS (
    SELECT message_id, max(created_at) AS judged_at FROM assist_label
    WHERE suggestion_id IS NOT NULL GROUP BY message_id ORDER BY judged_at DESC LIMIT :messages
)
SELECT judged.message_id,
    CASE WHEN suggestion.solved_question_id IS NULL THEN suggestion.kind ELSE 'answer' END,
    suggestion.features, label.value, coalesce(suggestion.macro_id, suggestion.article_id)
FROM judged
JOIN assist_prediction AS prediction ON prediction.message_id = judged.message_id
JOIN assist_suggestion AS suggestion ON suggestion.prediction_id = prediction.id
LEFT JOIN assist_label AS label ON label.suggestion_id = suggestion.id
WHERE suggestion.features IS NOT NULL OR label.value IS NOT NULL
ORDER BY judged_at, judged.message_id, suggestion.rank
""")


def read_choices(connection: Connection, messages: int) -> list[Choice]:
    """All suggestions of the messages judged last, the oldest first."""
    return [
        Choice(message_id, kind, tuple(each / 1000 for each in features or ()), value, source_id)
        for message_id, kind, features, value, source_id in connection.execute(
            _CHOICES, {"messages": messages}
        )
    ]
