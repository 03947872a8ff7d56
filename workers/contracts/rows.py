"""What both sides write into the database, or read from it."""

from __future__ import annotations

import re

EMBEDDING_DIMENSIONS = 384
# In characters.
LONGEST_MESSAGE = 8000
LONGEST_EXAMPLE = 500
# NUL, and half of a surrogate pair, which JSON can spell: Postgres stores neither.
UNSTORABLE = re.compile(r"[\ud800-\udfff\0]")
# The kind of work that has a source's passages embedded; pools ask for it too.
KNOWLEDGE_KIND = "knowledge"
# The kind of work that looks for gaps in the knowledge of an inbox.
GAPS_KIND = "gaps"
# So many unanswered questions, or questions of so many contacts, make a gap.
GAP_QUESTIONS = 3
GAP_CONTACTS = 2
# Of a model version: what it says of itself, and how its files are to be read.
MANIFEST_FILE = "manifest.json"
MODEL_FORMAT = 2
# How sure it is of its examples, and how often right, while they are held out.
CONFIDENCES_FILE = "held_out.json"
# Which of them it is right about then; versions that are stored have it under this name.
VERDICTS_FILE = "unseen.json"
# What becomes of a row of work that is asked for again, at the end of its INSERT: it is done again,
# and a run under way counts for nothing.
ASKED_AGAIN = """
ON CONFLICT (kind, subject_id) DO UPDATE SET
    state = 'pending', due_at = excluded.due_at, attempts = 0, lease_token = NULL, last_error = '',
    size = excluded.size, deadline = excluded.deadline, finished_at = NULL
"""
