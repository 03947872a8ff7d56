from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.learning.actions import delete_intent
from apps.learning.models import (
    EntityPattern,
    Example,
    Intent,
    LookupValue,
    ModelVersion,
    Synonym,
)
from apps.learning.teaching import NEEDED_INTENTS


class ExampleInline(admin.TabularInline[Example, Intent]):
    model = Example
    fields = ("text", "source")
    extra = 5


@admin.register(Intent)
class IntentAdmin(admin.ModelAdmin[Intent]):
    list_display = ("title", "slug")
    search_fields = ("title", "slug")
    filter_horizontal = ("articles", "macros", "actions")
    inlines = (ExampleInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Intent | None = None) -> Any:
        """Keep the slug of a stored intent, which the champion has learnt as its label."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Intent | None = None) -> Any:
        return {} if obj else {"slug": ("title",)}

    def has_delete_permission(self, request: HttpRequest, obj: Intent | None = None) -> bool:
        needed = obj is not None and obj.slug in NEEDED_INTENTS
        return not needed and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Intent) -> None:
        delete_intent(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Intent]) -> None:
        for intent in queryset:
            delete_intent(intent)


@admin.register(EntityPattern)
class EntityPatternAdmin(admin.ModelAdmin[EntityPattern]):
    list_display = ("label", "pattern")
    list_filter = ("label",)


@admin.register(LookupValue)
class LookupValueAdmin(admin.ModelAdmin[LookupValue]):
    list_display = ("label", "value")
    list_filter = ("label",)
    search_fields = ("value",)


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin[Synonym]):
    list_display = ("text", "value")
    search_fields = ("text", "value")


@admin.register(ModelVersion)
class ModelVersionAdmin(admin.ModelAdmin[ModelVersion]):
    list_display = ("version", "status", "encoder", "created_at", "promoted_at")
    readonly_fields = ("version", "status", "encoder", "report", "created_at", "promoted_at")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelVersion | None = None) -> bool:
        """Refuse to delete a champion: pools that start without one understand nothing."""
        serves = obj is not None and obj.status == ModelVersion.Status.CHAMPION
        return not serves and super().has_delete_permission(request, obj)
