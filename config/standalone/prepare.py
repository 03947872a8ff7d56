"""What has to be there before anything is served: encoder, schema, sample, a trained model.

`config.separate.services` starts the same steps as commands. Here they run in this process, which
has Django and the models loaded already, and a step that has nothing to do says nothing.
"""

from __future__ import annotations

from django.core.management import call_command

from apps.dispatch.actions import free_all_leases
from apps.dispatch.models import Heartbeat
from apps.learning.models import Intent
from config.console import Say
from workers.models.export import ensure_encoder
from workers.settings import read_settings
from workers.training.by_command import has_champion, train_workspace


def prepare(*, load_sample: bool, say: Say) -> None:
    """Bring an installation up to date; quick where nothing is missing."""
    ensure_encoder(read_settings().encoder.folder, say)
    say("Bringing the tables up to date …")
    call_command("migrate", verbosity=0, interactive=False)
    _load_sample_if_missing(with_knowledge=load_sample, say=say)
    _train_if_missing(say)
    _free_leases()


def _load_sample_if_missing(*, with_knowledge: bool, say: Say) -> None:
    if Intent.objects.exists():
        return
    say("Loading the sample company …" if with_knowledge else "Making an inbox and its agents …")
    call_command("load_sample", without_knowledge=not with_knowledge, verbosity=0)


def _train_if_missing(say: Say) -> None:
    if not has_champion():
        say("Training the models on the examples …")
        train_workspace(seed=0, report=lambda line: say(f"  {line}"))


def _free_leases() -> None:
    """Whoever held work or had a heartbeat ended with the process before this one."""
    free_all_leases()
    Heartbeat.objects.all().delete()
