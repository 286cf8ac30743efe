"""Pages of access: the account, officers, what was opened with a reason, and the trail."""
