from __future__ import annotations

from typing import Any

from django.contrib import admin

from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.models import Action, Article, Macro


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "status", "audience", "language", "updated_at")
    list_filter = ("status", "audience", "language")
    search_fields = ("title", "body")
    prepopulated_fields = {"slug": ("title",)}

    def save_model(self, request: Any, obj: Article, form: Any, change: Any) -> None:
        save_article(obj, request.user)


@admin.register(Macro)
class MacroAdmin(admin.ModelAdmin[Macro]):
    list_display = ("title", "language", "updated_at")
    search_fields = ("title", "text")
    prepopulated_fields = {"slug": ("title",)}

    def save_model(self, request: Any, obj: Macro, form: Any, change: Any) -> None:
        save_macro(obj, request.user)


@admin.register(Action)
class ActionAdmin(admin.ModelAdmin[Action]):
    list_display = ("title", "effect")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}
