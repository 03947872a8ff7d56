"""An article drafted from the answers that agents gave to the questions of a gap."""

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

    Each different answer is a section under a question that it was given to, the most frequent
    one first. What was hidden stays in it as a placeholder, for its writer to see.
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
    """Nothing is filled in in an article: `{{ contact.first_name }}` is `<CONTACT_FIRST_NAME>`."""
    return VARIABLE.sub(lambda found: f"<{found[1].strip().replace('.', '_').upper()}>", answer)
