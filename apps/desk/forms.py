"""Shared parts of the desk's forms: rendering, fields, and slugs."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.text import slugify

from apps.accounts.models import Team
from apps.desk.languages import LANGUAGES, NAMES

MOST_SLUG_CHARACTERS = 90


class DeskRenderer(DjangoTemplates):
    """Renders help and errors beside their field. Set in the settings, for every form."""

    form_template_name = "desk/form.html"
    field_template_name = "desk/field.html"


class ListField(forms.CharField):
    """Several short texts in one box, on lines or separated by commas, without duplicates."""

    def __init__(self, *, longest: int, separator: str = "\n", **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4}) if separator == "\n" else forms.TextInput()
        super().__init__(**{"widget": widget, "required": False} | options)
        self.longest, self.separator = longest, separator

    def prepare_value(self, value: Any) -> Any:
        glue = self.separator if self.separator == "\n" else f"{self.separator} "
        return glue.join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        pieces = [piece.strip() for piece in super().clean(value).split(self.separator)]
        too_long = next((piece for piece in pieces if len(piece) > self.longest), None)
        if too_long:
            raise forms.ValidationError(
                f"“{too_long[:30]}…” has {len(too_long)} characters; cut it to {self.longest}."
            )
        return list(dict.fromkeys(piece for piece in pieces if piece))


class LanguageField(forms.ChoiceField):
    """A language with a name, or the stored one: imports may have any code."""

    def __init__(self) -> None:
        super().__init__(choices=LANGUAGES, initial="en")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        stored = form.initial.get(field_name)
        if stored and stored not in NAMES:
            self.choices = [(stored, stored), *LANGUAGES]
        return super().get_bound_field(form, field_name)


class TeamField(forms.ModelChoiceField[Team]):
    """One team, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Team.objects.order_by("name"), required=False, empty_label="No team", **options
        )


class FilterForm(forms.Form):
    """The filter of a list; invalid values filter nothing."""

    search = forms.CharField(required=False, max_length=200)

    @classmethod
    def read(cls, request: HttpRequest) -> dict[str, str]:
        form = cls(request.GET)
        form.is_valid()
        return {name: form.cleaned_data.get(name, "") for name in form.fields}


def free_slug(model: type[Model], title: str, separator: str = "-") -> str:
    """A slug made of a title, which no other row has."""
    slug = slugify(title)[:MOST_SLUG_CHARACTERS].replace("-", separator)
    if slug and not model._default_manager.filter(slug=slug).exists():
        return slug
    return f"{slug or model._meta.model_name}{separator}{secrets.token_hex(3)}"
