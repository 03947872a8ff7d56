"""Past answers: what resolved conversations taught, and forgetting one of it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.conversations.queries import list_inboxes_of
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.forms import FilterForm
from apps.desk.pagination import read_page
from apps.knowledge.actions import forget_solved_question
from apps.knowledge.models import SolvedQuestion
from apps.knowledge.queries import list_solved_questions


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    chosen = FilterForm.read(request)
    page = read_page(request, _list_seen(request, **chosen))
    return render(request, "desk/knowledge/solved.html", {"page": page, "chosen": chosen})


@role_required(Role.SUPERVISOR)
def forget(request: AgentRequest, id: UUID) -> HttpResponse:
    solved = get_object_or_404(_list_seen(request), id=id)
    return ask_before(
        partial(forget_solved_question, solved),
        request,
        Confirmation(
            question=f"Forget the answer to “{solved.question[:100]}”?",
            verb="Forget it",
            consequences=[
                "It is suggested no more.",
                "The conversation stays as it is.",
            ],
            back=reverse("desk:solved"),
            done="The past answer is forgotten.",
        ),
        then="desk:solved",
    )


def _list_seen(request: AgentRequest, search: str = "") -> QuerySet[SolvedQuestion, SolvedQuestion]:
    inboxes = list_inboxes_of(request.user).values_list("id", flat=True)
    return list_solved_questions(inboxes, search=search)
