"""Settings, addresses, menu and the two processes: web and worker."""
