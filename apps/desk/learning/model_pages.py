"""Model versions: which one serves, since when, how good each is, and choosing another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.desk.confirming import Confirmation, ask_before
from apps.learning.model_versions import find_obstacle, promote, retire_ranker
from apps.learning.models import ModelVersion
from apps.learning.queries import find_champion, list_model_versions, list_training_runs
from apps.learning.training_runs import begin_training

Kind = ModelVersion.Kind
RUNS_SHOWN = 5


@dataclass(frozen=True)
class ModelRow:
    """A version with its training's report, shares from 0 to 1; None for missing figures."""

    version: ModelVersion

    @property
    def intents_right(self) -> float | None:
        return self._part("intent").get("accuracy")

    @property
    def sentiments_right(self) -> float | None:
        return self._part("sentiment").get("accuracy")

    @property
    def examples(self) -> int | None:
        return self._part("intent").get("examples")

    @property
    def answered(self) -> int:
        """How many answered questions it has learnt from besides its examples."""
        return int(self._part("intent").get("answered", 0))

    @property
    def choices(self) -> int | None:
        return self._part("ranking").get("messages")

    @property
    def order_right(self) -> float | None:
        return self._part("ranking").get("right")

    @property
    def order_right_before(self) -> float | None:
        return self._part("ranking").get("champion_right")

    def _part(self, name: str) -> dict[str, Any]:
        part: dict[str, Any] = self.version.report.get(name, {})
        return part


@role_required(Role.SUPERVISOR)
def show_all(request: AgentRequest) -> HttpResponse:
    return render(
        request,
        "desk/learning/models.html",
        {
            "champion": find_champion(),
            "rows": _rows(Kind.UNDERSTANDING),
            "ranking_champion": find_champion(Kind.RANKING),
            "ranking_rows": _rows(Kind.RANKING),
            "runs": list_training_runs()[:RUNS_SHOWN],
            "retrain_hours": settings.RETRAIN_HOURS,
            "may_choose": request.user.has_role(Role.ADMINISTRATOR),
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
def train(request: AgentRequest) -> HttpResponse:
    """Begin a training, unless one is under way."""
    begin_training(request.user)
    messages.success(request, "The models are being trained; those that there are go on answering.")
    return redirect("desk:models")


@role_required(Role.ADMINISTRATOR)
def serve(request: AgentRequest, id: UUID) -> HttpResponse:
    version = get_object_or_404(ModelVersion, id=id)
    return ask_before(
        partial(promote, version),
        request,
        Confirmation(
            question=f"Let the model {version.version} serve?",
            verb="Let it serve",
            consequences=[
                "It takes the place of the one that serves now, within seconds.",
                "The next training may replace it.",
            ],
            back=reverse("desk:models"),
            done=f"{version.version} serves from now on.",
            refusal=find_obstacle(version),
        ),
        then="desk:models",
    )


@role_required(Role.ADMINISTRATOR)
def retire(request: AgentRequest) -> HttpResponse:
    return ask_before(
        retire_ranker,
        request,
        Confirmation(
            question="Rank by the weights that Firstline comes with?",
            verb="Rank by them",
            consequences=[
                "What agents chose counts as before, but its weights are no longer learnt ones.",
                "The next training may find better ones again.",
            ],
            back=reverse("desk:models"),
            done="Suggestions are ranked by the weights that Firstline comes with.",
        ),
        then="desk:models",
    )


def _rows(kind: Kind) -> list[ModelRow]:
    return [ModelRow(version) for version in list_model_versions(kind)]
