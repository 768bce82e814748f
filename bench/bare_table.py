"""The plainest Textual application with a table of Thai rows: what the desk is measured against."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer

COLUMNS = (("อ้างอิง", 8), ("บริการ", 14), ("ฉบับ", 4), ("ขอรับ", 20), ("รอ", 13), ("ผู้รับเรื่อง", 12))


class BareTable(App[None]):
    """A table with as many rows as the command line says."""

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table; the columns' widths are given, so that nothing is measured."""
        table = self.query_one(DataTable)
        for title, width in COLUMNS:
            table.add_column(title, width=width)
        for number in range(int(sys.argv[1])):
            cells = ("ทะเบียนสมรส", "1", "พ. 25 พ.ย. 09.30 น.", "1 ชม. 27 น. !", "ช่อง 1 วิชัย")
            table.add_row(f"BK-{number:04d}", *cells)


if __name__ == "__main__":
    BareTable().run()
