from django.apps import AppConfig
from django.db.models.signals import post_delete, pre_delete


class KnowledgeConfig(AppConfig):
    name = "apps.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        from apps.dispatch.chores import do_for_ever
        from apps.knowledge import kinds  # noqa: F401 - registers the kinds
        from apps.knowledge.actions import record_forgotten
        from apps.knowledge.gaps.actions import forget_words, look_again
        from apps.knowledge.importing import running  # noqa: F401
        from apps.knowledge.passages import reembedding, resplitting

        post_delete.connect(record_forgotten, sender=self.get_model("SolvedQuestion"))
        # Before: a pool that has just embedded the question locks this work, then its passage.
        pre_delete.connect(look_again, sender=self.get_model("SolvedQuestion"))
        post_delete.connect(forget_words, sender=self.get_model("GapQuestion"))
        do_for_ever("encoder", reembedding.follow_encoder, reembedding.SUBJECT)
        do_for_ever("splitting", resplitting.split_again, resplitting.SUBJECT)
