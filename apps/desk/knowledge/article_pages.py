"""Articles: find, read, write, publish, delete."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, agent_required, role_required
from apps.accounts.models import Role
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.forms import DeskRenderer, FilterForm, free_slug, language_field
from apps.desk.knowledge.dependents import describe_dependents
from apps.desk.languages import NAMES
from apps.desk.pagination import read_page
from apps.knowledge.actions import delete_article, save_article
from apps.knowledge.markdown import render_markdown
from apps.knowledge.models import Article
from apps.knowledge.queries import list_articles, list_languages
from apps.learning.queries import list_intents_answered_by

MOST_CHARACTERS = 30_000


class ArticleForm(forms.ModelForm[Article]):
    default_renderer = DeskRenderer
    language = language_field()
    body = forms.CharField(
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 22, "dir": "auto", "spellcheck": "true"}),
        help_text="Markdown. A heading begins a passage: what is below it is found by itself.",
    )

    class Meta:
        model = Article
        fields = ("title", "body", "language", "status")


class ArticleFilter(FilterForm):
    status = forms.ChoiceField(required=False, choices=Article.Status.choices)
    language = forms.CharField(required=False, max_length=3)


@agent_required
def show_all(request: AgentRequest) -> HttpResponse:
    chosen = ArticleFilter.read(request)
    return render(
        request,
        "desk/knowledge/articles.html",
        {
            "page": read_page(request, list_articles(**chosen)),
            "chosen": chosen,
            "statuses": Article.Status.choices,
            "languages": [(code, NAMES.get(code, code)) for code in list_languages()],
        },
    )


@agent_required
def show(request: AgentRequest, id: UUID) -> HttpResponse:  # noqa: A002 - the URL's name for it
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
def edit(request: AgentRequest, id: UUID | None = None) -> HttpResponse:  # noqa: A002
    article = get_object_or_404(Article, id=id) if id else Article()
    form = ArticleForm(request.POST or None, instance=article)
    if form.is_valid():
        article.slug = article.slug or free_slug(Article, article.title)
        save_article(article)
        messages.success(request, f"“{article.title}” is saved.")
        return redirect("desk:article", article.id)
    return render(
        request,
        "desk/knowledge/article_form.html",
        {"form": form, "article": article, "html": render_markdown(form["body"].value() or "")},
    )


@require_POST
@role_required(Role.SUPERVISOR)
def preview(request: AgentRequest) -> HttpResponse:
    """The HTML of what is being typed; nothing is stored."""
    return HttpResponse(render_markdown(request.POST.get("body", "")[:MOST_CHARACTERS]))


@role_required(Role.SUPERVISOR)
def delete(request: AgentRequest, id: UUID) -> HttpResponse:  # noqa: A002
    article = get_object_or_404(Article, id=id)
    if request.method == "POST":
        delete_article(article)
        messages.success(request, f"“{article.title}” is deleted.")
        return redirect("desk:knowledge")
    return ask_before(
        request,
        Confirmation(
            question=f"Delete the article “{article.title}”?",
            verb="Delete the article",
            consequences=describe_dependents(article),
            back=reverse("desk:article", args=[article.id]),
        ),
    )
