from __future__ import annotations

from django.contrib import admin

from apps.conversations.models import Inbox


@admin.register(Inbox)
class InboxAdmin(admin.ModelAdmin[Inbox]):
    list_display = ("name", "site_key", "language")
    filter_horizontal = ("teams",)
