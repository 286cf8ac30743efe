"""Files from offices: recognised, checked, staged, loaded; every mistake named and mendable."""
