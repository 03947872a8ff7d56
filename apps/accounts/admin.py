from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Agent, ApiToken, Role, Team


@admin.register(Agent)
class AgentAdmin(UserAdmin[Agent]):
    """Rights are changed in the desk, which gives back what an agent may not have any more."""

    ordering = ("email",)
    list_display = ("email", "display_name", "role", "team", "is_active")
    list_filter = ("role", "team", "is_active")
    search_fields = ("email", "display_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "display_name")}),
        (_("Rights"), {"fields": ("role", "team", "is_active")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "display_name", "role", "team", "password1", "password2")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Agent | None = None) -> Any:
        return ("role", "team", "is_active") if obj else ()

    def save_model(self, request: HttpRequest, obj: Agent, form: object, change: bool) -> None:
        """Give administrators all of Django's permissions, without which the admin is empty."""
        obj.is_superuser = obj.role == Role.ADMINISTRATOR
        super().save_model(request, obj, form, change)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    """Teams are deleted in the desk, which refuses where others would then see a team's inbox."""

    search_fields = ("name",)

    def has_delete_permission(self, request: object, obj: Team | None = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """Tokens are made by `manage.py create_api_token`, because they can be shown only once."""

    list_display = ("name", "role", "team", "created_at", "revoked_at")
    readonly_fields = ("digest", "created_at")

    def has_add_permission(self, request: object) -> bool:
        return False
