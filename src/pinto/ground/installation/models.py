"""What every record carries: a globally unique id and the installation it came from."""

from django.db import models

from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id


class Record(models.Model):
    """A row that another installation can receive without renumbering."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=8, default=origin, editable=False)

    class Meta:
        abstract = True
