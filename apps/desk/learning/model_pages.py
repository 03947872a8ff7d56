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


@dataclass(frozen=True)
class ModelRow:
    """A version and what its training reported; None where it reported nothing."""

    version: ModelVersion

    @property
    def intents_right(self) -> float | None:
        return self._percent("intent")

    @property
    def sentiments_right(self) -> float | None:
        return self._percent("sentiment")

    @property
    def examples(self) -> int | None:
        return self._head("intent").get("examples")

    def _percent(self, head: str) -> float | None:
        accuracy = self._head(head).get("accuracy")
        return None if accuracy is None else 100 * accuracy

    def _head(self, name: str) -> dict[str, Any]:
        head: dict[str, Any] = self.version.report.get(name, {})
        return head


@role_required(Role.SUPERVISOR)
def show_all(request: AgentRequest) -> HttpResponse:
    rows = [ModelRow(version) for version in list_model_versions(ModelVersion.Kind.UNDERSTANDING)]
    return render(request, "desk/learning/models.html", {"champion": find_champion(), "rows": rows})
