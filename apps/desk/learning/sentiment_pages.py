"""Examples of sentiment: add some, remove one."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.desk.forms import FilterForm
from apps.desk.pagination import read_page
from apps.learning.actions import add_sentiment_examples, remove_sentiment_example
from apps.learning.models import SentimentExample
from apps.learning.queries import count_sentiment_examples, list_sentiment_examples
from apps.learning.teaching import TeachingRefused, check_sentiment_examples, read_lines


class SentimentForm(forms.Form):
    label = forms.ChoiceField(choices=SentimentExample.Label.choices, label="Sentiment")
    examples = forms.CharField(
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text="One a line. A plain report of damage is neutral; anger about it is negative.",
    )

    def clean(self) -> dict[str, object]:
        lines = read_lines(self.cleaned_data.get("examples", ""))
        if lines and "label" in self.cleaned_data:
            try:
                check_sentiment_examples(lines, self.cleaned_data["label"])
            except TeachingRefused as refusal:
                self.add_error("examples", str(refusal))
        return self.cleaned_data | {"lines": lines}


class SentimentFilter(FilterForm):
    label = forms.ChoiceField(required=False, choices=SentimentExample.Label.choices)


@role_required(Role.SUPERVISOR)
def show_all(request: AgentRequest) -> HttpResponse:
    form = SentimentForm(request.POST or None)
    if form.is_valid():
        added = add_sentiment_examples(form.cleaned_data["lines"], form.cleaned_data["label"])
        messages.success(request, f"{added} added; the next training learns from them.")
        return redirect("desk:sentiment")
    chosen = SentimentFilter.read(request)
    return render(
        request,
        "desk/learning/sentiment.html",
        {
            "form": form,
            "chosen": chosen,
            "labels": SentimentExample.Label.choices,
            "counts": count_sentiment_examples(),
            "page": read_page(request, list_sentiment_examples(**chosen)),
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
def remove(request: AgentRequest, id: UUID) -> HttpResponse:
    example = get_object_or_404(SentimentExample, id=id)
    try:
        remove_sentiment_example(example)
        messages.success(request, "The example is removed.")
    except TeachingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:sentiment")
