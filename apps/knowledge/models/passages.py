from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Cast
from pgvector.django import HalfVectorField, HnswIndex, VectorField

from apps.knowledge.models.articles import Article
from apps.knowledge.models.macros import Macro
from apps.knowledge.models.solved_questions import SolvedQuestion
from apps.knowledge.search_columns import words_in_language
from workers.contracts.rows import EMBEDDING_DIMENSIONS


def _only(source: str) -> models.Q:
    """A condition: exactly this one of the sources is set."""
    names = ("article", "macro", "solved_question")
    return models.Q(**{f"{name}__isnull": name != source for name in names})


def _nearest(name: str, *, of_question: bool) -> HnswIndex:
    """An HNSW index of half-precision vectors: the same results in half the memory."""
    half = Cast("embedding", HalfVectorField(dimensions=EMBEDDING_DIMENSIONS))
    return HnswIndex(
        OpClass(half, name="halfvec_ip_ops"),
        name=name,
        condition=models.Q(of_question=of_question),
    )


class Passage(models.Model):
    """A piece of text for retrieval: part of an article, a whole macro, or a solved question."""

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="passages"
    )
    macro = models.ForeignKey(Macro, null=True, on_delete=models.CASCADE, related_name="passages")
    solved_question = models.ForeignKey(
        SolvedQuestion, null=True, on_delete=models.CASCADE, related_name="passages"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=3, default="en")
    search = words_in_language("title", "text")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "position"], name="passage_article_once"),
            models.UniqueConstraint(fields=["macro", "position"], name="passage_macro_once"),
            models.UniqueConstraint(
                fields=["solved_question", "position"], name="passage_solved_question_once"
            ),
            models.CheckConstraint(
                condition=_only("article") | _only("macro") | _only("solved_question"),
                name="passage_of_one_source",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["search"], name="passage_search")]

    def __str__(self) -> str:
        return f"{self.title} #{self.position}"

    @property
    def is_internal(self) -> bool:
        """Whether its words are an article's that contacts may not read."""
        return self.article is not None and not self.article.is_for_contacts


class Encoder(models.Model):
    """An encoder of the pools. Passages are embedded for the one that was chosen last.

    `complete_at`: since when every passage has its vector, and every pool this encoder.
    """

    identity = models.CharField(max_length=80, primary_key=True)
    chosen_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.identity


class PassageVector(models.Model):
    """The embedding of a passage by one encoder; written by the bulk lane.

    In a table of its own: passages stay small enough to need no TOAST, and vectors of a new encoder
    are added beside the old ones. Solved questions have an index of their own: they resemble new
    questions more than articles do, and would crowd those out.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="vectors")
    encoder = models.CharField(max_length=80)
    embedding = VectorField(dimensions=EMBEDDING_DIMENSIONS)
    of_question = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["passage", "encoder"], name="vector_once_per_encoder")
        ]
        indexes: ClassVar = [
            _nearest("vector_nearest_source", of_question=False),
            _nearest("vector_nearest_question", of_question=True),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id}: {self.encoder}"
