"""The figure: what is guessed, which numbers are drawn and how, what they allow one to say."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from lessonkit.schema.activities import AnActivity
from lessonkit.schema.items import Option
from lessonkit.schema.parts import Finding, Id, Inline, Part, Words, mappings, names, twice, unknown

Number = Annotated[float, Field(allow_inf_nan=False)]


class DataColumn(Part):
    """A column of the table, as readers see it."""

    name: Words = Field(description="the column's name in the CSV file")
    label: Words = Field(description="what it is called on the page, plain text, with its unit")


class Reference(Part):
    """A line to compare with."""

    value: Number = Field(description="where the line stands")
    text: Words = Field(description="what the line means, plain text")
    axis: Literal["x", "y"] | None = Field(
        default=None, description="the axis that it stands on, x or y, if not that of the values"
    )


class Scale(Part):
    """The ends of the axis of the values."""

    low: Number = Field(description="its lower end")
    high: Number = Field(description="its upper end")


class Plot(Part):
    """How the numbers are drawn. Columns are named as in the CSV file.

    If `y` is a column of words, each word is a row of the plot and the values run along `x`; else they run up `y`.
    """

    mark: Literal["dots", "bars", "lines"] = Field(description="dots, bars or lines")
    x: Words = Field(description="the column from left to right, of numbers")
    y: Words = Field(description="the column from bottom to top; a column of words makes a row of each")
    low: Words | None = Field(default=None, description="the column with the interval's lower end, if any")
    high: Words | None = Field(default=None, description="the column with the interval's upper end, if any")
    series: Words | None = Field(default=None, description="the column that tells groups apart, by shape and color")
    name: Words | None = Field(default=None, description="the column with each point's name, if any")
    size: Words | None = Field(default=None, description="the column that makes dots larger, of numbers, if any")
    scale: Scale | None = Field(default=None, description="the ends of the axis of the values, if they are fixed")
    log: bool = Field(default=False, description="true draws the values on a logarithmic scale")
    sort: bool = Field(default=False, description="true puts rows in the order of their values, greatest first")
    references: list[Reference] = Field(default=[], description="lines to compare with")

    def columns(self) -> dict[str, str]:
        """The columns that the plot needs, by the field that names them."""
        named = ((field, getattr(self, field)) for field in ("x", "y", "low", "high", "series", "name", "size"))
        return {field: column for field, column in named if column}


class GuessOption(Part):
    """The guess is one of a few options."""

    options: list[Option] = Field(min_length=2, description="two to four options")
    key: Id | None = Field(default=None, description="the id of the option that the numbers bear out, if one is")


class GuessNumber(Part):
    """The guess is a number, set on a scale."""

    label: Words = Field(description="what is guessed, plain text, with its unit")
    low: Number = Field(description="the lower end of the scale")
    high: Number = Field(description="the upper end of the scale")
    step: Annotated[Number, Field(gt=0)] = Field(default=1, description="how far one step goes")
    actual: Number = Field(description="what the numbers say")
    feedback: Inline = Field(description="what to say once the number is known (inline Markdown)")
    drawn: bool = Field(
        default=True, description="false where the guess is not on the plot's scale, so that no line is drawn for it"
    )


class Figure(AnActivity):
    """Predict, then see: a guess first, then published numbers. The table is always there."""

    kind: Literal["figure"] = Field(description="the kind of activity")
    prompt: Inline = Field(description="the question (inline Markdown)")
    guess_option: GuessOption | None = Field(default=None, description="a guess that is one of a few options")
    guess_number: GuessNumber | None = Field(default=None, description="a guess that is a number on a scale")
    data: Words = Field(description="a CSV file, by its path from the bank's folder")
    only: dict[Words, list[Words]] = Field(
        default={}, description="by column, a list of values of which a row must have one, if not all are drawn"
    )
    without: dict[Words, list[Words]] = Field(
        default={}, description="by column, a list of values that no drawn row has"
    )
    columns: list[DataColumn] = Field(min_length=2, description="the columns of the table, in order")
    plot: Plot = Field(description="how the numbers are drawn")
    alt: Words = Field(description="what the figure shows, for those who do not see it, plain text")
    may: Inline = Field(description="what may be concluded (inline Markdown)")
    may_not: Inline = Field(description="what may not be concluded (inline Markdown)")
    sources: list[str] = Field(min_length=1, description="keys of the references")
    credit: Inline | None = Field(
        default=None, description="whose data they are and on what terms, if it must be said"
    )

    @staticmethod
    def cross_check(raw: Mapping[str, Any]) -> Iterator[Finding]:
        yield from _guess(raw)
        columns = [one.get("name") for _, one in mappings(raw, "columns")]
        for number, name in enumerate(columns):
            if name in columns[:number]:
                yield ("columns", number, "name"), f'"{name}" stands in the table twice; keep one'
        plot = raw.get("plot")
        if not isinstance(plot, dict):
            return
        for field in ("x", "y"):
            if isinstance(plot.get(field), str) and plot[field] not in columns:
                yield ("plot", field), f'"{plot[field]}" has no label; name it among the columns of the table'
        if bool(plot.get("low")) != bool(plot.get("high")):
            yield ("plot", "low" if plot.get("high") else "high"), "an interval has two ends; name both or neither"
        if plot.get("size") and plot.get("mark") != "dots":
            yield ("plot", "size"), "only dots have a size; take it out, or write mark: dots"


def _guess(raw: Mapping[str, Any]) -> Iterator[Finding]:
    option, number = raw.get("guess_option"), raw.get("guess_number")
    if bool(option) == bool(number):
        yield ("guess_option",), "needs one guess: guess_option or guess_number"
    if isinstance(option, dict):
        for place, message in twice(option, "options", "option"):
            yield ("guess_option", *place), message
        yield from unknown(option, "key", ("guess_option",), names(option, "options"), "option")
    if isinstance(number, dict):
        low, high, actual = (_number(number.get(field)) for field in ("low", "high", "actual"))
        if low is not None and high is not None and low >= high:
            yield ("guess_number", "high"), f"must be more than the lower end ({low:g})"
        elif low is not None and high is not None and actual is not None and not low <= actual <= high:
            yield ("guess_number", "actual"), f"is not on the scale, which goes from {low:g} to {high:g}"


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
