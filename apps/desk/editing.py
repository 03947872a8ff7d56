"""Forms of rows that somebody else may change or delete while they are being edited."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import BaseForm, ModelForm
from django.http import Http404, HttpRequest

Form = TypeVar("Form", bound=ModelForm[Any])
Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
DELETED = (
    "Somebody deleted this {name} while you wrote. All that you wrote is below, and none of it is "
    "stored: save it as a new {name}, or cancel."
)
CHANGED = (
    "Somebody changed {fields} while you wrote. Nothing of yours is stored yet, and all of it is "
    "below; saved once more, it takes the place of theirs."
)


def in_one_transaction(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """Run a view that checks and changes rows in one transaction.

    If somebody else stores the same unique value, such as a name, or a row that refers to one that
    is deleted, between the check and the change, the view runs once more, and now finds it.
    """

    @wraps(view)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        try:
            with transaction.atomic():
                return view(*args, **kwargs)
        except IntegrityError:
            with transaction.atomic():
                return view(*args, **kwargs)

    return wrapped


def open_form(kind: type[Form], request: HttpRequest, new: Model, id: UUID | None) -> Form:
    """The form of the row with this id; without an id, that of `new`.

    A POST for a row that was deleted or changed meanwhile gets a form with an error that says so,
    of `new` if it was deleted. A POST locks the row until the end of the caller's transaction.
    Raises Http404 for a GET of a row that does not exist.
    """
    rows = type(new)._default_manager.all()
    if request.method == "POST":
        # FOR NO KEY UPDATE: inserts of rows that refer to it, such as a conversation, do not wait.
        rows = rows.select_for_update(no_key=True)
    row = rows.filter(id=id).first() if id else None
    is_deleted = id is not None and row is None
    if is_deleted and request.method != "POST":
        raise Http404(f"No such {new._meta.verbose_name}.")
    form = kind(request.POST or None, instance=row or new)
    if is_deleted:
        form.full_clean()
        form.add_error(None, DELETED.format(name=new._meta.verbose_name))
    else:
        refuse_changed(form)
    return form


def refuse_changed(form: BaseForm) -> None:
    """Add an error to a form whose row somebody else has changed since its page was rendered.

    The page sends the fingerprint in `stored`; without it, as from a program, nothing is checked.
    """
    rendered = dict(each.partition("=")[::2] for each in form.data.get("stored", "").split())
    current = fingerprint(form)
    changed = [name for name in current if rendered.get(name, current[name]) != current[name]]
    if changed:
        labels = " and ".join(f"“{form[name].label}”" for name in changed)
        form.full_clean()
        form.add_error(None, CHANGED.format(fields=labels))


def fingerprint(form: BaseForm) -> dict[str, str]:
    """A digest of each field's stored value, without fields in `merged`, whose edits are merged."""
    names = [name for name in form.fields if name not in getattr(form, "merged", ())]
    return {name: _digest(form.get_initial_for_field(form.fields[name], name)) for name in names}


def _digest(stored: Any) -> str:
    values = stored if isinstance(stored, list) else [stored]
    text = "\n".join(sorted(str(getattr(each, "pk", each)) for each in values))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
