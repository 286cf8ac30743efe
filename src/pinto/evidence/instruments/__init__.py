"""Questionnaires as versioned data: what was asked, in which words, with which answers."""
