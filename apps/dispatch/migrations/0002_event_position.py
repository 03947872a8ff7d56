from django.db import migrations


class Migration(migrations.Migration):
    """Positions come from a sequence, so that deleted events never give theirs away again."""

    dependencies = [("dispatch", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE dispatch_event_position OWNED BY dispatch_event.position",
            "DROP SEQUENCE dispatch_event_position",
        )
    ]
