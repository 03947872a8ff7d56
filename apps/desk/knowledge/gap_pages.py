"""Gaps: what is asked and nothing answers, and the article that is drafted for it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.conversations.queries import list_inboxes_of
from apps.desk.editing import in_one_transaction
from apps.desk.forms import FilterForm, free_slug
from apps.desk.pagination import read_page
from apps.knowledge.gaps.actions import bring_back, dismiss, store_draft
from apps.knowledge.gaps.drafting import compose_draft
from apps.knowledge.gaps.models import Gap
from apps.knowledge.gaps.queries import list_examples, list_gaps, list_solved
from apps.knowledge.models import Article


class GapFilter(FilterForm):
    state = forms.ChoiceField(required=False, choices=Gap.State.choices)


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    state = GapFilter.read(request)["state"] or Gap.State.OPEN
    page = read_page(request, list_gaps(list_inboxes_of(request.user), state=state))
    return render(
        request,
        "desk/knowledge/gaps.html",
        {
            "page": page,
            "examples": list_examples(page),
            "state": state,
            "states": Gap.State.choices,
            "several_inboxes": list_inboxes_of(request.user).count() > 1,
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
@in_one_transaction
def draft(request: AgentRequest, id: UUID) -> HttpResponse:
    gap = _find_or_404(request, id, Gap.State.OPEN)
    article = compose_draft(list_solved(gap))
    article.slug = free_slug(Article, article.title)
    article = store_draft(gap, article, request.user)
    messages.success(request, "This is a draft of what agents answered. Edit it, then publish it.")
    return redirect("desk:article_edit", article.id)


@require_POST
@role_required(Role.SUPERVISOR)
def dismiss_one(request: AgentRequest, id: UUID) -> HttpResponse:
    dismiss(_find_or_404(request, id, Gap.State.OPEN))
    messages.success(request, "The gap is dismissed, and stays so when it is asked again.")
    return redirect("desk:gaps")


@require_POST
@role_required(Role.SUPERVISOR)
def bring_one_back(request: AgentRequest, id: UUID) -> HttpResponse:
    bring_back(_find_or_404(request, id, Gap.State.DISMISSED))
    messages.success(request, "The gap is open again.")
    return redirect("desk:gaps")


def _find_or_404(request: AgentRequest, id_: UUID, state: Gap.State) -> Gap:
    return get_object_or_404(list_gaps(list_inboxes_of(request.user), state=state), id=id_)
