"""Every change of the registry: rounds, batches of arriving rows, area figures."""
