"""Patterns that find a company's own numbers, and the names that it listed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.editing import in_one_transaction, open_form
from apps.learning.entities import (
    count_names,
    delete_pattern,
    list_labels,
    list_patterns,
    read_taught,
    save_pattern,
)
from apps.learning.models import EntityPattern
from apps.learning.teaching import TeachingRefused
from workers.text.patterns import Lexicon, PatternRefused, check_label, compile_pattern

LABEL = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", "Use small letters, digits and underscores, as in order_number."
)


class PatternForm(forms.ModelForm[EntityPattern]):
    label = forms.CharField(
        max_length=100,
        validators=[LABEL],
        widget=forms.TextInput(attrs={"list": "labels", "spellcheck": "false"}),
        help_text="What it finds: order_number, invoice_number, or a name of your own.",
    )

    class Meta:
        model = EntityPattern
        fields = ("label", "pattern")
        widgets = {
            "pattern": forms.Textarea(
                attrs={"rows": 3, "class": "mono", "spellcheck": "false", "dir": "ltr"}
            )
        }
        help_texts = {
            "pattern": "A regular expression as RE2 reads it, whatever the case. Where only a part "
            "counts, name it: order (?P<value>[A-Z]{2}\\d{5}). \\b, \\d and \\w know plain letters "
            "and digits; \\p{L} is any letter."
        }

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        _refuse_with(check_label, label)
        return label

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        _refuse_with(compile_pattern, pattern)
        return pattern


def _refuse_with(check: Callable[[str], object], written: str) -> None:
    try:
        check(written)
    except PatternRefused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


@role_required(Role.ADMINISTRATOR)
def show_all(request: AgentRequest) -> HttpResponse:
    refused = Lexicon(read_taught()).refused
    rows = [(row, refused.get(row.pattern, "")) for row in list_patterns()]
    return render(
        request, "desk/learning/entities/page.html", {"patterns": rows, "names": count_names()}
    )


@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(PatternForm, request, EntityPattern(), id)
    if form.is_valid():
        try:
            save_pattern(form.save(commit=False))
        except TeachingRefused as refusal:
            form.add_error("pattern", str(refusal))
        else:
            messages.success(request, "The pattern is saved; it finds in a few seconds.")
            return redirect("desk:entities")
    return render(
        request,
        "desk/learning/entities/pattern_form.html",
        {
            "form": form,
            "is_new": form.instance._state.adding,
            "labels": list_labels(),
            "pattern_id": id,
        },
    )


@role_required(Role.ADMINISTRATOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    pattern = get_object_or_404(EntityPattern, id=id)
    return ask_before(
        partial(delete_pattern, pattern),
        request,
        Confirmation(
            question=f"Delete the pattern {pattern.pattern}?",
            verb="Delete the pattern",
            consequences=[
                f"Nothing is found as {pattern.label} by it any more.",
                "What was found with it stays with its messages.",
            ],
            back=reverse("desk:pattern", args=[pattern.id]),
            done="The pattern is deleted.",
        ),
        then="desk:entities",
    )
