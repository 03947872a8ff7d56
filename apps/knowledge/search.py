"""How Postgres reads passages: each in its own language."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Value, When
from django.db.models.functions import Cast

from workers.contracts import OTHER_SEARCH_CONFIG, SEARCH_CONFIGS


class SearchConfigField(models.Field[str, str]):
    """A configuration by its name; a constant of this type keeps an expression immutable."""

    def db_type(self, connection: object) -> str:
        return "regconfig"


def words_in_language(*fields: str) -> models.GeneratedField:
    """The words of a row's fields as its `language` stems them; of others, as they are written."""
    config = Case(
        *(
            When(language=language, then=_constant(name))
            for language, name in sorted(SEARCH_CONFIGS.items())
        ),
        default=_constant(OTHER_SEARCH_CONFIG),
        output_field=SearchConfigField(),
    )
    return models.GeneratedField(
        expression=SearchVector(*fields, config=config),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def _constant(name: str) -> Cast:
    return Cast(Value(name), SearchConfigField())
