from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models import Case, Value, When
from django.db.models.functions import Cast

from apps.knowledge.search_columns import SearchConfigField

CONFIGS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "tr": "turkish", "und": "english",
}  # fmt: skip


def constant(name: str) -> Cast:
    return Cast(Value(name), SearchConfigField())


class Migration(migrations.Migration):
    """The column is made anew: what it is made by cannot be changed in every Postgres."""

    dependencies: ClassVar = [("knowledge", "0005_solved_questions")]

    operations: ClassVar = [
        migrations.RemoveIndex("passage", "passage_search"),
        migrations.RemoveField("passage", "search"),
        migrations.AddField(
            "passage",
            "search",
            models.GeneratedField(
                expression=SearchVector(
                    "title",
                    "text",
                    config=Case(
                        *(
                            When(language=language, then=constant(name))
                            for language, name in sorted(CONFIGS.items())
                        ),
                        default=constant("simple"),
                        output_field=SearchConfigField(),
                    ),
                ),
                output_field=SearchVectorField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex("passage", GinIndex(fields=["search"], name="passage_search")),
    ]
