from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet

from apps.knowledge.actions import delete_article, save_action, save_article, save_macro
from apps.knowledge.checking import check_action
from apps.knowledge.models import Action, Article, Macro

OBJECTS = ("parameters", "inputs", "conditions")


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "status", "audience", "language", "updated_at")
    list_filter = ("status", "audience", "language")
    search_fields = ("title", "body")
    prepopulated_fields = {"slug": ("title",)}

    def save_model(self, request: Any, obj: Article, form: Any, change: Any) -> None:
        save_article(obj, request.user)

    def delete_model(self, request: Any, obj: Article) -> None:
        delete_article(obj)

    def delete_queryset(self, request: Any, queryset: QuerySet[Article, Article]) -> None:
        for article in queryset:
            delete_article(article)


@admin.register(Macro)
class MacroAdmin(admin.ModelAdmin[Macro]):
    list_display = ("title", "language", "updated_at")
    search_fields = ("title", "text")
    prepopulated_fields = {"slug": ("title",)}

    def save_model(self, request: Any, obj: Macro, form: Any, change: Any) -> None:
        save_macro(obj, request.user)


class ActionForm(forms.ModelForm[Action]):
    """Validates actions, because every conversation's page reads all: one could break all pages."""

    def clean(self) -> None:
        super().clean()
        for name in OBJECTS:
            value = self.cleaned_data[name] = self.cleaned_data.get(name) or {}
            if not isinstance(value, dict):
                self.add_error(name, "Write an object, such as {}.")
        if not self.errors:
            check_action(Action(**{name: self.cleaned_data[name] for name in ("effect", *OBJECTS)}))


@admin.register(Action)
class ActionAdmin(admin.ModelAdmin[Action]):
    form = ActionForm
    list_display = ("title", "effect")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}

    def save_model(self, request: Any, obj: Action, form: Any, change: Any) -> None:
        save_action(obj)
