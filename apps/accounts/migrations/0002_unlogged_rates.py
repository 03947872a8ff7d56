from django.db import migrations


class Migration(migrations.Migration):
    """Counting a request must not wait for the disk; after a crash the counts start at zero."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE accounts_ratewindow SET UNLOGGED",
            "ALTER TABLE accounts_ratewindow SET LOGGED",
        )
    ]
