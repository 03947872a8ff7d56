"""Earlier versions of articles and macros: the list, the differences, and restoring."""

from __future__ import annotations

from typing import Any, TypeAlias
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.desk.knowledge.changes import describe_changes
from apps.desk.pagination import read_page
from apps.knowledge.actions import restore_version
from apps.knowledge.models import Article, ArticleVersion, Macro, MacroVersion
from apps.knowledge.queries import find_version, list_versions
from apps.knowledge.versions import version_of

Kind: TypeAlias = type[Article] | type[Macro]


@agent_required
def show_all(request: AgentRequest, kind: Kind, id: UUID) -> HttpResponse:
    source = _find(kind, id)
    page = read_page(request, list_versions(source))
    newest = [version_of(source)] if page.number == 1 else []
    return render(
        request,
        "desk/knowledge/history.html",
        {"source": source, "name": _name(kind), "page": page, "versions": [*newest, *page]},
    )


@agent_required
def show(request: AgentRequest, kind: Kind, id: UUID, number: int) -> HttpResponse:
    """The differences between a version and the current content, or the version before it."""
    source = _find(kind, id)
    version = _find_or_404(source, number)
    alone = request.GET.get("what") == "change"
    before = find_version(source, number - 1) if alone else version
    after = version if alone else version_of(source)
    return render(
        request,
        "desk/knowledge/version.html",
        {
            "source": source,
            "name": _name(kind),
            "version": version,
            "alone": alone,
            "difference": describe_changes(before, after) if before else None,
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
def restore(request: AgentRequest, kind: Kind, id: UUID, number: int) -> HttpResponse:
    version = _find_or_404(_find(kind, id), number)
    try:
        restore_version(version, request.user)
    except kind.DoesNotExist:
        raise Http404(f"Somebody has just deleted this {_name(kind)}.") from None
    messages.success(request, f"Version {number} is what the {_name(kind)} says again.")
    return redirect(f"desk:{_name(kind)}", id)


def _name(kind: Kind) -> str:
    """The name of a kind, in addresses and in sentences."""
    return str(kind._meta.model_name)


def _find(kind: Kind, id: UUID) -> Article | Macro:
    rows: QuerySet[Any] = kind._default_manager.select_related("updated_by")
    found: Article | Macro = get_object_or_404(rows, id=id)
    return found


def _find_or_404(source: Article | Macro, number: int) -> ArticleVersion | MacroVersion:
    version = find_version(source, number)
    if version is None:
        raise Http404("No such version.")
    return version
