from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class OpsConfig(AppConfig):
    name = "apps.ops"
    label = "ops"

    def ready(self) -> None:
        from apps.ops import housekeeping

        # The signal is sent for apps that own tables, and this one owns none.
        sender = apps.get_app_config("dispatch")
        post_migrate.connect(housekeeping.schedule, sender=sender, dispatch_uid="housekeeping")
