"""An inbox's form."""

from __future__ import annotations

from django import forms

from apps.conversations.inboxes import OriginRefused, read_origin
from apps.conversations.models import Inbox
from apps.desk.forms import LanguageField, ListField
from apps.knowledge.variables import find_unfilled

MOST_QUESTIONS = 4
MOST_ORIGINS = 50


class InboxForm(forms.ModelForm[Inbox]):
    language = LanguageField()
    questions = ListField(
        longest=100,
        label="Common questions",
        help_text=f"Up to {MOST_QUESTIONS}, one a line: customers send them with one tap.",
    )
    allowed_origins = ListField(
        longest=255,
        label="Web sites",
        help_text="Which sites may show the widget, one a line: https://shop.example",
    )

    class Meta:
        model = Inbox
        fields = (
            "name",
            "language",
            "teams",
            "allowed_origins",
            "greeting",
            "hand_off_text",
            "questions",
            "launcher_text",
            "accent",
            "position",
        )
        labels = {"hand_off_text": "Text of the hand-off", "launcher_text": "Text of the button"}
        help_texts = {
            "teams": "Only agents of these teams see its conversations; without a choice all do.",
            "greeting": "The first thing that a customer reads.",
            "hand_off_text": "Said when a person takes over from the bot: say when they answer.",
            "accent": "The colour of the button and of what customers say, such as #0f766e.",
            "launcher_text": "Empty for the usual words of the language.",
        }
        error_messages = {"name": {"unique": "Another inbox has this name; choose another one."}}
        widgets = {
            "teams": forms.CheckboxSelectMultiple,
            "greeting": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "hand_off_text": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def clean(self) -> None:
        """Customers read these as they are."""
        super().clean()
        for name in ("greeting", "hand_off_text", "launcher_text"):
            if left := ", ".join(find_unfilled(self.cleaned_data.get(name, ""))):
                self.add_error(name, f"Nobody fills in {left} here; write it out.")

    def clean_questions(self) -> list[str]:
        questions: list[str] = self.cleaned_data["questions"]
        if len(questions) > MOST_QUESTIONS:
            raise forms.ValidationError(
                f"The widget has room for {MOST_QUESTIONS} questions; "
                f"take {len(questions) - MOST_QUESTIONS} away."
            )
        return questions

    def clean_allowed_origins(self) -> list[str]:
        try:
            origins = [read_origin(origin) for origin in self.cleaned_data["allowed_origins"]]
        except OriginRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if len(origins) > MOST_ORIGINS:
            raise forms.ValidationError(
                f"An inbox serves up to {MOST_ORIGINS} sites; make another one for the rest."
            )
        return list(dict.fromkeys(origins))
