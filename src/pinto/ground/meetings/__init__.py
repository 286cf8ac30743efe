"""Any meeting: its seats and quorum, its agenda, what it was asked and decided, its minutes."""
