from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0002_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Encoder',
            fields=[
                ('identity', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('chosen_at', models.DateTimeField()),
                ('complete_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
