"""Takes the words of forgotten past answers out of what was suggested."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from apps.assist.models import Suggestion
from apps.knowledge.models import SolvedQuestion


def forget_lost_answers() -> None:
    """Empty suggestions whose past answer is gone.

    It goes with its suggestions; but a pool that had read it just before stores one just after.
    """
    answers = SolvedQuestion.objects.filter(id=OuterRef("solved_question_id"))
    suggested = Suggestion.objects.filter(solved_question__isnull=False).exclude(text="", title="")
    suggested.exclude(Exists(answers)).update(title="", text="")
