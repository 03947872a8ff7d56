from django.db import migrations


class Migration(migrations.Migration):
    """Examples are written or imported by people; no message was ever stored with one.

    The column stays for the processes of the previous release, which still write that there is
    none.
    """

    dependencies = [
        ('learning', '0006_training_runs'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='example', name='message'),
            ],
        ),
    ]
