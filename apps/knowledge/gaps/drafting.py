"""Drafts an article from agents' answers to the questions of a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.text import Truncator

from apps.knowledge.models import Article, SolvedQuestion
from apps.knowledge.variables import VARIABLE

TAG = "from-gap"
LONGEST_TITLE = 120
# As many of the longest answers as an article can hold.
MOST_ANSWERS = 7


def compose_draft(solved: Sequence[SolvedQuestion]) -> Article:
    """A draft, not stored. `solved`: the questions of a gap, the most central first.

    Each distinct answer is a section, headed by a question that it answered; the most frequent
    comes first. Placeholders of hidden words stay, for the writer to replace.
    """
    languages = Counter(each.language for each in solved)
    return Article(
        title=_one_line(solved[0].question),
        body=_write_sections(_group_by_answer(solved)),
        language=languages.most_common(1)[0][0],
        status=Article.Status.DRAFT,
        tags=[TAG],
    )


def _group_by_answer(solved: Sequence[SolvedQuestion]) -> list[list[SolvedQuestion]]:
    groups: dict[str, list[SolvedQuestion]] = {}
    for each in solved:
        groups.setdefault(each.answer.lower(), []).append(each)
    return sorted(groups.values(), key=len, reverse=True)[:MOST_ANSWERS]


def _write_sections(groups: Sequence[Sequence[SolvedQuestion]]) -> str:
    if len(groups) == 1:
        return _with_placeholders(groups[0][0].answer)
    sections = (
        f"## {_one_line(group[0].question)}\n\n{_with_placeholders(group[0].answer)}"
        for group in groups
    )
    return "\n\n".join(sections)


def _one_line(question: str) -> str:
    return Truncator(" ".join(question.split())).chars(LONGEST_TITLE)


def _with_placeholders(answer: str) -> str:
    """The answer with placeholders for variables, which articles do not have.

    For `{{ contact.first_name }}` it is `<CONTACT>`.
    """
    return VARIABLE.sub(lambda found: f"<{found[1].strip().partition('.')[0].upper()}>", answer)
