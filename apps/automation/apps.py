from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "apps.automation"
    label = "automation"

    def ready(self) -> None:
        from apps.automation.judging import SUBJECT, judge_what_happened
        from apps.dispatch.chores import do_for_ever

        do_for_ever("judging", judge_what_happened, SUBJECT)
