from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0007_action_inputs'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='article',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AlterModelOptions(
            name='macro',
            options={'base_manager_name': 'objects'},
        ),
    ]
