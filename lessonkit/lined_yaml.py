"""YAML as text, lists and mappings, with the line on which each of them stands."""

import re
from typing import Any

import yaml

from lessonkit.schema import Finding, Place

MAX_DEPTH = 30
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line breaks to YAML, but not to an editor, whose line numbers count."""


class UnreadableError(Exception):
    """Text that is no YAML, or YAML that a bank does not use; the line (from 1) and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class _Loader(yaml.BaseLoader):
    """All scalars are text; anchors and aliases are refused, because a bank should read as it stands."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise UnreadableError(line, "anchors (&) and aliases (*) are not used in banks; put it in quotes")
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def _quickly(text: str) -> yaml.Node | None:
    """The same by libyaml, ten times faster; None if it is not there, or if `_Loader` has something to say."""
    loader = getattr(yaml, "CBaseLoader", None)
    try:
        if loader is None or any(getattr(event, "anchor", None) for event in yaml.parse(text, Loader=loader)):
            return None
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return None
    return node


class Reader:
    """YAML nodes to lists, mappings and text, keeping the line of each."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.findings: list[Finding] = []

    def read(self, text: str) -> Any:
        """The value of a YAML text. Afterwards `lines` has the line of each place, `findings` what stands twice.

        Raises
        ------
        UnreadableError
            If there is no value to be had.
        """
        loader = None
        text = _ODD_BREAKS.sub(" ", text)
        try:
            node = _quickly(text)
            if node is None:
                loader = _Loader(text)
                node = loader.get_single_node()
        except yaml.YAMLError as error:
            raise UnreadableError(_line_of(error, text), f"is not YAML: {_said(error)}") from None
        except (RecursionError, ValueError, OverflowError) as error:
            raise UnreadableError(
                loader.line + 1 if loader else 1, f"is not YAML that can be read ({error.__class__.__name__})"
            ) from None
        return self._value(node, ()) if node else None

    def _value(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if len(place) > MAX_DEPTH:
            raise UnreadableError(node.start_mark.line + 1, "is nested too deeply")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(one, (*place, number)) for number, one in enumerate(node.value)]
        return node.value.strip()

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.findings.append((place, "has a field whose name is not a word"))
                continue
            inner = (*place, key.value)
            self.lines.setdefault(inner, key.start_mark.line + 1)
            if key.value in found:
                self.findings.append((inner, "stands twice; keep one"))
                continue
            found[key.value] = self._value(value, inner)
        return found


def _line_of(error: yaml.YAMLError, text: str) -> int:
    opened = getattr(error, "context_mark", None)
    if opened is not None and getattr(error, "context", None) == "while scanning a quoted scalar":
        return int(opened.line) + 1  # where the quote opens; the problem is at the end of the file
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _said(error: yaml.YAMLError) -> str:
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if "mapping values are not allowed" in said:
        return "a colon inside a text; put the text in quotes, or write it below a >-"
    if "unexpected end of stream" in said or "unexpected document separator" in said:
        return "a quote is opened here and not closed"
    if "found another document" in said:
        return "a second document begins here; take out the line with ---"
    if "cannot start any token" in said and "\\t" in said:
        return "a tab; indent with spaces"
    if "expected alphabetic or numeric character" in said or "sequence entries are not allowed" in said:
        return "a text that begins with a mark of YAML's own (* & -); put the text in quotes"
    if "but found '<scalar>'" in said:
        return f"{said}; if a text begins with a quotation mark, all of it has to be in quotes"
    if "could not find expected ':'" in said or "expected <block end>" in said:
        return f"{said}; is a line indented too far or too little, or a quote not closed?"
    return str(said).splitlines()[0]
