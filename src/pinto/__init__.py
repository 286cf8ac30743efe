"""Pinto: ground, evidence, insight, action, outlets. Imports run only forward in that story."""
