"""How long a reader on a slow computer waits until the first question answers."""

import json
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from playwright.sync_api import Browser, Error

from bench.books import LESSON, Book
from bench.peers import CannotMeasureError
from bench.tables import times
from bench.visit import serve, visit

SLOWER = 4
"""How many times slower than this machine the processor is made."""
RUNS = 5
PATIENCE = 120_000
"""Milliseconds after which a question that does not answer is an error."""


@dataclass(frozen=True)
class Way:
    """How a tool's first question is answered: CSS selectors of what to press, and of where it replies."""

    question: str
    choice: str
    check: str
    """Pressed after the choice; empty if choosing is enough."""
    reply: str


@dataclass(frozen=True)
class Network:
    """How slow a network is made, in the words of Chromium's protocol: milliseconds, and bytes a second."""

    latency: float
    downloadThroughput: float  # noqa: N815
    uploadThroughput: float  # noqa: N815


SLOW_4G = Network(latency=150, downloadThroughput=1_638_400 / 8, uploadThroughput=768_000 / 8)
"""A slow mobile network as Lighthouse has it: 150 ms to and fro, 1.6 Mbit/s down, 750 kbit/s up."""

OURS = Way(".lk-live .lk-item", "input", ".lk-actions button", ".lk-result")
JUPYTERQUIZ = Way(".Quiz", "label.MCButton", "", ".Feedback, [id^='fb']")

# Tries in every frame, as a person cannot; the time is taken once the reply has been drawn.
_ANSWER = """(way) => {
  const seen = (one) => one && one.getClientRects().length > 0;
  const attempt = () => {
    const question = document.querySelector(way.question);
    const choice = question?.querySelector(way.choice);
    const check = way.check ? question?.querySelector(way.check) : choice;
    if (seen(choice) && seen(check)) {
      choice.click();
      if (check !== choice) check.click();
      if ([...question.querySelectorAll(way.reply)].some((one) => one.textContent.trim()))
        return requestAnimationFrame(() => setTimeout(() => { window.answeredAt = performance.now(); }));
    }
    requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}"""


def rows(
    browser: Browser, ours: Book, ways: Mapping[Book, Way], address: str = LESSON, network: Network | None = None
) -> tuple[list[list[str]], float]:
    """A table's rows: each book's wait, its range, and how many times ours it is; and our own, in milliseconds.

    The median of `RUNS` fresh visits, the books in turn.
    """
    waits: dict[str, list[float]] = {book.name: [] for book in ways}
    for _ in range(RUNS):
        for book, way in ways.items():
            waits[book.name].append(once(browser, book, way, address, network))
    middle = {name: statistics.median(each) for name, each in waits.items()}
    own = middle[ours.name]
    return [
        [name, f"{middle[name]:,.0f} ms", f"{min(each):,.0f}–{max(each):,.0f} ms", times(middle[name], own)]
        for name, each in waits.items()
    ], own


def once(browser: Browser, book: Book, way: Way, address: str = LESSON, network: Network | None = None) -> float:
    """Milliseconds from the start of navigation until the first question replied, in a fresh profile.

    What comes from outside hosts is given from this machine, at once whatever the `network`: that favors
    those who need it.

    Raises
    ------
    CannotMeasureError
        If it does not within `PATIENCE`.
    """
    with serve(book.site) as origin, visit(browser, book.site, origin) as seen:
        page = seen.page
        # A file of the same server first: the page then opens in the process that has been slowed.
        page.goto(f"{origin}/no-such-page")
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if network:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", {"offline": False, **asdict(network)})
        page.add_init_script(f"({_ANSWER})({json.dumps(asdict(way))})")
        try:
            page.goto(f"{origin}/{address}.html", wait_until="commit")
            page.wait_for_function("() => window.answeredAt", timeout=PATIENCE)
        except Error as error:
            raise CannotMeasureError(f"{book.name}: the first question gave no answer: {error.message}") from None
        return float(page.evaluate("window.answeredAt"))
