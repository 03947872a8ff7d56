"""What an article was before: its history, what changed, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.desk.knowledge.changes import describe_article_changes
from apps.desk.pagination import read_page
from apps.knowledge.actions import restore_version
from apps.knowledge.models import Article, ArticleVersion
from apps.knowledge.queries import find_version, list_versions


@agent_required
def show_all(request: AgentRequest, id: UUID) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("updated_by"), id=id)
    page = read_page(request, list_versions(article))
    newest = [ArticleVersion.of(article)] if page.number == 1 else []
    return render(
        request,
        "desk/knowledge/history.html",
        {"article": article, "page": page, "versions": [*newest, *page]},
    )


@agent_required
def show(request: AgentRequest, id: UUID, number: int) -> HttpResponse:
    """What changed from a version to what the article says now, or by that version alone."""
    article = get_object_or_404(Article, id=id)
    version = _find_or_404(article, number)
    alone = request.GET.get("what") == "change"
    before = find_version(article, number - 1) if alone else version
    after = version if alone else ArticleVersion.of(article)
    return render(
        request,
        "desk/knowledge/version.html",
        {
            "article": article,
            "version": version,
            "alone": alone,
            "difference": describe_article_changes(before, after) if before else None,
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
def restore(request: AgentRequest, id: UUID, number: int) -> HttpResponse:
    article = get_object_or_404(Article, id=id)
    restore_version(_find_or_404(article, number), request.user)
    messages.success(request, f"Version {number} is what the article says again.")
    return redirect("desk:article", article.id)


def _find_or_404(article: Article, number: int) -> ArticleVersion:
    version = find_version(article, number)
    if version is None:
        raise Http404("No such version.")
    return version
