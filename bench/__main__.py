"""``python -m bench``: installs and builds what is compared, measures it, and prints the tables."""

import os
import platform
import sys

from bench import again, books, many, outputs, peers, report, workbook_page, workbook_sqlite, workbook_view
from bench.tables import KB
from bench.visit import open_browser


def main() -> int:
    """Measure everything. The exit status is 1 if something could not be measured, whatever the numbers are."""
    try:
        report.say("installing the compared tools (once)")
        peers.install()
        ours = books.ours()
        plain = books.stock("stock, no activities live", ours)
        builds = report.build_table(ours, plain)
        builds += "\n\n" + again.table_of(ours)
        ours = books.ours()  # as it was
        ours.build()
        report.say("making the compared books")
        widgets = books.stock("stock + embedded widgets", ours, outputs.embedded_widget)
        quiz = books.stock("stock + jupyterquiz", ours, outputs.jupyterquiz)
        for book in (widgets, quiz):
            book.build()
        books.drop_checksum(widgets)
        with open_browser() as browser:
            version = browser.version
            sizes = report.size_tables(browser, ours, plain, widgets, quiz)
            answers = report.answer_table(browser, ours, widgets, quiz)
            report.say("saving and opening workbooks")
            kept = [workbook_page.saves_table(browser, ours.site), workbook_view.opening_table(browser, ours)]
            report.say("a page with very many items")
            crowd = many.answer_table(browser)
        report.say("saving beside a bare database")
        kept.append(workbook_sqlite.saves_table())
    except peers.CannotMeasureError as error:
        print(f"Cannot measure: {error}", file=sys.stderr)
        return 1
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"{machine}; Python {platform.python_version()}; Chromium {version}. 1 kB is {KB} bytes.")
    print(sizes, answers, builds, *kept, crowd, sep="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
