"""Personal data found before any model sees it: the product beside Presidio, in the same run.

`personal_data.jsonl` is held out: made-up texts as customers write them, in a dozen languages, of
which about half hold personal data, and half hold what looks like it. It was written before any
rule; `personal_data_development.jsonl` is what the rules were made on. Numbers have valid check
digits and belong to nobody. A span counts as found when all of its letters and digits are covered,
under whatever label; a text without personal data is a false alarm when anything in it is.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.texts import describe_texts, read_texts
from tests.benchmarks.understanding.presidio import find_presidio
from tests.benchmarks.understanding.rows import Row
from workers.text.normalization import normalize
from workers.text.redaction import redact

HELD_OUT = Path(__file__).with_name("personal_data.jsonl")
BANKING77_QUESTIONS = 3080
# What a message may have, with room to spare.
LONGEST = 10_000
RECALL_GOAL, FALSE_ALARM_GOAL, MILLISECONDS_GOAL = 0.98, 0.02, 0.25

Find = Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True)
class LabelledText:
    """A text and what in it is personal: label, start and end."""

    text: str
    spans: Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class Findings:
    """Which spans were found, as (label, found), and which texts without any gave an alarm."""

    spans: Sequence[tuple[str, bool]]
    alarms: Sequence[bool]

    @property
    def recall(self) -> float:
        return statistics.fmean(found for _, found in self.spans)

    @property
    def false_alarms(self) -> float:
        return statistics.fmean(self.alarms)

    def recall_of(self, label: str) -> float:
        return statistics.fmean(found for of, found in self.spans if of == label)


def read_labelled(path: Path) -> list[LabelledText]:
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        LabelledText(
            row["text"], [(span["label"], span["start"], span["end"]) for span in row["spans"]]
        )
        for row in rows
    ]


def find_ours(text: str) -> list[tuple[int, int]]:
    _, entities = redact(normalize(text))
    return [(entity.start, entity.end) for entity in entities]


def judge(find: Find, labelled: Sequence[LabelledText]) -> Findings:
    """Let `find` read every text."""
    spans, alarms = [], []
    for row in labelled:
        found = find(row.text)
        covered = {place for start, end in found for place in range(start, end)}
        spans += [
            (label, _is_covered(row.text, start, end, covered)) for label, start, end in row.spans
        ]
        if not row.spans:
            alarms.append(bool(found))
    return Findings(spans, alarms)


def measure() -> list[Row]:
    """The rows of the table that are about personal data."""
    labelled = read_labelled(HELD_OUT)
    ours = judge(find_ours, labelled)
    references = {name: judge(find, labelled) for name, find in find_presidio().items()}
    return [
        _recall(ours, references),
        _false_alarms(ours, references),
        *(_recall_of(label, ours, references) for label in sorted({of for of, _ in ours.spans})),
        *_of_questions(),
    ]


def _is_covered(text: str, start: int, end: int, covered: set[int]) -> bool:
    return all(place in covered for place in range(start, end) if text[place].isalnum())


def _reference(references: dict[str, Findings], value: Callable[[Findings], float]) -> str:
    if not references:
        return "Presidio was not run: it is not installed"
    return ", ".join(f"{name} {value(found):.1%}" for name, found in references.items())


def _recall(ours: Findings, references: dict[str, Findings]) -> Row:
    return Row(
        "personal data: recall",
        f"{len(ours.spans)} spans in texts that hold some",
        _reference(references, lambda found: found.recall),
        f"{ours.recall:.1%}",
        f">= {RECALL_GOAL:.0%}",
        ours.recall >= RECALL_GOAL,
    )


def _false_alarms(ours: Findings, references: dict[str, Findings]) -> Row:
    return Row(
        "personal data: false alarms",
        f"{len(ours.alarms)} texts that hold none",
        _reference(references, lambda found: found.false_alarms),
        f"{ours.false_alarms:.1%}",
        f"<= {FALSE_ALARM_GOAL:.0%}",
        ours.false_alarms <= FALSE_ALARM_GOAL,
    )


def _recall_of(label: str, ours: Findings, references: dict[str, Findings]) -> Row:
    return Row(
        f"personal data: recall of `{label}`",
        f"{sum(of == label for of, _ in ours.spans)} spans",
        _reference(references, lambda found: found.recall_of(label)),
        f"{ours.recall_of(label):.1%}",
        "",
        None,
    )


def _of_questions() -> list[Row]:
    """Real questions, which name nobody: what is found in them is a false alarm too."""
    texts = [normalize(text) for text in read_texts(BANKING77_QUESTIONS)]
    seconds, alarms = [], []
    for text in texts:
        start = time.perf_counter()
        _, found = redact(text)
        seconds.append(time.perf_counter() - start)
        alarms.append(bool(found))
    data = f"{describe_texts()}, {len(texts)} questions"
    share, milliseconds = statistics.fmean(alarms), 1000 * statistics.median(seconds)
    return [
        Row(
            "personal data: false alarms in questions",
            data,
            "",
            f"{share:.2%}",
            f"<= {FALSE_ALARM_GOAL:.0%}",
            share <= FALSE_ALARM_GOAL,
        ),
        Row(
            "personal data: time of a text",
            data,
            "",
            f"{milliseconds:.3f} ms",
            f"<= {MILLISECONDS_GOAL} ms",
            milliseconds <= MILLISECONDS_GOAL,
        ),
        _measure_hostile(),
    ]


# Each may begin a street's name of several parts, telephone numbers, cards or greetings.
_HOSTILE = ("A'A-0-", "0151/", "00. ", "1 ", "4111. ", "04167286924, ", "Dear Anna\n")


def _measure_hostile() -> Row:
    """The slowest of several texts that repeat one piece, beside one of ordinary words."""
    spent = {}
    for piece in ("12 Some words of 5. ", *_HOSTILE):
        text = (piece * LONGEST)[:LONGEST]
        start = time.perf_counter()
        redact(normalize(text))
        spent[piece] = 1000 * (time.perf_counter() - start)
    words, *hostile = spent.values()
    slowest = max(_HOSTILE, key=lambda piece: spent[piece])
    return Row(
        "personal data: time of a hostile text",
        f"{LONGEST:,} characters, the slowest of {len(hostile)}: {slowest!r} again and again",
        f"as many of words {words:.0f} ms",
        f"{max(hostile):.0f} ms",
        "",
        reached=None,
    )
