"""Find, verify on site, certify in the village forum, endorse: who agreed that a family is poor."""
