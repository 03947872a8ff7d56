"""Articles: find, read, write, publish, delete."""

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
from apps.knowledge.actions import delete_article, save_article
from apps.knowledge.desk_search import mark_found
from apps.knowledge.gaps.drafting import TAG
from apps.knowledge.markdown import render_markdown
from apps.knowledge.models import LONGEST_BODY, Article
from apps.knowledge.passages.encoders import measure_embedding
from apps.knowledge.placeholders import find_placeholders
from apps.knowledge.queries import list_articles, list_languages, list_tags
from apps.learning.queries import list_intents_answered_by


class ArticleForm(VersionedForm[Article]):
    language = LanguageField()
    body = forms.CharField(
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 22, "dir": "auto", "spellcheck": "true"}),
        help_text="Markdown. A heading begins a passage: what is below it is found by itself.",
    )
    tags = ListField(longest=LONGEST_TAG, separator=",", help_text="With commas between them.")

    class Meta:
        model = Article
        fields = ("title", "body", "language", "status", "tags", "audience")
        labels = {"audience": "For"}
        help_texts = {"audience": "What is for agents only is never shown or cited to a customer."}

    def clean(self) -> None:
        super().clean()
        written = self.cleaned_data
        is_published = written.get("status") == Article.Status.PUBLISHED
        # In others, what looks like a placeholder is the writer's own word.
        if not is_published or TAG not in written.get("tags", ()):
            return
        for name in ("title", "body"):
            if left := ", ".join(find_placeholders(written.get(name, ""))):
                self.add_error(name, f"Put words in place of {left} before you publish this.")


class ArticleFilter(FilterForm):
    status = forms.ChoiceField(required=False, choices=Article.Status.choices)
    audience = forms.ChoiceField(required=False, choices=Article.Audience.choices)
    language = forms.CharField(required=False, max_length=3)
    tag = forms.CharField(required=False, max_length=LONGEST_TAG)


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    chosen = ArticleFilter.read(request)
    page = read_page(request, list_articles(**chosen))
    return render(
        request,
        "desk/knowledge/articles.html",
        {
            "page": page,
            "excerpts": mark_found(chosen["search"], list(page), "body"),
            "chosen": chosen,
            "statuses": Article.Status.choices,
            "audiences": Article.Audience.choices,
            "tags": list_tags(Article),
            "languages": [(code, NAMES.get(code, code)) for code in list_languages()],
            "embedding": measure_embedding(),
        },
    )


@agent_required
def show(request: AgentRequest, id: UUID) -> HttpResponse:
    article = get_object_or_404(list_articles(), id=id)
    return render(
        request,
        "desk/knowledge/article.html",
        {
            "article": article,
            "html": render_markdown(article.body),
            "language": NAMES.get(article.language, article.language),
            "intents": list_intents_answered_by(article),
        },
    )


@role_required(Role.SUPERVISOR)
@in_one_transaction
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:
    form = open_form(ArticleForm, request, Article(), id)
    article, stored = form.instance, None
    if form.is_valid():
        article.slug = article.slug or free_slug(Article, article.title)
        stored = form.save_unless_changed(partial(save_article, article, request.user))
        if stored is None:
            messages.success(request, f"“{article.title}” is saved.")
            return redirect("desk:article", article.id)
    return render(
        request,
        "desk/knowledge/article_form.html",
        {
            "form": form,
            "article": article,
            "html": render_markdown(form["body"].value() or ""),
            "stored": stored,
            "difference": describe_changes(stored, article) if stored else None,
        },
    )


@require_POST
@role_required(Role.SUPERVISOR)
def preview(request: AgentRequest) -> HttpResponse:
    """The HTML of what is being typed; nothing is stored."""
    return HttpResponse(render_markdown(request.POST.get("body", "")[:LONGEST_BODY]))


@role_required(Role.SUPERVISOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:
    article = get_object_or_404(Article, id=id)
    back = reverse("desk:article", args=[article.id])
    return ask_before(
        partial(delete_article, article),
        request,
        ask_to_delete("article", article.title, describe_dependents(article), back=back),
        then="desk:knowledge",
    )
