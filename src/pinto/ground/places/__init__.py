"""Province, amphoe, tambon, village; local governments; through time, with borders."""
