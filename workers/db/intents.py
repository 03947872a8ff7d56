"""Intents and what usually answers them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, text

from workers.records.knowledge import Action, IntentLinks

# One row a link; an intent without links has one row, with NULLs.
_LINKS = text("""
WITH asked AS (
    SELECT id, slug, answer_from
    FROM learning_intent LEFT JOIN automation_automation ON intent_id = id
    WHERE slug = ANY(CAST(:slugs AS text[]))
), offers AS (
    SELECT intent_id, 'article' AS kind, article.id, title, '' AS text,
        CAST(NULL AS jsonb) AS conditions
    FROM learning_intent_articles JOIN knowledge_article AS article ON article.id = article_id
    WHERE intent_id IN (SELECT id FROM asked) AND status = 'published'
    UNION ALL
    SELECT intent_id, 'macro', macro.id, title, text, NULL
    FROM learning_intent_macros JOIN knowledge_macro AS macro ON macro.id = macro_id
    WHERE intent_id IN (SELECT id FROM asked)
    UNION ALL
    SELECT intent_id, 'action', action.id, title, description, conditions
    FROM learning_intent_actions JOIN knowledge_action AS action ON action.id = action_id
    WHERE intent_id IN (SELECT id FROM asked)
)
SELECT slug, answer_from, kind, offers.id, title, text, conditions
FROM asked LEFT JOIN offers ON intent_id = asked.id
""")


def read_links(connection: Connection, slugs: Collection[str]) -> dict[str, IntentLinks]:
    """Articles, macros and actions of these intents, by the intent's slug, in one round trip."""
    links: dict[str, IntentLinks] = {}
    for slug, answer_from, kind, *row in connection.execute(_LINKS, {"slugs": list(slugs)}):
        link = links.setdefault(slug, IntentLinks(slug, answer_from))
        _add(link, kind, row)
    return links


def _add(link: IntentLinks, kind: str | None, row: Sequence[Any]) -> None:
    id_, title, text, conditions = row
    if kind == "article":
        link.articles[id_] = title
    elif kind == "macro":
        link.macros[id_] = (title, text)
    elif kind == "action":
        link.actions[id_] = Action(id_, title, text, conditions)
