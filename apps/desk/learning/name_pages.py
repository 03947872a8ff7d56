"""The names that a company listed, such as its products', all of a label on one page."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.editing import in_one_transaction, refuse_changed
from apps.desk.learning.pattern_pages import LABEL
from apps.learning.entities import PRODUCT, Names, list_labels, read_names, save_names
from apps.learning.name_candidates import list_candidates
from apps.learning.teaching import TeachingRefused

LONGEST_NAME = 200
MOST_CHARACTERS = 400_000


class NamesField(forms.CharField):
    """One name a line; after `=` its synonyms, separated by commas."""

    widget = forms.Textarea(attrs={"rows": 16, "dir": "auto", "spellcheck": "false"})

    def prepare_value(self, value: Names | str) -> str:
        if isinstance(value, str):
            return value
        return "\n".join(
            f"{name} = {', '.join(texts)}" if texts else name for name, texts in value.items()
        )

    def clean(self, value: str) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for line in super().clean(value).splitlines():
            name, _, others = line.partition("=")
            texts = (" ".join(text.split()) for text in others.split(","))
            if name := " ".join(name.split()):
                synonyms = names.get(name, ())
                names[name] = tuple(dict.fromkeys((*synonyms, *(text for text in texts if text))))
            elif others.strip():
                raise forms.ValidationError(f"“{line.strip()[:40]}” has no name before the =.")
        _check_lengths(names)
        return names


class NamesForm(forms.Form):
    label = forms.CharField(
        max_length=100,
        validators=[LABEL],
        widget=forms.TextInput(attrs={"list": "labels", "spellcheck": "false"}),
        help_text="What these are names of: product, branch, brand.",
    )
    names = NamesField(
        max_length=MOST_CHARACTERS,
        help_text="One a line, as it is to appear; what else customers call it after a =, as in "
        "“Heron kettle = Heron, the electric kettle”. One typo a word is forgiven.",
    )


def _check_lengths(names: Names) -> None:
    every = (text for name, texts in names.items() for text in (name, *texts))
    if too_long := next((text for text in every if len(text) > LONGEST_NAME), None):
        raise forms.ValidationError(
            f"“{too_long[:30]}…” has {len(too_long)} characters; cut it to {LONGEST_NAME}."
        )


@role_required(Role.ADMINISTRATOR)
@in_one_transaction
def edit(request: AgentRequest, label: str = "") -> HttpResponse:
    names = read_names(label) if label else {}
    # A POST for names that were deleted meanwhile creates them again.
    if label and not names and label != PRODUCT and request.method != "POST":
        raise Http404("There are no names with this label.")
    form = NamesForm(request.POST or None, initial={"label": label, "names": names})
    form.fields["label"].disabled = bool(label)
    refuse_changed(form)
    if form.is_valid() and _save(form):
        messages.success(request, "The names are saved; they are found in a few seconds.")
        return redirect("desk:entities")
    return render(
        request,
        "desk/learning/entities/names_form.html",
        {
            "form": form,
            "label": label,
            "count": len(names),
            "labels": list_labels(),
            "candidates": list_candidates() if label == PRODUCT else [],
        },
    )


def _save(form: NamesForm) -> bool:
    try:
        save_names(form.cleaned_data["label"], form.cleaned_data["names"])
    except TeachingRefused as refusal:
        form.add_error("names", str(refusal))
    return form.is_valid()


@role_required(Role.ADMINISTRATOR)
def delete(request: AgentRequest, label: str) -> HttpResponse:
    return ask_before(
        partial(save_names, label, {}),
        request,
        Confirmation(
            question=f"Delete all names of {label}?",
            verb="Delete the names",
            consequences=[
                f"Its {len(read_names(label))} names, and their other names, are found no more.",
                "What was found with them stays with its messages.",
            ],
            back=reverse("desk:names", args=[label]),
            done=f"The names of {label} are deleted.",
        ),
        then="desk:entities",
    )
