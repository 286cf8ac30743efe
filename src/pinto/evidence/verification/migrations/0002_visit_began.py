from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='began_at',
            field=models.DateTimeField(null=True),
        ),
    ]
