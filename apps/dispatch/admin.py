from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.dispatch.models import Heartbeat, Work
from apps.dispatch.redrive import redrive_each


@admin.register(Work)
class WorkAdmin(admin.ModelAdmin[Work]):
    list_display = ("id", "kind", "lane", "state", "attempts", "due_at", "last_error")
    list_filter = ("state", "kind", "lane")
    search_fields = ("subject_id", "conversation_id")
    actions = ("redrive_failed",)
    show_full_result_count = False

    @admin.action(description="Give failed work another try")
    def redrive_failed(self, request: HttpRequest, queryset: QuerySet[Work]) -> None:
        done = redrive_each(queryset.values_list("id", flat=True))
        self.message_user(request, done.describe(), messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Work | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Work | None = None) -> bool:
        return False


@admin.register(Heartbeat)
class HeartbeatAdmin(admin.ModelAdmin[Heartbeat]):
    list_display = ("process", "queue", "seen_at", "details")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Heartbeat | None = None) -> bool:
        return False
