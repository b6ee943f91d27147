"""Measures the course's pages against the same course made with other tools. Run it with ``make bench``.

Nothing here reaches a learner. What it installs and builds is kept in ``_build/bench``.
"""
