from __future__ import annotations

from workers.fitting.held_out import collect_verdicts, read_verdicts, write_verdicts

TEXTS = ["Where is my parcel?", "I want my money back", "Where is my parcel?"]
LABELS = ["track_order", "refund", "complaint"]


def test_an_example_is_known_again_by_its_text_and_its_label() -> None:
    right = [True, False, False]
    once = collect_verdicts(TEXTS, LABELS, right)
    assert len(once) == 3
    assert collect_verdicts(TEXTS[::-1], LABELS[::-1], right[::-1]) == once


def test_what_is_kept_comes_back_and_says_nothing_of_what_was_written() -> None:
    judged = {"intent": collect_verdicts(TEXTS, LABELS, [True, False, True])}
    content = write_verdicts(judged)
    assert read_verdicts(content) == judged
    for word in (b"parcel", b"money", b"refund"):
        assert word not in content


def test_a_version_that_kept_nothing_was_judged_on_nothing() -> None:
    assert read_verdicts(None) == {}
