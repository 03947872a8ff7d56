"""Opening the form of one row, which somebody else may delete while it is written in."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest

Form = TypeVar("Form", bound=ModelForm[Any])
DELETED = (
    "Somebody deleted this {name} while you wrote. All that you wrote is below, and none of it is "
    "stored: save it as a new {name}, or cancel."
)


def open_form(kind: type[Form], request: HttpRequest, new: Model, id: UUID | None) -> Form:
    """The form of the row with this id; without an id, that of `new`.

    What is sent for a row that was deleted meanwhile fills the form of `new`, which says so. What
    is sent for one that is there locks it: whoever deletes it waits for the end of the caller's
    transaction. Raises Http404 where a row that is not there is only asked for.
    """
    rows = type(new)._default_manager.all()
    if request.method == "POST":
        # What only names the row, such as a new conversation of an inbox, does not wait.
        rows = rows.select_for_update(no_key=True)
    row = rows.filter(id=id).first() if id else None
    is_deleted = id is not None and row is None
    if is_deleted and request.method != "POST":
        raise Http404(f"No such {new._meta.verbose_name}.")
    form = kind(request.POST or None, instance=row or new)
    if is_deleted:
        form.full_clean()
        form.add_error(None, DELETED.format(name=new._meta.verbose_name))
    return form
