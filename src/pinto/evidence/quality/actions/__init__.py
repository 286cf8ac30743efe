"""Every change of quality."""
