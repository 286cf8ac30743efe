"""What everything stands on: places, people who work here, who may see what, an unbroken trail."""
