from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.conversations.inboxes import delete_inbox
from apps.conversations.models import Contact, Conversation, Inbox, Message
from apps.conversations.releasing import release_inbox


@admin.register(Inbox)
class InboxAdmin(admin.ModelAdmin[Inbox]):
    list_display = ("name", "site_key", "language")
    filter_horizontal = ("teams",)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        release_inbox(form.instance, request.user)

    def delete_model(self, request: HttpRequest, obj: Inbox) -> None:
        delete_inbox(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Inbox]) -> None:
        for inbox in queryset:
            delete_inbox(inbox)

    def get_deleted_objects(
        self, objs: QuerySet[Inbox] | Sequence[Inbox], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Count what is deleted with an inbox; Django would load and list each message."""
        counts = {
            "contacts": Contact.objects.filter(inbox__in=objs).count(),
            "conversations": Conversation.objects.filter(inbox__in=objs).count(),
            "messages": Message.objects.filter(conversation__inbox__in=objs).count(),
        }
        return [f"Inbox: {inbox}" for inbox in objs], {"inboxes": len(objs), **counts}, set(), []
