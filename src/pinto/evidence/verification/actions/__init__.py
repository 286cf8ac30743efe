"""Every change of verification: steps, proposals, bulk work, freezing, releases, kinship."""
