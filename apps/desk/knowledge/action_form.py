"""An action's form: the fields that its effect needs, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from apps.accounts.models import Role, Team
from apps.conversations.models import LONGEST_TAG, Priority
from apps.desk.knowledge.conditions_form import (
    OPTIONAL,
    REQUIRED,
    condition_fields,
    input_fields,
    make_inputs,
    read_inputs,
)
from apps.knowledge.checking import LONGEST_SNOOZE_HOURS, check_tag
from apps.knowledge.models import Action, Macro
from apps.webhooks.models import Webhook

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
        "Tells a system of yours, such as the warehouse, what is to be done.",
    ),
}


def _choice(choices: Iterable[tuple[str, Any]], label: str) -> forms.ChoiceField:
    listed = list(choices)
    help_text = "" if listed else f"There is no {label.lower()} yet; make one first."
    return forms.ChoiceField(choices=listed, label=label, help_text=help_text)


def _show_gone(field: forms.ChoiceField) -> None:
    """Add a stored value that does not exist (any more) to the choices, and say that it is gone.

    Otherwise a browser would select the first choice, or none; and an action without conditions is
    offered everywhere.
    """
    choices: dict[Any, Any] = dict(list(field.choices))  # type: ignore[arg-type]
    if isinstance(field, forms.MultipleChoiceField):
        gone = [value for value in field.initial or [] if value not in choices]
        field.choices = [*choices.items(), *((value, f"{value} (is gone)") for value in gone)]
    elif field.initial is not None and field.initial not in choices:
        field.choices = [("", f"{field.initial} is gone; choose another"), *choices.items()]


def _team() -> dict[str, forms.Field]:
    names = Team.objects.order_by("name").values_list("name", "name")
    return {"team": _choice(names, "Team")}


def _hours() -> dict[str, forms.Field]:
    help_text = "From 1 to 720, which is thirty days."
    hours = forms.IntegerField(min_value=1, max_value=LONGEST_SNOOZE_HOURS, help_text=help_text)
    return {"hours": hours}


def _macro() -> dict[str, forms.Field]:
    macros = Macro.objects.order_by("title").values_list("slug", "title")
    return {"macro": _choice(macros, "Macro")}


def _tag() -> dict[str, forms.Field]:
    return {
        "tag": forms.CharField(
            max_length=LONGEST_TAG,
            validators=[check_tag],
            help_text="It may name what was mentioned: order-{{ order_number }}.",
        )
    }


def _webhook() -> dict[str, forms.Field]:
    names = Webhook.objects.order_by("name").values_list("name", "name")
    field = _choice(names, "Webhook")
    field.help_text = field.help_text or "It gets what is filled in below, and nothing else."
    return {"webhook": field}


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
    class Meta:
        model = Action
        fields = ("title", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}
        help_texts = {"description": "What agents read before they click: what it will do."}

    def __init__(self, data: QueryDict | None, instance: Action) -> None:
        super().__init__(data, instance=instance)
        self.parameters = PARAMETERS[instance.effect]()
        self.inputs, self.conditions = input_fields(), condition_fields()
        self._add(self.parameters, instance.parameters)
        self._add(self.inputs, read_inputs(instance))
        self._add(self.conditions, instance.conditions)

    def _add(self, fields: dict[str, forms.Field], stored: Mapping[str, Any]) -> None:
        for name, field in fields.items():
            field.initial = stored.get(name)
            if isinstance(field, forms.ChoiceField):
                _show_gone(field)
            self.fields[name] = field

    def shown(self, names: Iterable[str]) -> list[forms.BoundField]:
        """The bound fields of these names, for a part of the page."""
        return [self[name] for name in names]

    def clean(self) -> None:
        parameters = {name: self.cleaned_data.get(name) for name in self.parameters}
        conditions = {name: self.cleaned_data.get(name) for name in self.conditions}
        inputs = [self.cleaned_data.get(name, []) for name in (REQUIRED, OPTIONAL)]
        self.instance.parameters = FIXED.get(self.instance.effect, {}) | parameters
        self.instance.conditions = {name: value for name, value in conditions.items() if value}
        self.instance.inputs = make_inputs(*inputs)
