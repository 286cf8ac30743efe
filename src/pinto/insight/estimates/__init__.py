"""From a specification and data: how many are poor, how much, and how sure that is."""
