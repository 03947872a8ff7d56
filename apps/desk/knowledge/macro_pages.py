"""Macros: the replies that are prepared, and what is left open in them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.conversations.models import LONGEST_TAG
from apps.desk.confirming import ask_before, ask_to_delete
from apps.desk.editing import in_one_transaction, open_form
from apps.desk.forms import FilterForm, LanguageField, ListField, free_slug
from apps.desk.knowledge.changes import describe_changes
from apps.desk.knowledge.dependents import describe_dependents
from apps.desk.knowledge.versioned_form import VersionedForm
from apps.desk.languages import NAMES
from apps.desk.pagination import read_page
from apps.knowledge.actions import delete_macro, save_macro
from apps.knowledge.desk_search import mark_found
from apps.knowledge.models import LONGEST_MACRO, Macro
from apps.knowledge.queries import list_actions_with, list_languages, list_macros, list_tags
from apps.knowledge.variables import (
    VARIABLES,
    fill_in_samples,
    find_unknown_variables,
    find_variables,
)
from apps.learning.queries import list_intents_answered_by

WRITTEN = ", ".join(f"{{{{ {name} }}}}" for name in VARIABLES)
KNOWN = ", ".join(f"{{{{ {name} }}}} ({meaning})" for name, meaning in VARIABLES.items())


class MacroForm(VersionedForm[Macro]):
    text = forms.CharField(
        max_length=LONGEST_MACRO,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto", "spellcheck": "true"}),
        help_text=f"Filled in when it is sent: {KNOWN}.",
    )
    tags = ListField(
        longest=LONGEST_TAG,
        separator=",",
        help_text="With commas between them: delivery, tracking.",
    )
    language = LanguageField()

    class Meta:
        model = Macro
        fields = ("title", "text", "tags", "language")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        unknown = find_unknown_variables(text)
        if unknown:
            written = "{{" if unknown[0] == "{{" else f"{{{{ {unknown[0]} }}}}"
            raise forms.ValidationError(
                f"Nobody can fill in {written}; the variables are {WRITTEN}."
            )
        return text


class MacroFilter(FilterForm):
    language = forms.CharField(required=False, max_length=3)
    tag = forms.CharField(required=False, max_length=LONGEST_TAG)


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    chosen = MacroFilter.read(request)
    page = read_page(request, list_macros(**chosen))
    return render(
        request,
        "desk/knowledge/macros.html",
        {
            "page": page,
            "excerpts": mark_found(chosen["search"], list(page), "text"),
            "chosen": chosen,
            "tags": list_tags(Macro),
            "languages": [(code, NAMES.get(code, code)) for code in list_languages()],
        },
    )


@agent_required
def show(request: AgentRequest, id: UUID) -> HttpResponse:
    macro = get_object_or_404(list_macros(), id=id)
    return render(
        request,
        "desk/knowledge/macro.html",
        {
            "macro": macro,
            "language": NAMES.get(macro.language, macro.language),
            "intents": list_intents_answered_by(macro),
            "variables": [(name, VARIABLES.get(name, "")) for name in find_variables(macro.text)],
            "actions": list_actions_with("macro", macro.slug),
        },
    )


@role_required(Role.SUPERVISOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(MacroForm, request, Macro(), id)
    macro, stored = form.instance, None
    if form.is_valid():
        macro.slug = macro.slug or free_slug(Macro, macro.title)
        stored = form.save_unless_changed(partial(save_macro, macro, request.user))
        if stored is None:
            messages.success(request, f"“{macro.title}” is saved.")
            return redirect("desk:macro", macro.id)
    return render(
        request,
        "desk/knowledge/macro_form.html",
        {
            "form": form,
            "macro": macro,
            "stored": stored,
            "difference": describe_changes(stored, macro) if stored else None,
            **_fill_in(form["text"].value() or ""),
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
def preview(request: AgentRequest) -> HttpResponse:
    """What is being typed, as somebody might get it; nothing is stored."""
    text = request.POST.get("text", "")[:LONGEST_MACRO]
    return render(request, "desk/knowledge/macro_preview.html", _fill_in(text))


def _fill_in(text: str) -> dict[str, object]:
    return {"pieces": fill_in_samples(text), "unknown": find_unknown_variables(text)}


@role_required(Role.SUPERVISOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    macro = get_object_or_404(Macro, id=id)
    return ask_before(
        partial(delete_macro, macro),
        request,
        ask_to_delete(
            "macro",
            macro.title,
            describe_dependents(macro),
            back=reverse("desk:macro", args=[macro.id]),
            refusal=_refusal(macro),
        ),
        then="desk:macros",
    )


def _refusal(macro: Macro) -> str:
    titles = [f"“{action.title}”" for action in list_actions_with("macro", macro.slug)]
    return (
        f"{' and '.join(titles)} would have nothing to send; change that first." if titles else ""
    )
