"""What a family agreed to, on which ground its data are used, and how they are erased."""
