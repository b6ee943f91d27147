"""Puts activities into a Jupyter Book (or any Sphinx project with myst-nb): checks, styles, page host, paper.

What a course writes into its ``_config.yml``: this extension's name and ``html_theme: lessonkit``.
"""

import re
import sys
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import config
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.search.en import SearchEnglish
from sphinx.util.docutils import SphinxDirective

from lessonkit import answer_key, bundles, check, headers, language, offline, overview
from lessonkit.course import Course
from lessonkit.modules import later
from lessonkit.packing import bare, packed
from lessonkit.readable import HERE, templates
from lessonkit.tables import label_cells
from lessonkit.terms import explained

_ITEM_TYPE = re.compile(r'<li data-type="([\w-]+)"')
_LONG = 40
"""A page with more activities than this is laid out as its reader comes to them; links into it then land nearby."""

_ACTIVITY = re.compile(r'data-activity="([^"/]+)/([^"/]+)" data-kind="([^"]+)"')
_IN_JUPYTER = re.compile(r'<p class="lk-how-live">.*?</p>\n?')
"""What an activity that was not run says in JupyterLab."""

_NOT_FOUND = "404"


class course_map(nodes.General, nodes.Element):  # noqa: N801 - docutils names a node as its class is named
    """Where the map of the course stands."""


class CourseMap(SphinxDirective):
    """``{course-map}``: all lessons of the course as a way, with what the learner keeps of them."""

    def run(self) -> list[nodes.Node]:
        """What it leaves on the page."""
        return [course_map()]


