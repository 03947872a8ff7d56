"""Columns and expressions of full-text search, each row in its own language."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Value, When
from django.db.models.expressions import Expression
from django.db.models.functions import Cast

from workers.contracts.search_configs import OTHER_SEARCH_CONFIG, SEARCH_CONFIGS


class SearchConfigField(models.Field[str, str]):
    """A configuration by its name; a constant of this type keeps an expression immutable."""

    def db_type(self, connection: object) -> str:
        return "regconfig"


def words_in_language(*fields: str) -> models.GeneratedField:
    """The words of a row's fields as its `language` stems them; of others, as they are written."""
    return _stored(SearchVector(*fields, config=config_of_language()))


def words_and_stems(title: str, text: str) -> models.GeneratedField:
    """The search vector of both fields, with words as written and as stemmed by `language`.

    Words of the title have more weight.
    """
    in_full, stems = OTHER_SEARCH_CONFIG, config_of_language()
    return _stored(
        SearchVector(title, config=in_full, weight="A")
        + SearchVector(title, config=stems, weight="A")
        + SearchVector(text, config=in_full, weight="B")
        + SearchVector(text, config=stems, weight="B")
    )


def config_of_language() -> Case:
    """The configuration that a row's `language` is read by."""
    return Case(
        *(
            When(language=language, then=_constant(name))
            for language, name in sorted(SEARCH_CONFIGS.items())
        ),
        default=_constant(OTHER_SEARCH_CONFIG),
        output_field=SearchConfigField(),
    )


def _stored(words: Expression) -> models.GeneratedField:
    return models.GeneratedField(
        expression=words, output_field=SearchVectorField(), db_persist=True
    )


def _constant(name: str) -> Cast:
    return Cast(Value(name), SearchConfigField())
