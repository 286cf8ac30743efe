"""Officers, agencies, roles, and the places each may serve; sign-in."""
