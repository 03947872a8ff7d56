from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """When a threshold was found is told by its changes alone.

    The column stays for the processes of the previous release, which still write it.
    """

    dependencies = [
        ('automation', '0002_strictest'),
    ]

    operations = [
        migrations.AlterField(
            model_name='automation',
            name='changed_at',
            field=models.DateTimeField(auto_now=True, db_default=Now()),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='automation', name='changed_at'),
            ],
        ),
    ]
