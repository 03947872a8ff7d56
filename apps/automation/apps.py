from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AutomationConfig(AppConfig):
    name = "apps.automation"
    label = "automation"

    def ready(self) -> None:
        from apps.automation import kinds

        post_migrate.connect(kinds.schedule, sender=self, dispatch_uid="automation")
