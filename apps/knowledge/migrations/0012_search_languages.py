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


def stems() -> Case:
    return Case(
        *(
            When(language=language, then=constant(name))
            for language, name in sorted(CONFIGS.items())
        ),
        default=constant("simple"),
        output_field=SearchConfigField(),
    )


def read_anew(model: str, text: str) -> list[migrations.operations.base.Operation]:
    """The column is made anew: what it is made by cannot be changed in every Postgres."""
    return [
        migrations.RemoveIndex(model, f"{model}_search"),
        migrations.RemoveField(model, "search"),
        migrations.AddField(
            model,
            "search",
            models.GeneratedField(
                expression=SearchVector("title", config="simple", weight="A")
                + SearchVector("title", config=stems(), weight="A")
                + SearchVector(text, config="simple", weight="B")
                + SearchVector(text, config=stems(), weight="B"),
                output_field=SearchVectorField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(model, GinIndex(fields=["search"], name=f"{model}_search")),
    ]


class Migration(migrations.Migration):
    """Articles and macros are searched by the stems of their own language."""

    dependencies: ClassVar = [("knowledge", "0011_macro_versions")]

    operations: ClassVar = [*read_anew("article", "body"), *read_anew("macro", "text")]
