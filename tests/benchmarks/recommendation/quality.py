"""Recall and mean reciprocal rank of the right article, before and after agents have chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from tests.benchmarks.recommendation.agents import choose_like_agents
from tests.benchmarks.recommendation.finding import ALL, Places, judge
from tests.benchmarks.recommendation.questions import read_hard, read_held_out
from tests.benchmarks.understanding.rows import Row
from workers.contracts.payloads import MessageAnalyzed
from workers.db.inboxes import list_inboxes
from workers.recommendation.batch import find_passages, read_vectors, recommend_with
from workers.recommendation.retrieval import Found
from workers.records.decisions import ConversationState

LEAD = 0.15
LEARNT = 0.10
AT_ONCE = 64
KINDS = (ALL, "sample", "words", "several", "typos")
NEW = ConversationState(handed_off=False, answered_before=False)


class Judge:
    """Asks all questions again, of the company that is at hand."""

    def __init__(self) -> None:
        from apps.knowledge.models import Article

        self.questions = [*read_held_out(), *read_hard()]
        self.messages = _understand([question.text for question in self.questions])
        self._slugs = dict(Article.objects.values_list("id", "slug"))

    def searches(self) -> dict[str, Places]:
        """Each search alone."""
        found = [passages for passages, _ in self._ask()]
        by_words = [_by_rank(each, "words_rank") for each in found]
        by_meaning = [_by_rank(each, "meaning_rank") for each in found]
        return {
            "full-text search alone": self._judge(by_words),
            "vectors alone": self._judge(by_meaning),
        }

    def ranked(self) -> Places:
        """As it is suggested."""
        return self._judge([articles for _, articles in self._ask()])

    def _ask(self) -> Iterator[tuple[list[Found], list[UUID | None]]]:
        from workers.db.engine import engine

        with engine().connect() as connection:
            for start in range(0, len(self.messages), AT_ONCE):
                messages = self.messages[start : start + AT_ONCE]
                states = {message.conversation_id: NEW for message in messages}
                inbox = next(iter(list_inboxes(connection).values()))
                inboxes = {message.conversation_id: inbox for message in messages}
                outcomes = recommend_with(connection, messages, states, inboxes, {})
                own = find_passages(connection, messages, read_vectors(messages))
                for found, outcome in zip(own, outcomes, strict=True):
                    suggested = [c for c in outcome.candidates if c.kind == "article"]
                    yield found, [candidate.article_id for candidate in suggested]

    def _judge(self, found: Sequence[Sequence[UUID | None]]) -> Places:
        slugs = [[self._slugs[id_] for id_ in ids if id_] for ids in found]
        return judge(self.questions, slugs)


def _by_rank(found: Sequence[Found], rank: str) -> list[UUID | None]:
    """The articles of what one search found, the best first."""
    hits = sorted(found, key=lambda hit: int(getattr(hit, rank)))
    return [hit.passage.article_id for hit in hits if getattr(hit, rank)]


def _understand(texts: Sequence[str]) -> list[MessageAnalyzed]:
    from workers.direct.recommending import workspace_reader

    return workspace_reader().read(texts, "en")


def measure() -> list[Row]:
    """Before and after 500 choices of agents and a training, on the same questions."""
    before = Judge()
    searches, ranked = before.searches(), before.ranked()
    accepted, looked_up = choose_like_agents()
    said = _train_again()
    after = Judge().ranked()
    learnt = f"{accepted} accepted, {looked_up} looked up; {said}"
    return [
        *(_found_row(kind, searches, ranked) for kind in KINDS),
        *(_learnt_row(kind, ranked, after, learnt) for kind in KINDS),
    ]


def _train_again() -> str:
    """As `python -m workers train` does. What it said of the choices."""
    from workers.loaded.champion import champion
    from workers.loaded.ranker import ranker
    from workers.training.by_command import train_workspace, train_workspace_ranking

    said: list[str] = []
    train_workspace(seed=0, report=said.append)
    train_workspace_ranking(said.append)
    for cached in (champion, ranker):
        cached.cache_clear()
    return "; ".join(line for line in said if "agents" in line or "ranking" in line)


def _found_row(kind: str, searches: Mapping[str, Places], ranked: Places) -> Row:
    ours, alone = ranked.of(kind), {name: each.of(kind) for name, each in searches.items()}
    lead = ours.mrr / max(each.mrr for each in alone.values()) - 1
    return Row(
        measure="recall@5 and MRR of the right article",
        data=f"{kind} ({len(ours.questions)} questions)",
        reference=", ".join(f"{name} {_say(each)}" for name, each in alone.items()),
        result=f"{_say(ours)}, MRR ahead by {lead:.1%}",
        goal=f"MRR ahead of the better one by {LEAD:.0%}" if kind == ALL else "",
        reached=lead >= LEAD if kind == ALL else None,
    )


def _learnt_row(kind: str, before: Places, after: Places, learnt: str) -> Row:
    old, new = before.of(kind), after.of(kind)
    gain = new.mrr / old.mrr - 1
    of_old, of_new = old.by_intent(), new.by_intent()
    worse = sorted(intent for intent in of_new if of_new[intent] < of_old[intent])
    named = ", ".join(f"{intent} {of_old[intent]:.2f} → {of_new[intent]:.2f}" for intent in worse)
    return Row(
        measure="the same after 500 choices of agents",
        data=f"{kind} ({len(new.questions)} questions)" + (f"; {learnt}" if kind == ALL else ""),
        reference=f"before {_say(old)}",
        result=f"{_say(new)}, better by {gain:.1%}; "
        + (
            f"worse in {len(worse)} of {len(of_new)} intents: {named}"
            if worse
            else "no intent worse"
        ),
        goal=f"{LEARNT:.0%} better, no intent worse" if kind == ALL else "",
        reached=gain >= LEARNT and not worse if kind == ALL else None,
    )


def _say(places: Places) -> str:
    return f"{places.recall:.1%} and {places.mrr:.3f}"