class _Book:
    """What is known of the course while its book is built."""

    course: Course
    statics: list[Path]

    def check_first(self, app: Sphinx, config: Config) -> None:
        """Build nothing while there is a mistake to mend."""
        self.course = Course(Path(app.srcdir))
        self.statics = [Path(app.confdir or app.srcdir) / one for one in config.html_static_path]
        unchecked = not config.lessonkit_checked
        problems = [one for one in check.check(self.course) if not one.warning] if unchecked else []
        if problems:
            # Not an exception: Jupyter Book would show its author a traceback.
            print("The book was not built. Mend these first:", *problems, sep="\n", file=sys.stderr)
            raise SystemExit(1)
        # Saved outputs are readable HTML; neither RequireJS nor a widget manager has anything to do.
        config.nb_ipywidgets_js = {}
        config.nb_mime_priority_overrides = [("html", "text/html", 1), *config.nb_mime_priority_overrides]
        if config.pygments_style == "sphinx":
            config.pygments_style = None  # Jupyter Book's, whose comments are too pale to read; the theme's then
        config.html_permalinks = False  # a sign at each heading that nobody would see
        config.html_additional_pages = {_NOT_FOUND: "404.html", **config.html_additional_pages}
        # What pages say of one another: when it changes, every page is written anew.
        terms = [repr(term) for bank in self.course.banks.values() if bank.lesson for term in bank.lesson.key_terms]
        config.lessonkit_overview = [self.summaries, [repr(one) for one in self.stops], terms]

    @cached_property
    def summaries(self) -> dict[str, str]:
        return overview.summaries(self.course)

    @cached_property
    def stops(self) -> list[overview.Stop]:
        return list(overview.stops(self.course))

    def emblem(self, slug: str) -> str:
        """The address of a lesson's emblem, from where the site begins; empty if it has none."""
        name = f"{overview.EMBLEMS}/{slug}.svg"
        return f"_static/{name}" if any((folder / name).exists() for folder in self.statics) else ""

    def write_map(self, translator: Any, _node: course_map) -> None:
        """Write the map of the course into the page."""
        root = "../" * translator.builder.current_docname.count("/")
        found = [
            {
                "name": one.name,
                "summary": one.summary,
                "minutes": one.minutes,
                "activities": one.activities,
                "href": f"{root}{one.page}.html",
                "emblem": root + emblem if (emblem := self.emblem(one.slug)) else "",
            }
            for one in self.stops
        ]
        if found:
            hours = round(sum(one.minutes for one in self.stops) / 60)
            workbook = f"{root}{overview.workbook_page(self.course)}.html"
            page = templates(self.course.language).get_template("course-map.html")
            translator.body.append(page.render(stops=found, hours=hours, workbook=workbook))
        raise nodes.SkipNode

    def neutral_title(self, app: Sphinx, page: str) -> str:
        """What a tab and the history call a page where its own title must not stand: its number says which."""
        neutral = str(app.config.html_theme_options.get("neutral_title") or "")
        order = list(app.env.toctree_includes.get(app.config.root_doc, [])) if app.env else []
        return f"{neutral} {order.index(page) + 1}" if neutral and page in order else neutral

    def complete_page(
        self, app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Tell the theme what a page needs and who its neighbors are."""
        body = label_cells(context.get("body", ""))
        body = re.sub(r'(?=data-activity="[^"/]+/([^"/]+)")', r'id="try-\1" ', body)
        body = _IN_JUPYTER.sub("", body)
        shown = _ACTIVITY.findall(body)
        kinds = {*(kind for _, _, kind in shown), *(["source"] if " data-source=" in body else [])}
        types = {f"{name}-item" for name in _ITEM_TYPE.findall(body)}
        needed = kinds | {name for kind in kinds for name in later(kind) if name in types}
        body = packed(bare(explained(body, self.course)))
        scripts = bundles.scripts_for(body, context.get("toc", "").count("<li>") > 4)
        menu = context["toctree"]
        context |= {
            "body": body,
            "toc": bare(context.get("toc", "")),
            "toctree": lambda **how: bare(menu(**how)),
            "lk_kit": f"_static/{bundles.folder(self.course.language)}",
            "t": self.course.language.t_html,
            "lk_direction": self.course.language.direction,
            "lk_policy": headers.POLICY,
            "lk_bundles": bundles.bundles_for(needed) if needed else [],
            "lk_scripts": scripts,
            "lk_sheets": bundles.sheets_for(needed) if needed or "offline" in scripts else [],
            "lk_quizzes": bool(kinds & {"quiz", "warm-up"}),
            "lk_long": len(shown) > _LONG,
            "lk_content_page": app.env is not None and page in app.env.all_docs,
            "lk_neutral_title": self.neutral_title(app, page),
            "lk_summary": self.summaries.get(page, ""),
            "lk_emblem": self.emblem(page.rpartition("/")[2]) if page.startswith("notebooks/") else "",
        }
        if app.config.lessonkit_edition == answer_key.INSTRUCTOR:
            keys = [(one.title, f"{answer_key.FOLDER}/{one.slug}") for one in answer_key.lessons(self.course)]
            context["lk_answer_keys"] = keys
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        _, before, after = app.builder.relations.get(page) or (None, None, None)
        context["lk_before"] = self.summaries.get(before or "", "")
        context["lk_after"] = self.summaries.get(after or "", "")
        context["lk_site"] = f"{app.config.html_baseurl.rstrip('/')}/" if app.config.html_baseurl else ""
        if page == _NOT_FOUND:
            _from_anywhere(context)


def _from_anywhere(context: dict[str, Any]) -> None:
    """Lead on from where the site begins: a host shows this page at any address."""
    root = urlsplit(context["lk_site"]).path or "/"
    to, menu = context["pathto"], context["toctree"]
    context["pathto"] = lambda *place: root + to(*place)
    context["toctree"] = lambda **how: menu(**how).replace('href="', f'href="{root}')
    context["content_root"] = root


def _finish(app: Sphinx, failed: Exception | None) -> None:
    """Give the site what its pages load, what its host is asked to send, and the worker for use offline."""
    if failed:
        return
    course = language.of(Path(app.srcdir))
    bundles.write(Path(app.outdir) / "_static", course)
    headers.write(Path(app.outdir), bundles.folder(course))
    if app.config.html_theme_options.get("offline_page"):
        offline.write(Path(app.outdir), f"_static/{bundles.folder(course)}")


def _name_targets(app: Sphinx, doctree: nodes.document) -> None:
    """Let ``page.md#name`` find a ``(name)=`` of that page, as it does in JupyterLab; MyST knows headings only."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for name, explicit in doctree.nametypes.items():
        if explicit and doctree.nameids.get(name):
            slugs.setdefault(name, (0, doctree.nameids[name], name))


class _English(SearchEnglish):
    """Sphinx's own search in English, with each word's stem worked out once, not once on every page."""

    def init(self, options: dict[str, str]) -> None:
        super().init(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx's entry point."""
    app.setup_extension("myst_nb")
    app.add_search_language(_English)
    app.add_html_theme("lessonkit", str(HERE / "theme"))
    # When they change, every page is written anew.
    app.add_config_value("lessonkit_bundles", bundles.folder(language.of(Path(app.srcdir))), "html")
    app.add_config_value("lessonkit_overview", [], "html")
    app.add_config_value("lessonkit_checked", False, "")
    app.add_config_value("lessonkit_edition", answer_key.PUBLIC, "html", config.ENUM(*answer_key.EDITIONS))
    app.connect("html-collect-pages", answer_key.pages)
    book = _Book()
    app.add_directive("course-map", CourseMap)
    app.add_node(course_map, html=(book.write_map, None))
    app.connect("config-inited", book.check_first)
    app.connect("doctree-read", _name_targets)
    app.connect("html-page-context", book.complete_page)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
