"""References are printed in the style of the APA manual; what nobody has checked is left out."""

from pathlib import Path

import pytest

from lessonkit import sources
from tests.course_factory import REAL

PRINTED = {
    "article": (
        "@article{x, author={Akhtar, Sadaf and Barlow, Jane}, year={2018}, title={A Title: Of Sorts},"
        r" journal={Trauma, Violence, \& Abuse}, volume={19}, number={1}, pages={107--122}, doi={10.1/a.b}}",
        "Akhtar, S., & Barlow, J. (2018). A Title: Of Sorts. *Trauma, Violence, & Abuse*, *19*(1), 107–122."
        " [https://doi.org/10.1/a.b](https://doi.org/10.1/a.b)",
    ),
    "article without issue": (
        "@article{x, author={Bow, Ann}, year={2018}, title={Title}, journal={Name}, volume={19}, pages={1--2}}",
        "Bow, A. (2018). Title. *Name*, *19*, 1–2.",
    ),
    "article whose title asks": (
        "@article{x, author={Bow, Ann}, year={2018}, title={Is It?}, journal={Name}, url={https://a.org}}",
        "Bow, A. (2018). Is It? *Name*. [https://a.org](https://a.org)",
    ),
    "book": (
        "@book{x, author={Ainsworth, Mary D. S. and Blehar, Mary C. and Waters, Everett}, year={1978},"
        " title={Patterns}, publisher={Erlbaum}, address={Hillsdale, NJ}}",
        "Ainsworth, M. D. S., Blehar, M. C., & Waters, E. (1978). *Patterns*. Erlbaum.",
    ),
    "book whose title asks": (
        "@book{x, author={Bow, Ann}, year={2018}, title={Is It?}, publisher={Press}}",
        "Bow, A. (2018). *Is It?* Press.",
    ),
    "book of an institution": (
        "@book{x, author={{American Psychiatric Association}}, year={2022}, title={Manual}, publisher={APA}}",
        "American Psychiatric Association (2022). *Manual*. APA.",
    ),
    "chapter": (
        "@incollection{x, author={Brennan, Kelly A.}, editor={Simpson, J. A. and Rholes, W. S.}, year={1998},"
        " title={Self-Report}, booktitle={Attachment}, pages={46--76}, publisher={Guilford}}",
        "Brennan, K. A. (1998). Self-Report. In J. A. Simpson & W. S. Rholes (Eds.), *Attachment* (pp. 46–76)."
        " Guilford.",
    ),
    "chapter in a book of one editor": (
        "@incollection{x, author={Bow, Ann}, editor={Day, Eve}, year={1998}, title={Part},"
        " booktitle={Whole}, publisher={P}}",
        "Bow, A. (1998). Part. In E. Day (Ed.), *Whole*. P.",
    ),
    "report with a note": (
        "@techreport{x, author={Bow, Ann}, year={1998}, title={Found}, institution={Office}, note={English edition}}",
        "Bow, A. (1998). *Found*. Office. English edition.",
    ),
    "family names of many words": (
        "@book{x, author={van der Kolk, Bessel A. and di Sales, Eve}, year={1998}, title={T}, publisher={P}}",
        "van der Kolk, B. A., & di Sales, E. (1998). *T*. P.",
    ),
    "accents": (
        r"""@book{x, author={K{\"u}bler, J{\'e}r{\^o}me}, year={1998}, title={``Caf\'e''}, publisher={P}}""",
        "Kübler, J. (1998). *“Café”*. P.",
    ),
    "names that are not all known": (
        "@book{x, author={Felitti, Vincent J. and Anda, Robert F. and others}, year={1998}, title={T}}",
        "Felitti, V. J., Anda, R. F., et al. (1998). *T*.",
    ),
    "two dots in an address": (
        "@book{x, author={Bow, Ann}, year={1998}, title={T}, publisher={P}, doi={10.1/a..b}}",
        "Bow, A. (1998). *T*. P. [https://doi.org/10.1/a..b](https://doi.org/10.1/a..b)",
    ),
    "no year": ("@book{x, author={Bow, Ann}, title={T}, publisher={P}}", "Bow, A. (n.d.). *T*. P."),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "references.bib"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("bibtex", "printed"), PRINTED.values(), ids=PRINTED)
def test_a_reference_is_printed_like_this(tmp_path: Path, bibtex: str, printed: str) -> None:
    assert sources.markdown(sources.read(write(tmp_path, bibtex))["x"]) == printed


def test_of_more_than_twenty_authors_nineteen_and_the_last_are_named(tmp_path: Path) -> None:
    people = " and ".join(f"Bow{number}, Ann" for number in range(1, 23))
    path = write(tmp_path, f"@book{{x, author={{{people}}}, year={{1998}}, title={{T}}, publisher={{P}}}}")

    printed = sources.markdown(sources.read(path)["x"])

    assert "Bow19, A., … Bow22, A. (1998)" in printed
    assert "Bow20" not in printed


@pytest.mark.parametrize(
    ("evidence", "kept"),
    [
        ("evidence={verified: seen}", True),
        ("evidence={partly verified: title seen}", True),
        ("", True),
        ("evidence={unverified}", False),
        ("evidence={not verified: lost}", False),
        ("evidence={}", False),
    ],
)
def test_only_what_somebody_checked_is_kept_and_the_check_is_not_printed(
    tmp_path: Path, evidence: str, kept: bool
) -> None:
    path = write(tmp_path, f"@book{{x, author={{Bow, Ann}}, year={{1998}}, title={{T}}, {evidence}}}")

    entries = sources.read(path)

    assert list(entries) == (["x"] if kept else [])
    assert all("seen" not in sources.markdown(entry) for entry in entries.values())


def test_without_a_file_there_are_no_references(tmp_path: Path) -> None:
    assert sources.read(tmp_path / "references.bib") == {}


def test_references_are_listed_by_name_and_only_those_asked_for(tmp_path: Path) -> None:
    text = "".join(
        f"@book{{{key}, author={{{key}, A}}, year={{1998}}, title={{T}}}}\n" for key in ("Day", "bow", "Cy", "Eve")
    )

    listed = sources.listed(sources.read(write(tmp_path, text)), {"Day", "bow", "Cy"})

    assert [key for key, _ in listed] == ["bow", "Cy", "Day"]


def test_a_citation_links_to_its_lesson_and_key() -> None:
    assert sources.anchor("04-why-we-push-love-away", "FraleyRoisman2019") == "04-fraleyroisman2019"


def test_every_real_reference_reads_well() -> None:
    entries = sources.read(REAL / "book/references.bib")
    printed = {key: sources.markdown(entry) for key, entry in entries.items()}
    odd = {
        key: one
        for key, one in printed.items()
        if any(mark in one for mark in ("{", "}", "\\", " ,", "..", "**", "  "))
    }

    assert len(printed) > 100
    assert odd == {}
    assert [key for key, one in printed.items() if "Unknown" in one or "(n.d.)" in one] == []
