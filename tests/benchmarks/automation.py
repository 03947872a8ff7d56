"""What the pipeline makes of the questions that the sample company's authors have judged.

`python -m tests.benchmarks.automation` loads the sample into a Postgres of its own, trains on it,
asks every question of `judged.jsonl` and writes beside each the intent that was told, the answer
confidence, and whether the reply that would have been sent is the one that the authors chose.
What the bot would not answer whatever its confidence has no intent there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

from config.services.postgres import EmbeddedPostgres

REPOSITORY = Path(__file__).resolve().parents[2]
JUDGED = REPOSITORY / "apps" / "sample" / "data" / "judged.jsonl"


def measure() -> None:
    """Write the file anew."""
    with TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as server:
        os.environ["DATABASE_URL"] = server.url
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("ENCODER_DIR", str(REPOSITORY / "var" / "encoder"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        django.setup()
        rows = _ask_all([json.loads(line) for line in JUDGED.read_text().splitlines()])
    JUDGED.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _ask_all(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # What needs the settings is imported once they are there.
    from django.core.management import call_command

    from apps.conversations.models import Inbox
    from apps.sample.company import load_intents, load_knowledge, load_people
    from tests.integration.stages.chains import ask, embed_all
    from workers.training.by_command import train_workspace

    call_command("migrate", verbosity=0)
    load_people("a-password-for-tests")
    load_knowledge()
    load_intents()
    embed_all()
    train_workspace(seed=0, report=lambda line: None)
    inbox = Inbox.objects.get(site_key="demo")
    return [_judge(row, ask(inbox, row["text"])) for row in rows]


def _judge(row: dict[str, Any], facts: Any) -> dict[str, Any]:
    asked = {"text": row["text"], "macro": row["macro"]}
    if facts.prediction.answer_confidence is None:
        return asked | {"intent": None, "confidence": None, "right": None}
    reply = next(each for each in facts.suggestions if each.kind == "reply")
    return asked | {
        "intent": facts.prediction.intents[0]["label"],
        "confidence": facts.prediction.answer_confidence,
        "right": reply.macro.slug == row["macro"],
    }


if __name__ == "__main__":
    measure()
    sys.stdout.write(f"{JUDGED.relative_to(REPOSITORY)} is written.\n")
