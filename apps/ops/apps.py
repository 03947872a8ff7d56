from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "apps.ops"
    label = "ops"

    def ready(self) -> None:
        from apps.dispatch.chores import do_for_ever
        from apps.ops.housekeeping import SUBJECT, clean_up

        do_for_ever("housekeeping", clean_up, SUBJECT)
