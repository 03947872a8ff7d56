"""Loads the sample company: every file of `data/`; safe to repeat.

Rows that an administrator has changed are reset to the file's; rows that they added stay.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import Agent, Team
from apps.conversations.models import Inbox
from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.models import Action, Article, Macro
from apps.learning.entities import PRODUCT, read_names, save_names
from apps.learning.models import Example, Intent, SentimentExample
from apps.sample.files import DATA, read_json, read_lines
from apps.webhooks.models import Webhook


@transaction.atomic
def load_people(password: str) -> None:
    """The inbox, the teams and the agents, who sign in with `password`."""
    company = read_json("company.json")
    inbox = company["inbox"]
    Inbox.objects.update_or_create(
        site_key=inbox["site_key"],
        defaults={
            "name": inbox["name"],
            "language": inbox["language"],
            "greeting": inbox["greeting"],
            "hand_off_text": inbox["hand_off_text"],
            "questions": inbox["chips"],
        },
    )
    teams = {
        row["name"]: Team.objects.get_or_create(name=row["name"])[0] for row in company["teams"]
    }
    for row in company["agents"]:
        if not Agent.objects.filter(email=row["email"]).exists():
            Agent.objects.create_user(
                row["email"],
                password,
                display_name=row["display_name"],
                role=row["role"],
                is_superuser=row["role"] == "administrator",
                team=teams[row["team"]],
            )


@transaction.atomic
def load_knowledge() -> None:
    """Articles, macros and actions; only what changed is embedded again."""
    for path in sorted((DATA / "articles").glob("*.md")):
        title, _, body = path.read_text().partition("\n")
        _save_article(path.stem, title.removeprefix("#").strip(), body.strip())
    for row in read_json("macros.json"):
        _save_macro(row)
    for row in read_json("actions.json"):
        fields = ("title", "description", "effect", "parameters")
        inputs = {"inputs": row.get("inputs", {})}
        Action.objects.update_or_create(
            slug=row["slug"], defaults={field: row[field] for field in fields} | inputs
        )
    for row in read_json("company.json")["webhooks"]:
        _add_webhook(row)
    # Word frequencies come from the planner's statistics, and the first question is asked at once.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_passage")


@transaction.atomic
def load_products() -> None:
    """What the company sells, so that its names are known with typos; those added stay."""
    listed = {name: tuple(others) for name, others in read_json("products.json").items()}
    stored = read_names(PRODUCT)
    if any(stored.get(name) != others for name, others in listed.items()):
        save_names(PRODUCT, stored | listed)


@transaction.atomic
def load_intents() -> None:
    """Intents with their examples, and what answers them where that has been loaded."""
    for row in read_json("intents.json"):
        fields = ("title", "description")
        intent, _ = Intent.objects.update_or_create(
            slug=row["slug"], defaults={field: row[field] for field in fields}
        )
        intent.articles.set(Article.objects.filter(slug__in=row["articles"]))
        intent.macros.set(Macro.objects.filter(slug__in=row["macros"]))
        intent.actions.set(Action.objects.filter(slug__in=row["actions"]))
        Example.objects.bulk_create(
            (
                Example(intent=intent, text=text, source=Example.Source.SAMPLE)
                for text in row["examples"]
            ),
            ignore_conflicts=True,
        )
    SentimentExample.objects.bulk_create(
        (
            SentimentExample(text=row["text"], label=row["label"])
            for row in read_lines("sentiment.jsonl")
        ),
        ignore_conflicts=True,
    )


def _add_webhook(row: dict[str, Any]) -> None:
    """Paused, because nobody answers at the sample's addresses."""
    Webhook.objects.get_or_create(
        name=row["name"],
        defaults={
            "url": row["url"],
            "paused_at": timezone.now(),
            "pause_reason": "Give it an address of yours first.",
        },
    )


def _save_article(slug: str, title: str, body: str) -> None:
    article = Article.objects.filter(slug=slug).first() or Article(slug=slug)
    if (article.title, article.body) != (title, body):
        article.title, article.body = title, body
        save_article(article)


def _save_macro(row: dict[str, Any]) -> None:
    macro = Macro.objects.filter(slug=row["slug"]).first() or Macro(slug=row["slug"])
    given = (row["title"], row["text"], row["tags"])
    if (macro.title, macro.text, macro.tags) != given:
        macro.title, macro.text, macro.tags = given
        save_macro(macro)
