from __future__ import annotations

from workers.feedback.unseen import collect_unseen, read_unseen, write_unseen

TEXTS = ["Where is my parcel?", "I want my money back", "Where is my parcel?"]
LABELS = ["track_order", "refund", "complaint"]


def test_an_example_is_known_again_by_its_text_and_its_label() -> None:
    right = [True, False, False]
    once = collect_unseen(TEXTS, LABELS, right)
    assert len(once) == 3
    assert collect_unseen(TEXTS[::-1], LABELS[::-1], right[::-1]) == once


def test_what_is_kept_comes_back_and_says_nothing_of_what_was_written() -> None:
    judged = {"intent": collect_unseen(TEXTS, LABELS, [True, False, True])}
    content = write_unseen(judged)
    assert read_unseen(content) == judged
    for word in (b"parcel", b"money", b"refund"):
        assert word not in content


def test_a_version_that_kept_nothing_was_judged_on_nothing() -> None:
    assert read_unseen(None) == {}
