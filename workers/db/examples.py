"""What the models learn from."""

from __future__ import annotations

from sqlalchemy import Connection, select

from workers.db.tables import example, intent, sentiment_example

Examples = list[tuple[str, str]]


def read_intent_examples(connection: Connection) -> Examples:
    """(text, intent), in a fixed order, so that the same examples give the same model."""
    rows = connection.execute(
        select(example.c.text, intent.c.slug)
        .join(intent, intent.c.id == example.c.intent_id)
        .order_by(intent.c.slug, example.c.text)
    )
    return [(text, slug) for text, slug in rows]


def read_sentiment_examples(connection: Connection) -> Examples:
    """(text, sentiment), in a fixed order."""
    rows = connection.execute(
        select(sentiment_example.c.text, sentiment_example.c.label).order_by(
            sentiment_example.c.text
        )
    )
    return [(text, label) for text, label in rows]
