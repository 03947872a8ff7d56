"""An action's form: the fields that its effect needs, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.http import QueryDict

from apps.accounts.models import Role, Team
from apps.conversations.models import LONGEST_TAG, Priority
from apps.desk.forms import DeskRenderer
from apps.knowledge.models import Action, Macro

Effect = Action.Effect
Parameters = Callable[[], dict[str, forms.Field]]

EFFECTS = {
    Effect.ASSIGN: ("Give to a team", "The conversation moves to the team that you choose."),
    Effect.SET_PRIORITY: ("Set the priority", "Puts the conversation higher or lower in the list."),
    Effect.TAG: ("Add a tag", "Marks the conversation, so that it is found by the tag."),
    Effect.SNOOZE: ("Look again later", "Hides the conversation and brings it back in time."),
    Effect.ESCALATE: ("Escalate", "Hands the conversation to somebody who may decide more."),
    Effect.CLOSE: ("Resolve", "Ends the conversation until the customer writes again."),
    Effect.SEND_MACRO: ("Send a macro", "Sends a prepared reply with one click."),
    Effect.WEBHOOK: (
        "Call another system",
        "For later: agents cannot perform it yet.",
    ),
}


def _choice(choices: Iterable[tuple[str, Any]], label: str) -> forms.ChoiceField:
    listed = list(choices)
    help_text = "" if listed else f"There is no {label.lower()} yet; make one first."
    return forms.ChoiceField(choices=listed, label=label, help_text=help_text)


def _team() -> dict[str, forms.Field]:
    names = Team.objects.order_by("name").values_list("name", "name")
    return {"team": _choice(names, "Team")}


def _hours() -> dict[str, forms.Field]:
    help_text = "From 1 to 720, which is thirty days."
    return {"hours": forms.IntegerField(min_value=1, max_value=720, help_text=help_text)}


def _macro() -> dict[str, forms.Field]:
    macros = Macro.objects.order_by("title").values_list("slug", "title")
    return {"macro": _choice(macros, "Macro")}


def _tag() -> dict[str, forms.Field]:
    readable = RegexValidator(r"[^\W_]", "Give a tag at least one letter or digit.")
    return {"tag": forms.CharField(max_length=LONGEST_TAG, validators=[readable])}


def _webhook() -> dict[str, forms.Field]:
    url = forms.URLField(
        label="Address",
        assume_scheme="https",
        help_text="It begins with https://.",
        validators=[URLValidator(["https"], message="Give an address that begins with https://.")],
    )
    return {"url": url, "method": _choice([("POST", "POST"), ("PUT", "PUT")], "Method")}


PARAMETERS: dict[str, Parameters] = {
    Effect.ASSIGN: _team,
    Effect.SET_PRIORITY: lambda: {"priority": _choice(Priority.choices, "Priority")},
    Effect.TAG: _tag,
    Effect.SNOOZE: _hours,
    Effect.ESCALATE: lambda: {"role": _choice(Role.choices[1:], "To")},
    Effect.CLOSE: dict,
    Effect.SEND_MACRO: _macro,
    Effect.WEBHOOK: _webhook,
}
# There is one way to close, and so nothing to ask.
FIXED: dict[str, dict[str, str]] = {Effect.CLOSE: {"outcome": "resolved"}}


class ActionForm(forms.ModelForm[Action]):
    default_renderer = DeskRenderer

    class Meta:
        model = Action
        fields = ("title", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}
        help_texts = {"description": "What agents read before they click: what it will do."}

    def __init__(self, data: QueryDict | None, instance: Action) -> None:
        super().__init__(data, instance=instance)
        self.parameters = PARAMETERS[instance.effect]()
        for name, field in self.parameters.items():
            field.initial = instance.parameters.get(name)
            self.fields[name] = field

    def clean(self) -> None:
        given = {name: self.cleaned_data.get(name) for name in self.parameters}
        self.instance.parameters = FIXED.get(self.instance.effect, {}) | given
