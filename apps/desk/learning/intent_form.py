"""An intent's form: its words, its examples one a line, and what answers it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from apps.desk.forms import DeskRenderer
from apps.knowledge.models import Article, Macro
from apps.learning.models import Intent
from apps.learning.queries import list_examples
from apps.learning.teaching import TeachingRefused, check_examples, read_lines

MOST_CHARACTERS = 30_000


class SeenField(forms.Field):
    """The ids of the examples that the editor has before them."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else json.dumps(value or [])

    def clean(self, value: Any) -> list[UUID]:
        try:
            return [UUID(id_) for id_ in json.loads(value or "[]")]
        except (TypeError, ValueError, AttributeError):
            return []


def answers_field(sources: QuerySet[Any], label: str) -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(
        sources, required=False, label=label, widget=forms.CheckboxSelectMultiple
    )


class IntentForm(forms.ModelForm[Intent]):
    default_renderer = DeskRenderer
    seen = SeenField(required=False)
    examples = forms.CharField(
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "spellcheck": "false"}),
        help_text="One a line, as customers write them: short and long, polite and angry, with "
        "typos. Twenty that differ teach more than fifty that are alike.",
    )

    macros = answers_field(Macro.objects.order_by("title"), "Replies")
    articles = answers_field(Article.objects.order_by("title"), "Articles")

    class Meta:
        model = Intent
        fields = ("title", "description", "examples", "may_auto_reply", "macros", "articles")
        labels = {"may_auto_reply": "The bot may answer this alone when it is sure"}
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def __init__(self, data: QueryDict | None, instance: Intent) -> None:
        examples = [] if instance._state.adding else list(list_examples(instance))
        initial = {
            "examples": "\n".join(example.text for example in examples),
            "seen": [str(example.id) for example in examples],
        }
        super().__init__(data, instance=instance, initial=initial)
        self.example_count = len(examples)

    def clean_examples(self) -> list[str]:
        lines = read_lines(self.cleaned_data["examples"])
        try:
            check_examples(lines, None if self.instance._state.adding else self.instance)
        except TeachingRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return lines
