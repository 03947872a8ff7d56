from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform, KeyTransform


class Migration(migrations.Migration):
    # Built beside the writers, who go on meanwhile.
    atomic = False

    dependencies = [("assist", "0007_past_answers")]

    operations = [
        AddIndexConcurrently(
            model_name="prediction",
            index=models.Index(
                KeyTextTransform("label", KeyTransform(0, "intents")),
                models.F("sentiment"),
                name="prediction_reading",
            ),
        ),
    ]
