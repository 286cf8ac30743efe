from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0005_same_as'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['surname_key', 'birth_year'], name='person_surname_born'),
        ),
    ]
