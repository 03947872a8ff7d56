"""Intents and what usually answers them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from workers.db.tables import (
    action,
    article,
    intent,
    intent_actions,
    intent_articles,
    intent_macros,
    macro,
)
from workers.records import Action, IntentLinks


def read_links(connection: Connection, slugs: Collection[str]) -> dict[str, IntentLinks]:
    """Articles, macros and actions of these intents, by the intent's slug."""
    intents = connection.execute(
        select(intent.c.id, intent.c.slug, intent.c.may_auto_reply).where(intent.c.slug.in_(slugs))
    ).all()
    links = {row.id: IntentLinks(row.slug, row.may_auto_reply) for row in intents}
    articles = (
        select(intent_articles.c.intent_id, article.c.id, article.c.title)
        .join(article, article.c.id == intent_articles.c.article_id)
        .where(intent_articles.c.intent_id.in_(links), article.c.status == "published")
    )
    macros = (
        select(intent_macros.c.intent_id, macro.c.id, macro.c.title, macro.c.text)
        .join(macro, macro.c.id == intent_macros.c.macro_id)
        .where(intent_macros.c.intent_id.in_(links))
    )
    actions = (
        select(intent_actions.c.intent_id, action.c.id, action.c.title, action.c.description)
        .join(action, action.c.id == intent_actions.c.action_id)
        .where(intent_actions.c.intent_id.in_(links))
    )
    for intent_id, *row in connection.execute(articles):
        links[intent_id].articles[row[0]] = row[1]
    for intent_id, *row in connection.execute(macros):
        links[intent_id].macros[row[0]] = (row[1], row[2])
    for intent_id, *row in connection.execute(actions):
        links[intent_id].actions[row[0]] = Action(*row)
    return {link.slug: link for link in links.values()}
