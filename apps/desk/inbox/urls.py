from __future__ import annotations

from django.urls import path

from apps.desk.inbox import (
    acting,
    handling,
    live,
    looking_up,
    pages,
    personal_data,
    replies,
    suggesting,
)

urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("list/", pages.rows, name="rows"),
    path("live/", live.live, name="live"),
    path("c/<uuid:conversation_id>/", pages.conversation, name="conversation"),
    path("c/<uuid:conversation_id>/personal-data/", personal_data.download, name="personal_data"),
    path("c/<uuid:conversation_id>/erase/", personal_data.erase, name="erase"),
    path("c/<uuid:conversation_id>/reply/", replies.reply, name="reply"),
    path("c/<uuid:conversation_id>/note/", replies.note, name="note"),
    path("c/<uuid:conversation_id>/typing/", replies.typing, name="typing"),
    path("c/<uuid:conversation_id>/look-up/", looking_up.look_up, name="look_up"),
    path("c/<uuid:conversation_id>/assign/", handling.assign, name="assign"),
    path("c/<uuid:conversation_id>/resolve/", handling.resolve, name="resolve"),
    path("c/<uuid:conversation_id>/reopen/", handling.reopen, name="reopen"),
    path("c/<uuid:conversation_id>/snooze/", handling.snooze, name="snooze"),
    path("c/<uuid:conversation_id>/priority/", handling.set_priority, name="set_priority"),
    path("c/<uuid:conversation_id>/tag/", handling.add_tag, name="add_tag"),
    path("c/<uuid:conversation_id>/untag/", handling.remove_tag, name="remove_tag"),
    path("c/<uuid:conversation_id>/read/", handling.read, name="read"),
    path(
        "c/<uuid:conversation_id>/suggestions/<uuid:suggestion_id>/reject/",
        suggesting.reject,
        name="reject",
    ),
    path(
        "c/<uuid:conversation_id>/suggestions/<uuid:suggestion_id>/evidence/",
        suggesting.evidence,
        name="evidence",
    ),
    path("c/<uuid:conversation_id>/actions/<uuid:action_id>/", acting.preview, name="preview"),
    path(
        "c/<uuid:conversation_id>/actions/<uuid:action_id>/perform/",
        acting.perform,
        name="perform",
    ),
    path("c/<uuid:conversation_id>/executions/<uuid:execution_id>/undo/", acting.undo, name="undo"),
]
