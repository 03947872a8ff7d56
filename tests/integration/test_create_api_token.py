from __future__ import annotations

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import ApiToken


def create(name: str) -> str:
    output = StringIO()
    call_command("create_api_token", name=name, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_the_token_alone_is_printed_and_only_its_digest_is_kept() -> None:
    printed = create("shop")
    assert printed.startswith("fl_")
    assert printed.count("\n") == 1
    assert len(printed) > 40
    stored = ApiToken.objects.get()
    assert stored.digest == hashlib.sha256(printed.strip().encode()).hexdigest()


@pytest.mark.django_db
def test_the_same_name_may_be_given_again_and_both_tokens_work() -> None:
    assert create("shop") != create("shop")
    assert ApiToken.objects.filter(name="shop", revoked_at=None).count() == 2


def test_a_token_needs_a_name() -> None:
    with pytest.raises(CommandError, match="--name"):
        call_command("create_api_token")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "repair"),
    [(" ", "This field is required."), ("x" * 101, "at most 100 characters")],
)
def test_a_name_that_the_desk_would_refuse_is_refused(name: str, repair: str) -> None:
    with pytest.raises(CommandError, match=repair):
        call_command("create_api_token", name=name)
    assert not ApiToken.objects.exists()
