"""The kinds of events: what the stream tells, and what judging, training and the audit listen to.

Stored as they stand here, and read by the desk's and the widget's scripts and by other programs.
"""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What has happened, as `subject.what`."""

    CONVERSATION_STARTED = "conversation.started"
    CONVERSATION_ASSIGNED = "conversation.assigned"
    CONVERSATION_HANDED_OFF = "conversation.handed_off"
    CONVERSATION_RESOLVED = "conversation.resolved"
    CONVERSATION_REOPENED = "conversation.reopened"
    CONVERSATION_ERASED = "conversation.erased"

    MESSAGE_RECEIVED = "message.received"
    MESSAGE_SENT = "message.sent"
    # How the pipeline ended with a message that was received.
    MESSAGE_DONE = "message.done"
    MESSAGE_SUPERSEDED = "message.superseded"
    MESSAGE_FAILED = "message.failed"

    # What agents do in a conversation.
    AGENT_TYPING = "agent.typing"
    NOTE_WRITTEN = "note.written"
    TAG_ADDED = "tag.added"
    TAG_REMOVED = "tag.removed"
    PRIORITY_SET = "priority.set"
    SNOOZE_SET = "snooze.set"
    SNOOZE_ENDED = "snooze.ended"
    ACTION_PERFORMED = "action.performed"
    ACTION_UNDONE = "action.undone"
    FEEDBACK_GIVEN = "feedback.given"

    ARTICLE_SAVED = "article.saved"
    ARTICLE_DELETED = "article.deleted"
    MACRO_SAVED = "macro.saved"
    MACRO_DELETED = "macro.deleted"
    ACTION_SAVED = "action.saved"
    ACTION_DELETED = "action.deleted"
    SOLVED_QUESTION_FORGOTTEN = "solved_question.forgotten"
    IMPORT_FINISHED = "import.finished"
    GAP_OPENED = "gap.opened"
    GAP_DRAFTED = "gap.drafted"
    GAP_DISMISSED = "gap.dismissed"
    ENCODER_CHOSEN = "encoder.chosen"
    ENCODER_COMPLETE = "encoder.complete"

    INTENT_SAVED = "intent.saved"
    INTENT_DELETED = "intent.deleted"
    SENTIMENT_TAUGHT = "sentiment.taught"
    SENTIMENT_FORGOTTEN = "sentiment.forgotten"
    PATTERN_SAVED = "pattern.saved"
    PATTERN_DELETED = "pattern.deleted"
    NAMES_SAVED = "names.saved"
    TRAINING_ASKED = "training.asked"
    TRAINING_FAILED = "training.failed"
    MODEL_PROMOTED = "model.promoted"
    MODEL_RETIRED = "model.retired"

    # What became of an intent's threshold; each is named after its `Change.Kind`.
    AUTOMATION_SET = "automation.set"
    AUTOMATION_STARTED = "automation.started"
    AUTOMATION_TIGHTENED = "automation.tightened"
    AUTOMATION_STOPPED = "automation.stopped"

    WEBHOOK_SAVED = "webhook.saved"
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated"
    WEBHOOK_PAUSED = "webhook.paused"
    WEBHOOK_RESUMED = "webhook.resumed"
    WEBHOOK_DELETED = "webhook.deleted"
    WEBHOOK_FAILED = "webhook.failed"

    INBOX_SAVED = "inbox.saved"
    INBOX_SECRET_ROTATED = "inbox.secret_rotated"
    TEAM_SAVED = "team.saved"
    TEAM_DELETED = "team.deleted"
    AGENT_CREATED = "agent.created"
    AGENT_INVITED = "agent.invited"
    AGENT_SAVED = "agent.saved"
    AGENT_PASSWORD_CHANGED = "agent.password_changed"
    TOKEN_CREATED = "token.created"
    TOKEN_REVOKED = "token.revoked"
