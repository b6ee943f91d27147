"""Puts activities into a Jupyter Book (or any Sphinx project with myst-nb): checks, styles, page host, paper.

What a course writes into its ``_config.yml``: this extension's name and ``html_theme: lessonkit``.
"""

import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import config
from sphinx.application import Sphinx
from sphinx.config import Config

from lessonkit import answer_key, bundles, check
from lessonkit.course import Course
from lessonkit.modules import later
from lessonkit.readable import HERE, printed_key_html
from lessonkit.tables import label_cells

_ITEM_TYPE = re.compile(r'<li data-type="([\w-]+)"')
_LONG = 40
"""A page with more activities than this is laid out as its reader comes to them; links into it then land nearby."""

_ACTIVITY = re.compile(r'data-activity="([^"/]+)/([^"/]+)" data-kind="([^"]+)"')


class _Book:
    """What is known of the course while its book is built."""

    course: Course

    def check_first(self, app: Sphinx, config: Config) -> None:
        """Build nothing while there is a mistake to mend."""
        self.course = Course(Path(app.srcdir))
        unchecked = not config.lessonkit_checked
        problems = [one for one in check.check(self.course) if not one.warning] if unchecked else []
        if problems:
            # Not an exception: Jupyter Book would show its author a traceback.
            print("The book was not built. Mend these first:", *problems, sep="\n", file=sys.stderr)
            raise SystemExit(1)
        # Saved outputs are readable HTML; neither RequireJS nor a widget manager has anything to do.
        config.nb_ipywidgets_js = {}
        config.nb_mime_priority_overrides = [("html", "text/html", 1), *config.nb_mime_priority_overrides]

    def neutral_title(self, app: Sphinx, page: str) -> str:
        """What a tab and the history call a page where its own title must not stand: its number says which."""
        neutral = str(app.config.html_theme_options.get("neutral_title") or "")
        order = list(app.env.toctree_includes.get(app.config.root_doc, [])) if app.env else []
        return f"{neutral} {order.index(page) + 1}" if neutral and page in order else neutral

    def complete_page(
        self, app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Tell the theme which modules a page needs, and give its printed form the key to its quizzes."""
        context["body"] = label_cells(context.get("body", ""))
        shown = _ACTIVITY.findall(context["body"])
        kinds = {*(kind for _, _, kind in shown), *(["source"] if " data-source=" in context["body"] else [])}
        types = {f"{name}-item" for name in _ITEM_TYPE.findall(context["body"])}
        needed = kinds | {name for kind in kinds for name in later(kind) if name in types}
        context["lk_kit"] = f"_static/{bundles.folder()}"
        context["lk_bundles"] = bundles.bundles_for(needed) if needed else []
        context["lk_sheets"] = bundles.sheets_for(needed) if needed else []
        context["lk_neutral_title"] = self.neutral_title(app, page)
        if app.config.lessonkit_edition == answer_key.INSTRUCTOR:
            keys = [(one.title, f"{answer_key.FOLDER}/{one.slug}") for one in answer_key.lessons(self.course)]
            context["lk_answer_keys"] = keys
        context["lk_long"] = len(shown) > _LONG
        context["lk_content_page"] = app.env is not None and page in app.env.all_docs
        for slug in sorted({slug for slug, _, _ in shown}):
            own_bank = self.course.banks.get(slug)
            if own_bank and own_bank.lesson:
                context["body"] += printed_key_html(own_bank.lesson, [name for own, name, _ in shown if own == slug])


def _write_bundles(app: Sphinx, failed: Exception | None) -> None:
    """Give the site what its pages load."""
    if not failed:
        bundles.write(Path(app.outdir) / "_static")


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
    app.add_config_value(
        "lessonkit_bundles", bundles.folder(), "html"
    )  # when they change, every page is written anew
    app.add_config_value("lessonkit_checked", False, "")
    app.add_config_value("lessonkit_edition", answer_key.PUBLIC, "html", config.ENUM(*answer_key.EDITIONS))
    app.connect("html-collect-pages", answer_key.pages)
    book = _Book()
    app.connect("config-inited", book.check_first)
    app.connect("doctree-read", _name_targets)
    app.connect("html-page-context", book.complete_page)
    app.connect("build-finished", _write_bundles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
