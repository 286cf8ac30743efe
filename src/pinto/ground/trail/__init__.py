"""Who did, and who read, what and when: append-only, hash-chained (บันทึกการเข้าถึง)."""
