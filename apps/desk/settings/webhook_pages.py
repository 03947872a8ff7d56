"""Webhooks: the other systems that are called, and what they answered."""

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
from apps.desk.confirming import Confirmation, ask, ask_before, ask_to_delete
from apps.desk.editing import in_one_transaction, open_form
from apps.desk.pagination import read_page
from apps.desk.settings.webhook_form import WebhookForm
from apps.knowledge.actions import rename_in_actions
from apps.knowledge.queries import list_actions_with
from apps.webhooks.actions import (
    call_webhook,
    delete_webhook,
    pause_webhook,
    resume_webhook,
    rotate_secret,
    save_webhook,
)
from apps.webhooks.models import Delivery, Webhook
from apps.webhooks.queries import list_deliveries, list_webhooks


@role_required(Role.ADMINISTRATOR)
def show_all(request: AgentRequest) -> HttpResponse:
    return render(request, "desk/settings/webhooks.html", {"webhooks": list_webhooks()})


@never_cache
@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def add(request: AgentRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if not form.is_valid():
        return render(request, "desk/settings/webhook_form.html", {"form": form})
    webhook = form.save(commit=False)
    save_webhook(webhook, request.user.id)
    return _show_secret(request, webhook, webhook.secret)


@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID) -> HttpResponse:
    form = open_form(WebhookForm, request, Webhook(), id)
    webhook, old_name = form.instance, form.initial.get("name", "")
    if form.is_valid():
        save_webhook(webhook, request.user.id)
        rename_in_actions("webhook", old_name, webhook.name)
        messages.success(request, f"“{webhook.name}” is saved.")
        return redirect("desk:webhook", webhook.id)
    context = {"form": form, "webhook": webhook, "old_name": old_name}
    return render(request, "desk/settings/webhook_form.html", context)


@role_required(Role.ADMINISTRATOR)
def show(request: AgentRequest, id: UUID) -> HttpResponse:
    webhook = get_object_or_404(list_webhooks(), id=id)
    page = read_page(request, list_deliveries(webhook))
    waits = any(delivery.status == Delivery.Status.WAITING for delivery in page)
    return render(
        request,
        "desk/settings/webhook.html",
        {"webhook": webhook, "page": page, "goes_on": waits and not webhook.paused_at},
    )


@require_POST
@role_required(Role.ADMINISTRATOR)
def test(request: AgentRequest, id: UUID) -> HttpResponse:
    webhook = get_object_or_404(Webhook, id=id)
    call_webhook(webhook, "test", {"agent": {"id": str(request.user.id)}})
    messages.success(request, "A test is on its way; its answer appears below.")
    return redirect("desk:webhook", webhook.id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def pause(request: AgentRequest, id: UUID) -> HttpResponse:
    webhook = get_object_or_404(Webhook, id=id)
    pause_webhook(webhook, request.user.id)
    messages.success(request, f"Nothing is sent to “{webhook.name}” until you resume it.")
    return redirect("desk:webhook", webhook.id)


@require_POST
@role_required(Role.ADMINISTRATOR)
def resume(request: AgentRequest, id: UUID) -> HttpResponse:
    webhook = get_object_or_404(Webhook, id=id)
    count = resume_webhook(webhook, request.user.id)
    messages.success(request, f"“{webhook.name}” is called again; {count} on their way.")
    return redirect("desk:webhook", webhook.id)


@never_cache
@role_required(Role.ADMINISTRATOR)
def rotate(request: AgentRequest, id: UUID) -> HttpResponse:
    webhook = get_object_or_404(Webhook, id=id)
    if request.method == "POST":
        return _show_secret(request, webhook, rotate_secret(webhook, request.user.id))
    return ask(
        request,
        Confirmation(
            question=f"Make a new secret for “{webhook.name}”?",
            verb="Make a new secret",
            consequences=[
                "What is sent from now on is signed with the new one.",
                "Until the other system knows it, it should refuse; that is tried again for a day.",
            ],
            back=reverse("desk:webhook", args=[webhook.id]),
        ),
    )


@role_required(Role.ADMINISTRATOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    webhook = get_object_or_404(Webhook, id=id)
    titles = [f"“{each.title}”" for each in list_actions_with("webhook", webhook.name)]
    refusal = f"{' and '.join(titles)} would call nobody; change that first." if titles else ""
    consequences = [
        "What waits for it is not sent any more.",
        "Its deliveries and their answers are deleted too.",
    ]
    back = reverse("desk:webhook", args=[webhook.id])
    return ask_before(
        partial(delete_webhook, webhook, request.user.id),
        request,
        ask_to_delete("webhook", webhook.name, consequences, back=back, refusal=refusal),
        then="desk:webhooks",
    )


def _show_secret(request: AgentRequest, webhook: Webhook, secret: str) -> HttpResponse:
    return render(
        request,
        "desk/settings/shown_once.html",
        {
            "title": f"The secret of {webhook.name}",
            "label": "Secret",
            "value": secret,
            "notes": [
                "Copy it now: it is not shown again.",
                "Each delivery is signed with it, in the header Firstline-Signature.",
            ],
            "back": reverse("desk:webhook", args=[webhook.id]),
        },
    )
