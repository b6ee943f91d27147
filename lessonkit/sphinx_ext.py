"""Puts activities into a Jupyter Book (or any Sphinx project with myst-nb): checks, styles, page host, paper.

What a course writes into its ``_config.yml``: this extension's name and ``html_theme: lessonkit``.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from lessonkit import bank, check
from lessonkit.activity import HERE, STATIC, printed_key_html
from lessonkit.tables import label_cells

_ACTIVITY = re.compile(r'data-activity="([^"/]+)/([^"/]+)" data-kind="([^"]+)"')


def _check_first(app: Sphinx, config: Config) -> None:
    problems = [one for one in check.check(Path(app.srcdir)) if not one.warning]
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise ExtensionError(f"the course has {len(problems)} mistakes to mend first:\n{lines}")
    config.html_static_path.append(str(STATIC))
    # Saved outputs are readable HTML; neither RequireJS nor a widget manager has anything to do.
    config.nb_ipywidgets_js = {}
    config.nb_mime_priority_overrides = [("html", "text/html", 1), *config.nb_mime_priority_overrides]


def _complete_page(app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Tell the theme which modules a page needs, and give its printed form the key to its quizzes."""
    context["body"] = label_cells(context.get("body", ""))
    shown = _ACTIVITY.findall(context["body"])
    context["lk_kinds"] = sorted({kind for _, _, kind in shown})
    context["lk_content_page"] = app.env is not None and page in app.env.all_docs
    for slug in sorted({slug for slug, _, _ in shown}):
        lesson = bank.load(Path(app.srcdir) / "notebooks" / "banks" / f"{slug}.yml")
        context["body"] += printed_key_html(lesson, [name for own, name, _ in shown if own == slug])


def _name_targets(app: Sphinx, doctree: nodes.document) -> None:
    """Let ``page.md#name`` find a ``(name)=`` of that page, as it does in JupyterLab; MyST knows headings only."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for name, explicit in doctree.nametypes.items():
        if explicit and doctree.nameids.get(name):
            slugs.setdefault(name, (0, doctree.nameids[name], name))


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx's entry point."""
    app.setup_extension("myst_nb")
    app.add_html_theme("lessonkit", str(HERE / "theme"))
    app.connect("config-inited", _check_first)
    app.connect("doctree-read", _name_targets)
    app.connect("html-page-context", _complete_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
