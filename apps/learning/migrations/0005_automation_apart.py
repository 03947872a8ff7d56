from django.db import migrations, models


class Migration(migrations.Migration):
    """What the bot may answer alone is `automation`'s now.

    The column stays for the processes of the previous release, which still read it.
    """

    dependencies = [
        ('learning', '0004_model_kinds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='intent',
            name='may_auto_reply',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='intent', name='may_auto_reply'),
            ],
        ),
    ]
