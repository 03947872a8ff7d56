from __future__ import annotations

import pytest

from apps.assist.models import Suggestion
from apps.assist.reasons import list_reasons
from workers.models.ranker import FEATURES, OBJECTIONS


@pytest.mark.parametrize("reason", sorted({*FEATURES.values()} - {*OBJECTIONS}))
def test_each_reason_of_the_ranker_has_a_sentence(reason: str) -> None:
    assert len(list_reasons(Suggestion(why=reason))) == 1


@pytest.mark.parametrize("reason", OBJECTIONS)
def test_each_objection_has_a_sentence(reason: str) -> None:
    assert len(list_reasons(Suggestion(why=f"intent -{reason}"))) == 2
    assert list_reasons(Suggestion(why="")) == []
