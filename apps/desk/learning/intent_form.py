"""An intent's form: its words, its examples one a line, and what answers it."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from apps.knowledge.models import Action, Article, Macro
from apps.learning.models import Intent
from apps.learning.queries import list_examples
from apps.learning.teaching import TeachingRefused, check_examples, read_lines

# About a thousand examples, as many as a request has room for.
MOST_CHARACTERS = 60_000
ANSWERS: dict[str, type[Model]] = {"macros": Macro, "articles": Article, "actions": Action}


class SeenField(forms.Field):
    """The ids of the examples that were on the editor's page."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value or [])

    def clean(self, value: Any) -> list[UUID]:
        try:
            return [UUID(id_) for id_ in json.loads(value or "[]")]
        except (TypeError, ValueError, AttributeError):
            return []


class IntentForm(forms.ModelForm[Intent]):
    merged = ("seen", "examples")
    seen = SeenField(required=False)
    examples = forms.CharField(
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "spellcheck": "false"}),
        help_text="One a line, as customers write them: short and long, polite and angry, with "
        "typos. Twenty that differ teach more than fifty that are alike.",
    )

    class Meta:
        model = Intent
        fields = ("title", "description", "examples", *ANSWERS)
        labels = {"macros": "Replies"}
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            **dict.fromkeys(ANSWERS, forms.CheckboxSelectMultiple),
        }

    def __init__(self, data: QueryDict | None, instance: Intent) -> None:
        examples = [] if instance._state.adding else list(list_examples(instance))
        initial = {
            "examples": "\n".join(example.text for example in examples),
            "seen": [str(example.id) for example in examples],
        }
        super().__init__(data, instance=instance, initial=initial)
        self.example_count = len(examples)
        for name, model in ANSWERS.items():
            field = cast("forms.ModelMultipleChoiceField[Any]", self.fields[name])
            field.queryset = _chosen_first(model, self.initial.get(name, []))

    def clean_examples(self) -> list[str]:
        lines = read_lines(self.cleaned_data["examples"])
        try:
            check_examples(lines, None if self.instance._state.adding else self.instance)
        except TeachingRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return lines


def _chosen_first(model: type[Model], chosen: list[Model]) -> QuerySet[Any]:
    is_chosen = Q(pk__in=[row.pk for row in chosen])
    return model._default_manager.annotate(is_chosen=is_chosen).order_by("-is_chosen", "title")
