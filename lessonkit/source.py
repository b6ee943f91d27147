"""What a bank says to make an activity, shown below it to be read and copied."""

import textwrap

from markupsafe import Markup

from lessonkit import language
from lessonkit.bank import Bank

_HTML = Markup(
    '<div class="lk lk-source"{attributes} data-source="{name}">\n'
    "<details><summary><u>{summary}</u></summary>\n"
    '<pre tabindex="0" role="region" aria-label="{label}"><code>{yaml}</code></pre>\n'
    "</details>\n"
    "</div>"
)


def yaml_of(own: Bank, activity: str) -> str:
    """The lines of a bank that declare an activity of it, as they are written, moved to the left edge."""
    ids = [one.get("id") for one in own.raw["activities"]]
    begins = own.lines["activities", ids.index(activity)]
    later = [line for place, line in own.lines.items() if len(place) in (1, 2) and line > begins]
    lines = own.path.read_text(encoding="utf-8").splitlines()[begins - 1 : min(later) - 1 if later else None]
    while not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
        lines.pop()  # a comment there is about what comes next
    return textwrap.dedent("\n".join(lines)) + "\n"


def source_html(own: Bank, activity: str) -> str:
    """Those lines as HTML that needs no JavaScript; with it, there is a button to copy them."""
    course, name = language.of(own.path.parent), f"{own.path.stem}/{activity}"
    summary, label = course.t("What the bank says to make this"), course.t("YAML of {name}", name=name)
    html = _HTML.format(
        attributes=course.attributes, name=name, summary=summary, label=label, yaml=yaml_of(own, activity)
    )
    return str(html)
