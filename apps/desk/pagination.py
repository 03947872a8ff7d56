"""Pages of long lists."""

from __future__ import annotations

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ROWS = 50
Row = TypeVar("Row", bound=Model)


def read_page(request: HttpRequest, rows: QuerySet[Row, Row]) -> Page[Row]:
    """The page that the address asks for, or the first or last one for an invalid number."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
