from __future__ import annotations

from django.urls import URLPattern, path

from apps.desk.knowledge import (
    action_pages,
    article_pages,
    gap_pages,
    import_pages,
    macro_pages,
    solved_pages,
    version_pages,
)
from apps.knowledge.models import Article, Macro


def _history(folder: str, kind: version_pages.Kind) -> list[URLPattern]:
    """What was before is found below each article and each macro."""
    name, begin, of_kind = kind._meta.model_name, f"{folder}/<uuid:id>/history/", {"kind": kind}
    version = f"{begin}<int:number>/"
    return [
        path(begin, version_pages.show_all, of_kind, name=f"{name}_history"),
        path(version, version_pages.show, of_kind, name=f"{name}_version"),
        path(f"{version}restore/", version_pages.restore, of_kind, name=f"{name}_restore"),
    ]


urlpatterns = [
    path("", article_pages.show_all, name="knowledge"),
    path("import/", import_pages.choose, name="knowledge_import"),
    path("imports/<uuid:id>/", import_pages.show, name="import"),
    path("imports/<uuid:id>/stop/", import_pages.stop, name="import_stop"),
    path("export/", import_pages.export, name="knowledge_export"),
    path("new/", article_pages.edit, name="article_new"),
    path("preview/", article_pages.preview, name="article_preview"),
    path("articles/<uuid:id>/", article_pages.show, name="article"),
    path("articles/<uuid:id>/edit/", article_pages.edit, name="article_edit"),
    path("articles/<uuid:id>/delete/", article_pages.delete, name="article_delete"),
    *_history("articles", Article),
    path("gaps/", gap_pages.show_all, name="gaps"),
    path("gaps/<uuid:id>/draft/", gap_pages.draft, name="gap_draft"),
    path("gaps/<uuid:id>/dismiss/", gap_pages.dismiss_one, name="gap_dismiss"),
    path("gaps/<uuid:id>/bring-back/", gap_pages.bring_one_back, name="gap_bring_back"),
    path("macros/", macro_pages.show_all, name="macros"),
    path("macros/preview/", macro_pages.preview, name="macro_preview"),
    path("macros/new/", macro_pages.edit, name="macro_new"),
    path("macros/<uuid:id>/", macro_pages.show, name="macro"),
    path("macros/<uuid:id>/edit/", macro_pages.edit, name="macro_edit"),
    path("macros/<uuid:id>/delete/", macro_pages.delete, name="macro_delete"),
    *_history("macros", Macro),
    path("answers/", solved_pages.show_all, name="solved"),
    path("answers/<uuid:id>/forget/", solved_pages.forget, name="solved_forget"),
    path("actions/", action_pages.show_all, name="actions"),
    path("actions/new/", action_pages.choose_effect, name="action_new"),
    path("actions/new/<slug:effect>/", action_pages.add, name="action_add"),
    path("actions/<uuid:id>/", action_pages.edit, name="action"),
    path("actions/<uuid:id>/delete/", action_pages.delete, name="action_delete"),
]
