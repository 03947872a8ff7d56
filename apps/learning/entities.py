"""Entities that administrators teach: patterns, and names with synonyms.

Pools load a change within seconds; no training is needed.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, QuerySet

from apps.dispatch.actions import record_event
from apps.learning.models import EntityPattern, LookupValue, Synonym
from apps.learning.teaching import TeachingRefused
from workers.contracts.events import EventKind
from workers.text.patterns import (
    MOST_PATTERNS,
    MOST_VALUES,
    PatternRefused,
    Taught,
    check_label,
    compile_pattern,
)

PRODUCT = "product"
Names = Mapping[str, tuple[str, ...]]


def list_patterns() -> QuerySet[EntityPattern]:
    """Patterns by label, oldest first."""
    return EntityPattern.objects.order_by("label", "id")


def count_names() -> list[tuple[str, int]]:
    """How many names each label has, always with `product`."""
    counted = LookupValue.objects.values_list("label").annotate(Count("id"))
    return sorted(({PRODUCT: 0} | dict(counted)).items())


def list_labels() -> list[str]:
    """The labels of taught entities."""
    patterns = EntityPattern.objects.values_list("label", flat=True)
    return sorted({*patterns, *(label for label, _ in count_names())})


def read_names(label: str) -> dict[str, tuple[str, ...]]:
    """The names of a label, each with its synonyms."""
    values = LookupValue.objects.filter(label=label).order_by("value")
    names: dict[str, list[str]] = {value: [] for value in values.values_list("value", flat=True)}
    synonyms = Synonym.objects.filter(value__in=names).order_by("text")
    for value, text in synonyms.values_list("value", "text"):
        names[value].append(text)
    return {value: tuple(texts) for value, texts in names.items()}


def read_taught() -> Taught:
    """All taught entities, as pools read them."""
    patterns = EntityPattern.objects.order_by("id").values_list("label", "pattern")
    values = LookupValue.objects.order_by("id").values_list("label", "value")
    synonyms = Synonym.objects.order_by("id").values_list("value", "text")
    return Taught(
        tuple(patterns[:MOST_PATTERNS]), tuple(values[:MOST_VALUES]), tuple(synonyms[:MOST_VALUES])
    )


@transaction.atomic
def save_pattern(pattern: EntityPattern) -> None:
    """Store a pattern. Raises PatternRefused if it is invalid, TeachingRefused for one too many."""
    check_label(pattern.label)
    compile_pattern(pattern.pattern)
    if EntityPattern.objects.exclude(id=pattern.id).count() >= MOST_PATTERNS:
        raise TeachingRefused(
            f"There are {MOST_PATTERNS} patterns, and each message is held against all of them: "
            "delete one, or write two as one with a | between."
        )
    pattern.save()
    record_event(EventKind.PATTERN_SAVED, subject=str(pattern.id), label=pattern.label)


@transaction.atomic
def delete_pattern(pattern: EntityPattern) -> None:
    """Delete a pattern; entities that it found in messages stay."""
    record_event(EventKind.PATTERN_DELETED, subject=str(pattern.id), label=pattern.label)
    pattern.delete()


@transaction.atomic
def save_names(label: str, names: Names) -> None:
    """Replace the names of a label, each with its synonyms. Raises TeachingRefused."""
    _check_names(label, names)
    Synonym.objects.filter(value__in=_list_orphans(label, names) | set(names)).delete()
    LookupValue.objects.filter(label=label).exclude(value__in=names).delete()
    LookupValue.objects.bulk_create(
        (LookupValue(label=label, value=value) for value in names), ignore_conflicts=True
    )
    Synonym.objects.bulk_create(
        Synonym(value=value, text=text) for value, texts in names.items() for text in texts
    )
    record_event(EventKind.NAMES_SAVED, label=label, names=len(names))


def _list_orphans(label: str, names: Names) -> set[str]:
    """The stored names that no label has any more once this label has `names`."""
    gone = set(read_names(label)) - set(names)
    others = LookupValue.objects.filter(value__in=gone).exclude(label=label)
    return gone - set(others.values_list("value", flat=True))


def _check_names(label: str, names: Names) -> None:
    try:
        check_label(label)
    except PatternRefused as refusal:
        raise TeachingRefused(str(refusal)) from refusal
    if len(names) + LookupValue.objects.exclude(label=label).count() > MOST_VALUES:
        raise TeachingRefused(f"Names of all labels together can be {MOST_VALUES}; list fewer.")
    value_of: dict[str, str] = {}
    for value, texts in names.items():
        for text in texts:
            if value_of.setdefault(text, value) != value:
                raise TeachingRefused(f"“{text}” cannot mean “{value_of[text]}” and “{value}”.")
    replaced = _list_orphans(label, names) | set(names)
    if other := Synonym.objects.filter(text__in=value_of).exclude(value__in=replaced).first():
        raise TeachingRefused(f"“{other.text}” already means “{other.value}”.")
