"""``python -m bench``: installs and builds what is compared, measures it, and prints the tables."""

import os
import platform
import sys

from bench import again, books, many, outputs, peers, report, workbook_page, workbook_sqlite, workbook_view
from bench.tables import KB
from bench.visit import open_browser


def main() -> int:
    """Measure everything, and print each table as it comes.

    The exit status is 1 if something could not be measured, whatever the numbers are.
    """
    try:
        report.say("installing the compared tools (once)")
        peers.install()
        ours = books.ours()
        plain = books.stock("stock, no activities live", ours)
        machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
        with open_browser() as browser:
            version = browser.version
        show(f"{machine}; Python {platform.python_version()}; Chromium {version}. 1 kB is {KB} bytes.")
        show(report.build_table(ours, plain))
        show(again.table_of(ours))
        ours = books.ours()  # as it was
        ours.build()
        report.say("making the compared books")
        widgets = books.stock("stock + embedded widgets", ours, outputs.embedded_widget)
        quiz = books.stock("stock + jupyterquiz", ours, outputs.jupyterquiz)
        for book in (widgets, quiz):
            book.build()
        books.drop_checksum(widgets)
        with open_browser() as browser:
            show(report.size_tables(browser, ours, plain, widgets, quiz))
            show(report.answer_table(browser, ours, widgets, quiz))
            report.say("saving and opening workbooks")
            show(workbook_page.saves_table(browser, ours.site))
            show(workbook_view.opening_table(browser, ours))
            report.say("a page with very many items")
            show(many.answer_table(browser))
        report.say("saving beside a bare database")
        show(workbook_sqlite.saves_table())
    except peers.CannotMeasureError as error:
        print(f"Cannot measure: {error}", file=sys.stderr)
        return 1
    return 0


def show(table: str) -> None:
    """Print a table, and an empty line after it."""
    print(table, end="\n\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
