"""Advice on writing items: warnings, because an author may know better.

The rules are those of Haladyna, Downing and Rodriguez (2002) that a program can see, and of Rodriguez (2005)
on the number of options.
"""

import re
from collections.abc import Iterator

from lessonkit import inline
from lessonkit.schema import AnyItem, Finding, Lesson, Quiz

_ALL_OR_NONE = re.compile(r"\b(all|none) of (the )?(above|these)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(not|never|except|least|false|incorrect|wrong)\b|n['’]t\b", re.IGNORECASE)
_MOST = {"options": 4, "pairs": 7, "steps": 10, "groups": 6}
"""How many an item may have of each; three options are usually enough."""


def advise(lesson: Lesson) -> Iterator[Finding]:
    """What a careful item writer would look at again, place by place."""
    quizzes = [(place, one) for place, one in enumerate(lesson.activities) if isinstance(one, Quiz)]
    for at, quiz in quizzes:
        for number, item in enumerate(quiz.items):
            for field, message in _item(item):
                yield ("activities", at, "items", number, field), message
    items = [item for _, quiz in quizzes for item in quiz.items]
    single = [item for item in items if len(item.keyed()) == 1]
    longest = [item for item in single if _length(item, keyed=True) > _length(item, keyed=False)]
    if len(single) >= 4 and len(longest) > len(single) * 0.6:
        yield (
            ("activities",),
            f"the key is the longest option in {len(longest)} of {len(single)} items; "
            "a learner can guess by length: shorten keys or lengthen distractors",
        )


def _item(item: AnyItem) -> Iterator[tuple[str, str]]:
    options = getattr(item, "options", [])
    for option in options:
        if _ALL_OR_NONE.search(inline.plain(option.text)):
            yield "options", '"all" or "none of the above" tests logic, not the objective; write a real option'
    stem = "".join(word for word in inline.parse(item.stem) if isinstance(word, str))
    if re.search(r"\b(which|what)\b", stem, re.IGNORECASE) and _NEGATIVE.search(_question(stem)):
        yield "stem", "asks for what is not so; ask for what is, or mark the negative word **bold**"
    for field, most in _MOST.items():
        count = len(getattr(item, field, []))
        if count > most:
            yield field, f"has {count} {field}; {most} are the most that can be weighed against each other"
    for field in ("options", "pairs", "steps", "things"):
        said = [one.feedback.casefold() for one in getattr(item, field, [])]
        if len(set(said)) < len(said):
            yield field, "says the same feedback twice; speak to the one that was chosen"


def _question(stem: str) -> str:
    """The sentence that asks, without quoted speech: a scene may say "not" as often as it likes."""
    unquoted = re.sub(r"[\"“][^\"”]*[\"”]", "", stem)
    return next((one for one in re.split(r"(?<=[.!?])\s+", unquoted) if one.endswith("?")), "")


def _length(item: AnyItem, *, keyed: bool) -> int:
    options = getattr(item, "options", [])
    lengths = (len(inline.plain(one.text)) for one in options if (one.id in item.keyed()) is keyed)
    return max(lengths, default=0)
