"""Lessons people can do: activities declared as data, run in JupyterLab and on a static page."""

from lessonkit.activity import open_lesson

__all__ = ["open_lesson"]
