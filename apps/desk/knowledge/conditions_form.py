"""Form fields for conditions and inputs of actions, which every effect has."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from apps.conversations.models import LONGEST_TAG, ConversationStatus, Inbox, Priority
from apps.desk.forms import ListField
from apps.desk.inbox.filters import SENTIMENTS
from apps.desk.languages import LANGUAGES
from apps.knowledge.models import Action
from apps.knowledge.variables import MENTIONED, OF_CONTACT, spoken
from apps.learning.entities import list_labels
from apps.learning.models import Intent

REQUIRED, OPTIONAL = "required_inputs", "optional_inputs"


def input_fields() -> dict[str, forms.Field]:
    """Fields for the variables that an action needs."""
    choices = [
        (name, meaning[:1].upper() + meaning[1:])
        for name, meaning in (MENTIONED | OF_CONTACT).items()
    ]
    return {
        REQUIRED: _several(
            choices, "Needs", "The agent is asked for what the conversation does not say."
        ),
        OPTIONAL: _several(choices, "Takes along where it is known", ""),
    }


def condition_fields() -> dict[str, forms.Field]:
    """A field for each condition, by its name; empty ones are no conditions."""
    labels = sorted({*MENTIONED, *list_labels()})
    return {
        "intents": _several(
            Intent.objects.order_by("title").values_list("slug", "title"), "Intents", "One of them."
        ),
        "entities": _several(
            [(label, spoken(label).capitalize()) for label in labels],
            "Mentioned",
            "All of them.",
        ),
        "sentiments": _several(SENTIMENTS.items(), "Sentiments", "One of them."),
        "languages": _several(LANGUAGES, "Languages", "One of them."),
        "priorities": _several(Priority.choices, "Priorities", "One of them."),
        "statuses": _several(ConversationStatus.choices, "States", "One of them."),
        "inboxes": _several(
            Inbox.objects.order_by("name").values_list("name", "name"), "Inboxes", "One of them."
        ),
        "tags": ListField(
            longest=LONGEST_TAG, separator=",", label="Tagged", help_text="With all of them."
        ),
        "without_tags": ListField(
            longest=LONGEST_TAG, separator=",", label="Not tagged", help_text="With none of them."
        ),
    }


def read_inputs(action: Action) -> dict[str, list[str]]:
    """The initial values of the input fields."""
    return {
        REQUIRED: [name for name, required in action.inputs.items() if required],
        OPTIONAL: [name for name, required in action.inputs.items() if not required],
    }


def make_inputs(required: Iterable[str], optional: Iterable[str]) -> dict[str, bool]:
    """The `inputs` of an action; a variable in both lists is required."""
    return dict.fromkeys(optional, False) | dict.fromkeys(required, True)


def _several(choices: Iterable[tuple[str, str]], label: str, help_text: str) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=list(choices),
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
