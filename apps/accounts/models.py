from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import connection, models
from uuid_utils.compat import uuid7


class Role(models.TextChoices):
    """The roles of agents, from the lowest to the highest."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class AgentManager(BaseUserManager["Agent"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Agent:
        agent = self.model(email=self.normalize_email(email).lower(), **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Agent:
        return self.create_user(
            email, password, role=Role.ADMINISTRATOR, is_superuser=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> Agent:
        """The agent with this address, whatever its capitals."""
        alike = self.filter(email__iexact=username)
        # Django's admin once allowed two addresses that differ only in capitals.
        return alike.filter(email=username).first() or alike.earliest("pk")


def _return_connection() -> None:
    """Return this thread's connection to the pool while a password is hashed.

    That takes a third of a second of a core: a few people who sign in would leave none to others.
    """
    if not connection.in_atomic_block:
        connection.close()


class Agent(AbstractBaseUser, PermissionsMixin):
    """A human who answers customers; signs in with an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.AGENT)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="agents"
    )
    is_active = models.BooleanField(default=True)

    objects: ClassVar[AgentManager] = AgentManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Refuse an address that another agent has. Every form calls it, also Django's admin."""
        super().clean()
        self.email = self.email.lower()

    def check_password(self, raw_password: str | None) -> bool:
        _return_connection()
        return super().check_password(raw_password)

    def set_password(self, raw_password: str | None) -> None:
        """Also called where no agent has the address, so that both take the same time."""
        _return_connection()
        super().set_password(raw_password)

    def has_role(self, role: Role) -> bool:
        """Whether their role is this one or a higher one."""
        order = Role.values
        return order.index(self.role) >= order.index(role)

    @property
    def is_supervisor(self) -> bool:
        """Whether they are a supervisor or more; for templates."""
        return self.has_role(Role.SUPERVISOR)

    @property
    def is_staff(self) -> bool:
        """Only administrators reach Django's admin."""
        return self.role == Role.ADMINISTRATOR


class ApiToken(models.Model):
    """A program's credential. Only its SHA-256 is kept; the token is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SUPERVISOR)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="api_tokens"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The first answer to a request that may be repeated, kept for 24 hours."""

    credential = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    result_id = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credential", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return self.key


class RateWindow(models.Model):
    """The count of one key in one window; unlogged, because it may be lost in a crash."""

    key = models.CharField(max_length=120)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "window_start"], name="rate_window_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
