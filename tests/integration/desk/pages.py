from __future__ import annotations

from collections.abc import Mapping

from django.test import Client


def shown(
    browser: Client, path: str, data: Mapping[str, object] | None = None, status: int = 200
) -> str:
    """What the page says, redirections followed."""
    response = browser.get(path) if data is None else browser.post(path, data, follow=True)
    assert response.status_code == status
    return response.content.decode()
