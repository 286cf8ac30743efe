"""Long work that reports its progress and survives a killed worker."""
