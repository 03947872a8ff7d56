from __future__ import annotations

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7

from apps.knowledge.models.articles import Article
from apps.knowledge.models.macros import Macro


class SolvedQuestion(models.Model):
    """A question of a contact and its answer by an agent, redacted, from a resolved conversation.

    Made by the feedback pool, and erased with the conversation. It is only suggested in its own
    inbox, to agents. `article` and `macro`: the suggestion that the agent accepted. `digest`: of
    both texts, so that a pair is stored once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inbox = models.ForeignKey("conversations.Inbox", on_delete=models.CASCADE, related_name="+")
    conversation = models.OneToOneField(
        "conversations.Conversation", on_delete=models.CASCADE, related_name="solved_question"
    )
    message = models.OneToOneField(
        "conversations.Message", on_delete=models.CASCADE, related_name="solved_question"
    )
    question = models.TextField()
    answer = models.TextField()
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    macro = models.ForeignKey(Macro, null=True, on_delete=models.SET_NULL, related_name="+")
    intent = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=3)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inbox", "digest"], name="solved_question_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
