from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "apps.learning"
    label = "learning"

    def ready(self) -> None:
        from apps.dispatch.chores import do_for_ever
        from apps.knowledge.placeholders import register_labels
        from apps.learning.entities import list_labels
        from apps.learning.training_runs import SUBJECT, train_when_due

        register_labels(list_labels)
        do_for_ever("training_due", train_when_due, SUBJECT)
