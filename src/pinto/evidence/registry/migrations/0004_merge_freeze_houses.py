from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_freeze'),
        ('registry', '0003_further_houses'),
    ]

    operations = []
