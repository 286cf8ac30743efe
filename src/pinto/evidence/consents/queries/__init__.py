"""What consents answer."""
