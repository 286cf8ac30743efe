"""Pages of exports, and the way any list leaves as a file."""
