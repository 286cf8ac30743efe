"""The pages: an area, its files, the household list, a household."""
