"""Inboxes: what customers see, which web sites may show it, and the keys to it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.conversations.inboxes import rotate_secret, save_inbox
from apps.conversations.models import Inbox
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.editing import in_one_transaction, open_form
from apps.desk.settings.inbox_form import InboxForm
from apps.knowledge.actions import rename_in_conditions


@role_required(Role.ADMINISTRATOR)
def show_all(request: AgentRequest) -> HttpResponse:
    inboxes = Inbox.objects.prefetch_related("teams").order_by("name")
    return render(request, "desk/settings/inboxes.html", {"inboxes": inboxes})


@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(InboxForm, request, Inbox(), id)
    inbox, old_name = form.instance, form.initial.get("name", "")
    if form.is_valid():
        save_inbox(inbox, form.cleaned_data["teams"], request.user)
        rename_in_conditions("inboxes", old_name, inbox.name)
        messages.success(request, f"“{inbox.name}” is saved.")
        return redirect("desk:inbox_edit", inbox.id)
    return _show(request, inbox, form)


@require_POST
@never_cache
@role_required(Role.ADMINISTRATOR)
def show_secret(request: AgentRequest, id: UUID) -> HttpResponse:
    inbox = get_object_or_404(Inbox, id=id)
    return _show(request, inbox, InboxForm(instance=inbox), secret=inbox.secret)


@role_required(Role.ADMINISTRATOR)
def rotate(request: AgentRequest, id: UUID) -> HttpResponse:
    inbox = get_object_or_404(Inbox, id=id)
    page = reverse("desk:inbox_edit", args=[inbox.id])
    return ask_before(
        partial(rotate_secret, inbox),
        request,
        Confirmation(
            question=f"Make a new secret for “{inbox.name}”?",
            verb="Make a new secret",
            consequences=[
                "The old one stops working at once.",
                "Your server must sign with the new one before it can vouch for customers again.",
                "Conversations that are under way go on.",
            ],
            back=page,
            done="There is a new secret; put it on your server now.",
        ),
        then=page,
    )


def _show(request: AgentRequest, inbox: Inbox, form: InboxForm, secret: str = "") -> HttpResponse:
    source = request.build_absolute_uri("/widget.js")
    return render(
        request,
        "desk/settings/inbox_form.html",
        {
            "form": form,
            "inbox": inbox,
            "is_new": inbox._state.adding,
            "script": f'<script src="{source}" data-inbox="{inbox.site_key}" async></script>',
            "secret": secret,
        },
    )
