"""Workbook files that every host must read: ``made-by-*.json``. ``python -m tests.workbook.samples`` makes ours."""

from datetime import UTC, datetime
from pathlib import Path

from lessonkit.workbook import file, strict_json
from lessonkit.workbook.entry import Entry, merged
from tests.workbook.learner import PASSPHRASE, entry

HERE = Path(__file__).parent
MADE = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def entries() -> list[Entry]:
    """A bit of everything: own words in many scripts, half an emoji, two versions, an outcome, nothing at all."""
    words = "Ça va?\n«Так» 愛 שלום 🙂 \u202e <b>&amp;</b> \\ \u2028 end"
    score = {"points": 1.5, "of": 2}
    quiz = {"items": {"three-uses": {"chosen": ["a", "b"], "checked": True, "hints": 0}}, "odd": [None, 1e-7, -3]}
    return [
        entry(
            {"way": "write", "write": words, "person": ""},
            number=1764064800000,
            words=[{"about": "In my own words", "text": words}],
            prompt="What did *you* notice?",
        ),
        merged(
            entry("mine", activity="04-why/card", kind="builder", number=1764064800001),
            entry("theirs", activity="04-why/card", kind="builder", number=1764064800002),
        ),
        entry(
            quiz,
            activity="01-what/check",
            kind="quiz",
            shelf="results",
            number=1764064800003,
            outcome={**score, "objectives": {"tell-apart": score}},
        ),
        entry(None, activity="00-start/empty", number=1764064800004, prompt=""),
        entry("half \ud83d an emoji", activity="00-start/half", number=1764064800005),
    ]


def version_1() -> str:
    """A plain file as version 1 had it."""
    raw = strict_json.loads(file.write(entries()[:1], made=MADE))
    for name in ("others", "words", "by"):
        del raw["entries"][0][name]
    return strict_json.dumps({**raw, "version": 1})


def made() -> dict[str, str]:
    """What this host makes, by file name."""
    return {
        "made-by-python-plain.json": file.write(entries(), made=MADE),
        "made-by-python-locked.json": file.write(entries(), PASSPHRASE, made=MADE),
        "made-by-python-version-1.json": version_1(),
    }


if __name__ == "__main__":
    for name, text in made().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
