from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "apps.learning"
    label = "learning"

    def ready(self) -> None:
        from apps.knowledge.hidden import register_labels
        from apps.learning.entities import list_labels

        register_labels(list_labels)
