from django.apps import AppConfig


class AssistConfig(AppConfig):
    name = "apps.assist"
    label = "assist"

    def ready(self) -> None:
        from apps.assist import kinds  # noqa: F401 - registers the kind
