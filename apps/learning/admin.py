from __future__ import annotations

from django.contrib import admin

from apps.learning.models import (
    EntityPattern,
    Example,
    Intent,
    LookupValue,
    ModelVersion,
    Synonym,
)


class ExampleInline(admin.TabularInline[Example, Intent]):
    model = Example
    fields = ("text", "source")
    extra = 5


@admin.register(Intent)
class IntentAdmin(admin.ModelAdmin[Intent]):
    list_display = ("title", "slug")
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("articles", "macros", "actions")
    inlines = (ExampleInline,)


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
