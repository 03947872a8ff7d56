"""Which language short requests are in: the product beside its library bare, in the same run.

`languages.tsv` is held out: 440 requests in twenty languages and 60 texts that are in none.
`languages_development.tsv` is what thresholds were chosen on.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from py3langid import langid  # type: ignore[import-untyped]

from tests.benchmarks.texts import describe_texts, read_texts
from tests.benchmarks.understanding.rows import Row
from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.payloads import Language
from workers.text.language import COMMON, LanguageIdentifier

HELD_OUT = Path(__file__).with_name("languages.tsv")
DEVELOPMENT = Path(__file__).with_name("languages_development.tsv")
BANKING77_QUESTIONS = 3080
ACCURACY_GOAL = 0.95
BINS = 10

Identify = Callable[[str], Language]


@dataclass(frozen=True)
class Answers:
    """What one identifier said of texts whose language is known, and how long each took."""

    named: Sequence[Language]
    truth: Sequence[str]
    seconds: Sequence[float]

    def share(self, counts: Callable[[Language, str], bool]) -> float:
        """Of all texts, how many `counts` is true of."""
        return statistics.fmean(map(counts, self.named, self.truth))

    @property
    def right(self) -> float:
        """The share that has its own label."""
        return self.share(lambda named, truth: named.label == truth)

    @property
    def wrong(self) -> float:
        """The share that was called another language; `und` is not one."""
        return self.share(lambda named, truth: named.label not in (truth, UNKNOWN_LANGUAGE))

    @property
    def milliseconds(self) -> float:
        """The median of a text."""
        return statistics.median(self.seconds) * 1000


def read_labelled(path: Path) -> list[tuple[str, str]]:
    """Language and text of each row, `und` for texts that are in none."""
    rows = path.read_text("utf-8").splitlines()[1:]
    return [(label, text) for label, _, text in (row.partition("\t") for row in rows)]


def measure() -> list[Row]:
    """The rows of the table that are about language."""
    labelled = read_labelled(HELD_OUT)
    requests = [pair for pair in labelled if pair[0] != UNKNOWN_LANGUAGE]
    nothing = [pair for pair in labelled if pair[0] == UNKNOWN_LANGUAGE]
    identifier, bare = LanguageIdentifier(), _bare_library()
    identifier.warm()
    ours, theirs = answers(identifier.identify, requests), answers(bare, requests)
    return [
        *_without_prior(ours, theirs),
        _of_nothing(answers(identifier.identify, nothing), answers(bare, nothing)),
        _in_english_inbox(identifier, requests),
        _of_english_questions(identifier, bare),
    ]


def answers(identify: Identify, labelled: Sequence[tuple[str, str]]) -> Answers:
    """Ask for one text after the other."""
    named, seconds = [], []
    for _, text in labelled:
        start = time.perf_counter()
        named.append(identify(text))
        seconds.append(time.perf_counter() - start)
    return Answers(named, [label for label, _ in labelled], seconds)


def calibration_error(named: Answers) -> float:
    """Expected calibration error over ten bins of equal width, of the texts that have a label."""
    sure = [
        (language.confidence, language.label == truth)
        for language, truth in zip(named.named, named.truth, strict=True)
        if language.label != UNKNOWN_LANGUAGE
    ]
    gaps = [0.0] * BINS
    for confidence, right in sure:
        gaps[min(int(confidence * BINS), BINS - 1)] += confidence - right
    return sum(map(abs, gaps)) / len(sure)


def _bare_library() -> Identify:
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    model.set_languages(sorted(COMMON))

    def identify(text: str) -> Language:
        label, confidence = model.classify(text)
        return Language(label=label, confidence=confidence)

    return identify


def _without_prior(ours: Answers, theirs: Answers) -> list[Row]:
    data = f"{len(ours.truth)} requests of 3-10 words, {len(set(ours.truth))} languages, no prior"
    return [
        Row(
            "language: right",
            data,
            f"py3langid, the same {len(COMMON)} languages: {theirs.right:.1%}",
            f"{ours.right:.1%}",
            f">= {ACCURACY_GOAL:.0%}",
            ours.right >= ACCURACY_GOAL,
        ),
        Row(
            "language: wrong, not `und`",
            data,
            f"py3langid {theirs.wrong:.1%}",
            f"{ours.wrong:.1%}, and {1 - ours.right - ours.wrong:.1%} not sure",
            "fewer than bare",
            ours.wrong < theirs.wrong,
        ),
        Row(
            "language: calibration error",
            data,
            f"py3langid {calibration_error(theirs):.3f}",
            f"{calibration_error(ours):.3f}",
            "",
            None,
        ),
        Row(
            "language: time of a text",
            data,
            f"py3langid {theirs.milliseconds:.2f} ms",
            f"{ours.milliseconds:.2f} ms",
            "<= 0.20 ms",
            ours.milliseconds <= 0.2,
        ),
    ]


def _of_nothing(ours: Answers, theirs: Answers) -> Row:
    return Row(
        "language: `und` for what is in none",
        f"{len(ours.truth)} codes, names, single words and emoji",
        f"py3langid {theirs.right:.1%}",
        f"{ours.right:.1%}",
        "",
        None,
    )


def _in_english_inbox(identifier: LanguageIdentifier, requests: Sequence[tuple[str, str]]) -> Row:
    foreign = [pair for pair in requests if pair[0] != "en"]
    kept = answers(lambda text: identifier.identify(text, "en"), foreign)
    english = kept.share(lambda named, _: named.label == "en")
    return Row(
        "language: kept in an English inbox",
        f"{len(foreign)} requests in other languages",
        "",
        f"{kept.right:.1%}, and {english:.1%} called English",
        "",
        None,
    )


def _of_english_questions(identifier: LanguageIdentifier, bare: Identify) -> Row:
    questions = [("en", text) for text in read_texts(BANKING77_QUESTIONS)]
    alone = answers(identifier.identify, questions)
    inbox = answers(lambda text: identifier.identify(text, "en"), questions)
    return Row(
        "language: English questions are English",
        f"{describe_texts()}, {len(questions)} questions",
        f"py3langid {answers(bare, questions).right:.2%}",
        f"{inbox.right:.2%} in an English inbox, {alone.right:.2%} without",
        ">= 99.9% in an English inbox",
        inbox.right >= 0.999,
    )
