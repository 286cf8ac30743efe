"""Uses of data and their legal bases, the notice, and what erasing reaches. No Django."""
