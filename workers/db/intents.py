"""Intents and what usually answers them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    literal,
    select,
    union_all,
)

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
    """Articles, macros and actions of these intents, by the intent's slug, in one round trip."""
    links: dict[str, IntentLinks] = {}
    for slug, may_auto_reply, kind, *row in connection.execute(_LINKS, {"slugs": list(slugs)}):
        link = links.setdefault(slug, IntentLinks(slug, may_auto_reply))
        _add(link, kind, *row)
    return links


def _add(link: IntentLinks, kind: str | None, id_: UUID, title: str, text: str) -> None:
    if kind == "article":
        link.articles[id_] = title
    elif kind == "macro":
        link.macros[id_] = (title, text)
    elif kind == "action":
        link.actions[id_] = Action(id_, title, text)


def _linked(kind: str, table: Table, via: Table, text: ColumnElement[str]) -> Select[Any]:
    key = via.c[f"{kind}_id"]
    linked = select(via.c.intent_id, literal(kind), table.c.id, table.c.title, text)
    return linked.join(table, table.c.id == key)


_OFFERS = union_all(
    _linked("article", article, intent_articles, literal("")).where(
        article.c.status == "published"
    ),
    _linked("macro", macro, intent_macros, macro.c.text),
    _linked("action", action, intent_actions, action.c.description),
).subquery("offers")
_INTENT_ID, *_OFFERED = _OFFERS.c
# An intent that nothing answers yet has one row, with NULL in place of what is offered.
_LINKS = (
    select(intent.c.slug, intent.c.may_auto_reply, *_OFFERED)
    .outerjoin(_OFFERS, intent.c.id == _INTENT_ID)
    .where(intent.c.slug.in_(bindparam("slugs", expanding=True)))
)
