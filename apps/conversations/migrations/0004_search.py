import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built beside the writers, who go on meanwhile.
    atomic = False

    dependencies = [("conversations", "0003_handling")]

    operations = [
        AddIndexConcurrently(
            model_name='contact',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Replace(django.db.models.functions.text.Replace(django.db.models.functions.text.Concat('name', models.Value(' '), 'email'), models.Value('@'), models.Value(' ')), models.Value('.'), models.Value(' ')), config='simple'), name='contact_search'),
        ),
        AddIndexConcurrently(
            model_name='conversation',
            index=models.Index(condition=models.Q(('status__in', ('open', 'waiting', 'snoozed'))), fields=['last_message_at'], name='conversation_live'),
        ),
        AddIndexConcurrently(
            model_name='conversation',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('tags', []), _negated=True), fields=['tags'], name='conversation_tags'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='english'), name='message_search'),
        ),
    ]
