"""The examples that models are trained on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, text

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


# A question is an example of an intent that its article or macro is linked to: of several, the one
# with the highest confidence in its prediction. Of questions with the same text, the last counts.
_ANSWERED = text("""
SELECT DISTINCT ON (solved.question) solved.question, likeliest.slug
FROM (
    SELECT id, question, message_id, article_id, macro_id FROM knowledge_solvedquestion
    WHERE language = ANY(CAST(:languages AS text[]))
        AND (article_id IS NOT NULL OR macro_id IS NOT NULL)
    ORDER BY id DESC LIMIT :most
) AS solved
JOIN assist_prediction AS prediction ON prediction.message_id = solved.message_id
JOIN LATERAL (
    SELECT intent.slug, predicted.confidence, count(*) OVER () AS linked
    FROM (
        SELECT intent_id FROM learning_intent_articles WHERE article_id = solved.article_id
        UNION
        SELECT intent_id FROM learning_intent_macros WHERE macro_id = solved.macro_id
    ) AS link
    JOIN learning_intent AS intent ON intent.id = link.intent_id
    LEFT JOIN jsonb_to_recordset(prediction.intents) AS predicted(label text, confidence float8)
        ON predicted.label = intent.slug
    ORDER BY predicted.confidence DESC NULLS LAST LIMIT 1
) AS likeliest ON likeliest.confidence IS NOT NULL OR likeliest.linked = 1
ORDER BY solved.question, solved.id DESC
""")


def read_answered_examples(
    connection: Connection, languages: Collection[str], most: int
) -> Examples:
    """(question, intent) of the newest conversations that an article or a macro resolved.

    Redacted, in a fixed order, only questions in these languages.
    """
    rows = connection.execute(_ANSWERED, {"languages": list(languages), "most": most})
    return [(question, slug) for question, slug in rows]


def read_sentiment_examples(connection: Connection) -> Examples:
    """(text, sentiment), in a fixed order."""
    rows = connection.execute(
        select(sentiment_example.c.text, sentiment_example.c.label).order_by(
            sentiment_example.c.text
        )
    )
    return [(text, label) for text, label in rows]
