from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KnowledgeConfig(AppConfig):
    name = "apps.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        from apps.knowledge import kinds, reembedding  # noqa: F401 - registers the kinds
        from apps.knowledge.importing import running  # noqa: F401

        post_migrate.connect(reembedding.schedule, sender=self, dispatch_uid="encoder")
