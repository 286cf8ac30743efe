"""One small, closed language for "which households, which people", and for numbers out of answers.

A text is parsed once (:mod:`parsing`), typed against the names there are
(:mod:`checking`) and then compiled three ways that give the same answer: plain
Python (:mod:`plain`), Ibis (:mod:`columnar`), a database filter (:mod:`filters`).
Nothing is ever evaluated as code. The language: docs/reference/conditions.md.
"""
