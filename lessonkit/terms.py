"""Links to the glossary that explain themselves: each term's definition stands in the page that uses the term."""

import re

from lessonkit.course import Course
from lessonkit.readable import templates

_LINK = re.compile(r'<a class="reference internal" href="((?:[^"#]*/)?glossary\.html)#([\w-]+)">')
_OWN_LIST = '<section id="key-terms">'
"""From here on a lesson lists its terms with their definitions; nothing needs explaining there."""


def explained(body: str, course: Course) -> str:
    """A page's HTML with its links to the glossary described by what stands at its end: one popover a term."""
    text, own_list, rest = body.partition(_OWN_LIST)
    known = {term.id: term for bank in course.banks.values() if bank.lesson for term in bank.lesson.key_terms}
    used: dict[str, str] = {}

    def described(link: re.Match[str]) -> str:
        if link[2] not in known:
            return link[0]
        used[link[2]] = link[1]
        return f'<a class="reference internal term" href="{link[1]}#{link[2]}" aria-describedby="term-{link[2]}">'

    text = _LINK.sub(described, text)
    if not used:
        return body
    terms = [known[name].model_dump(mode="json") for name in used]
    glossary = next(iter(used.values()))
    return (
        text
        + own_list
        + rest
        + templates(course.language).get_template("terms.html").render(terms=terms, glossary=glossary)
    )
