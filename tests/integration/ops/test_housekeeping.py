"""What the hourly clean-up takes away, and what it leaves."""

from __future__ import annotations

import pytest

from apps.assist.models import Suggestion
from apps.knowledge.models import SolvedQuestion
from apps.ops.housekeeping import clean_up
from tests.factories import finish_message, make_message

pytestmark = pytest.mark.django_db


def test_a_past_answer_that_was_suggested_while_it_was_erased_loses_its_words() -> None:
    asked = make_message()
    kept, lost = finish_message(asked.id).suggestions.order_by("rank")
    solved = SolvedQuestion.objects.create(
        inbox=asked.conversation.inbox, conversation=asked.conversation, message=asked
    )
    Suggestion.objects.filter(id=kept.id).update(article=None, solved_question=solved)
    Suggestion.objects.filter(id=lost.id).update(article=None, solved_question=asked.id)
    clean_up()
    lost.refresh_from_db()
    assert (lost.title, lost.text) == ("", "")
    assert Suggestion.objects.get(id=kept.id).text == kept.text
