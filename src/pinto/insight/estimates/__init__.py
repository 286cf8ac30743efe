"""From a specification and data: how many are poor, how much, how sure."""
