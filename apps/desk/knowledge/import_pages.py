"""Taking knowledge in from files, with its progress, and giving all of it out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, TypeAlias
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.desk.languages import LANGUAGES
from apps.knowledge.exporting import export_archive
from apps.knowledge.importing.files import open_upload
from apps.knowledge.importing.models import Import
from apps.knowledge.importing.records import ImportRefused, SourceFile
from apps.knowledge.importing.running import begin_import, import_in_background, stop_import
from config.uploads import MOST_UPLOAD_BYTES

# They are kept while somebody waits for the page.
MOST_ROWS = 50_000
SHOWN_IMPORTS = 10
SHOWN_PROBLEMS = 500
IN_MEMORY_BYTES = 8 * 1024 * 1024

Uploads: TypeAlias = "list[UploadedFile[Any]]"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; the cleaned value is a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Uploads:
        for each in data or []:
            if not each.size:
                raise forms.ValidationError(f"“{each.name}” is empty; choose a file with rows.")
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class ImportForm(forms.Form):
    uploads = FilesField(
        label="Files",
        help_text="Markdown, CSV, JSON Lines, a Zendesk help-centre export, or a .zip of these; "
        f"together at most {MOST_UPLOAD_BYTES // 1024**2} MB.",
        widget=FilesInput(attrs={"data-most-bytes": MOST_UPLOAD_BYTES}),
    )
    language = forms.ChoiceField(
        required=False,
        choices=[("", "English, or as it was before"), *LANGUAGES],
        help_text="Of articles and macros that name none themselves.",
    )


@role_required(Role.SUPERVISOR)
def choose(request: AgentRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            run = _begin(request, **form.cleaned_data)
        except ImportRefused as refusal:
            form.add_error("uploads", str(refusal))
        else:
            return redirect("desk:import", run.id)
    imports = Import.objects.select_related("started_by").order_by("-started_at")
    return render(
        request,
        "desk/knowledge/import_form.html",
        {"form": form, "imports": imports[:SHOWN_IMPORTS]},
    )


@role_required(Role.SUPERVISOR)
def show(request: AgentRequest, id: UUID) -> HttpResponse:
    """The page, or for htmx only what changes on it."""
    run = get_object_or_404(Import.objects.select_related("started_by"), id=id)
    part = "import_progress.html" if request.headers.get("HX-Request") else "import.html"
    problems = run.problems.order_by("id")[:SHOWN_PROBLEMS]
    return render(request, f"desk/knowledge/{part}", {"run": run, "problems": problems})


@require_POST
@role_required(Role.SUPERVISOR)
def stop(request: AgentRequest, id: UUID) -> HttpResponse:
    stop_import(get_object_or_404(Import, id=id).id)
    messages.success(request, "The import is stopped. What it had stored stays.")
    return redirect("desk:import", id)


@role_required(Role.SUPERVISOR)
def export(request: AgentRequest) -> FileResponse:
    """All knowledge as one archive."""
    target = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    export_archive(target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="knowledge.zip")


@transaction.atomic
def _begin(request: AgentRequest, uploads: Uploads, language: str) -> Import:
    name = f"{len(uploads)} files" if len(uploads) > 1 else str(uploads[0].name)
    run = begin_import(
        name, _open_all(uploads), language=language, by=request.user, most_rows=MOST_ROWS
    )
    import_in_background(run)
    return run


def _open_all(uploads: Uploads) -> Iterator[SourceFile]:
    for file in uploads:
        yield from open_upload(str(file.name), file.read())
