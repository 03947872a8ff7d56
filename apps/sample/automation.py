"""The sample company's automation, measured on its judged questions."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Agent, Role
from apps.automation.actions import set_target
from apps.automation.models import Automation, Judgement
from apps.learning.models import Intent
from apps.sample.files import read_json, read_lines


@transaction.atomic
def load_automation() -> None:
    """Load the judged questions, then the targets of its administrator."""
    intents = {intent.slug: intent for intent in Intent.objects.all()}
    Judgement.objects.filter(source=Judgement.Source.SAMPLE).delete()
    Judgement.objects.bulk_create(
        Judgement(
            intent=intents[row["intent"]],
            source=Judgement.Source.SAMPLE,
            confidence=row["confidence"],
            right=row["right"],
            judged_at=timezone.now(),
        )
        for row in read_lines("judged.jsonl")
        if row["intent"] in intents
    )
    administrator = Agent.objects.filter(role=Role.ADMINISTRATOR).order_by("id").first()
    targets = dict(Automation.objects.values_list("intent__slug", "target"))
    for row in read_json("intents.json"):
        if row["answer_alone"] != targets.get(row["slug"]):
            set_target(intents[row["slug"]], row["answer_alone"], administrator)
