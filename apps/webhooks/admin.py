from __future__ import annotations

from django.contrib import admin

from apps.webhooks.models import Webhook


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin[Webhook]):
    list_display = ("name", "url", "failures", "paused_at")
    search_fields = ("name",)
    exclude = ("secret",)
