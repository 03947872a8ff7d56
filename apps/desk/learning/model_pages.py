"""Model versions: which one serves, since when, and how good each was when it was trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.learning.models import ModelVersion
from apps.learning.queries import find_champion, list_model_versions

Kind = ModelVersion.Kind


@dataclass(frozen=True)
class ModelRow:
    """A version and what its training reported; None where it reported nothing."""

    version: ModelVersion

    @property
    def intents_right(self) -> float | None:
        return _percent(self._part("intent").get("accuracy"))

    @property
    def sentiments_right(self) -> float | None:
        return _percent(self._part("sentiment").get("accuracy"))

    @property
    def examples(self) -> int | None:
        return self._part("intent").get("examples")

    @property
    def answered(self) -> int:
        """Questions of customers that it has learnt from beside its examples."""
        return int(self._part("intent").get("answered", 0))

    @property
    def choices(self) -> int | None:
        return self._part("ranking").get("messages")

    @property
    def order_right(self) -> float | None:
        return _percent(self._part("ranking").get("right"))

    @property
    def order_right_before(self) -> float | None:
        return _percent(self._part("ranking").get("champion_right"))

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
        },
    )


def _rows(kind: Kind) -> list[ModelRow]:
    return [ModelRow(version) for version in list_model_versions(kind)]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
