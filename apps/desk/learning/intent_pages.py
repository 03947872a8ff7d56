"""Intents: what customers want, and the examples that teach it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.desk.confirming import ask_before, ask_to_delete
from apps.desk.editing import in_one_transaction, open_form
from apps.desk.forms import FilterForm, free_slug
from apps.desk.learning.intent_form import IntentForm
from apps.learning.actions import delete_intent, save_intent
from apps.learning.models import Intent
from apps.learning.queries import list_intents
from apps.learning.teaching import LEAST_EXAMPLES, NEEDED_INTENTS


@role_required(Role.SUPERVISOR)
def show_all(request: AgentRequest) -> HttpResponse:
    chosen = FilterForm.read(request)
    intents = list_intents(search=chosen["search"])
    intents = intents.annotate(answers_from=F("automation__answer_from"))
    return render(
        request,
        "desk/learning/intents.html",
        {"intents": intents, "chosen": chosen, "least": LEAST_EXAMPLES},
    )


@role_required(Role.SUPERVISOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(IntentForm, request, Intent(), id)
    intent = form.instance
    if form.is_valid():
        form.save(commit=False)
        intent.slug = intent.slug or free_slug(Intent, intent.title, "_")
        save_intent(intent, form.cleaned_data["examples"], form.cleaned_data["seen"])
        form.save_m2m()
        messages.success(request, f"“{intent.title}” is saved; the next training learns from it.")
        return redirect("desk:learning")
    return render(
        request,
        "desk/learning/intent_form.html",
        {"form": form, "intent": intent, "may_delete": intent.slug not in NEEDED_INTENTS},
    )


@role_required(Role.SUPERVISOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    intent = get_object_or_404(Intent, id=id)
    consequences = [
        f"Its {intent.examples.count()} examples are deleted with it.",
        "The bot stops answering it alone at once; the next training forgets it.",
        "This cannot be undone.",
    ]
    back = reverse("desk:intent", args=[intent.id])
    return ask_before(
        partial(delete_intent, intent),
        request,
        ask_to_delete("intent", intent.title, consequences, back=back),
        then="desk:learning",
    )
