"""Two ways through the whole office, as ``docs/architecture.md`` describes them for whoever reads the code."""

import re
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.modules import get_module_path

from ...workday.common import WorkdayCommon
from ..common import APRIL, MARCH, CommissionCommon

ADDON = Path(get_module_path("sales_office_policy"))
GUIDES = Path(__file__).resolve().parents[3] / "docs" / "architecture.md"
#: Monday
DAY = date(2026, 3, 9)


class TestStory(CommissionCommon, WorkdayCommon):
    @contextmanager
    def running(self):
        """Collect the files of the add-on whose functions run meanwhile."""
        files = set()

        def note(frame, event, _argument):
            if event == "call" and frame.f_code.co_filename.startswith(f"{ADDON}/"):
                files.add(frame.f_code.co_filename)

        sys.setprofile(note)
        try:
            yield files
        finally:
            sys.setprofile(None)

    def assert_guide(self, title, files):
        """Assert that what the guide names runs on the way, and that it names as many files as it says."""
        (text,) = re.findall(rf"### {title}\n(.*?)\n##", GUIDES.read_text(encoding="utf-8"), re.DOTALL)
        said, named = re.search(r": (\d+) files", text), set(re.findall(r"`((?!tests/)\w+/[\w/]+\.py)`", text))
        self.assertEqual(int(said[1]), len(named))
        idle = {path for path in named if str(ADDON / "models" / path) not in files}
        self.assertFalse([path for path in idle if "def " in (ADDON / "models" / path).read_text(encoding="utf-8")])

    def test_one_fine(self):
        """R002 R046 R134: late on Monday, suspected, reported, answered, decided, accepted, deducted and paid."""
        late = self.env.ref("sales_office_policy.check_late_arrival")
        late.write({"mode": "suspect", "enforced_from": "2026-03-01"})
        self.invoice(self.rep, "2026-03-10", 8000)
        self.env.flush_all()
        with self.running() as files:
            with freeze_time("2026-03-09 12:00:00"):
                self._attend(9, 12, 13, 17, day=DAY)
            with freeze_time("2026-03-10 02:00:00"):
                case = late.run(DAY, DAY, employees=self.rep)
                self.as_(self.leader, case).action_report()
                self.as_(self.rep, case).action_answer("The ferry did not run.")
                self.as_(self.director, case).action_decide("fine", 50, "The third time.")
                self.as_(self.rep, case).action_accept()
            with freeze_time("2026-05-04 02:00:00"):
                statement = self.settle(MARCH, self.rep)
                self.lock(statement)
                self.as_(self.finance, statement).action_pay()
                line = statement.line_ids.filtered("violation_id")
                self.assertIn("50.00", line.explanation)
        self.assertEqual((statement.state, statement.deductions, statement.net), ("paid", 50, 350))
        self.assert_guide("Follow one fine", files)

    @freeze_time("2026-05-04 02:00:00")
    def test_one_invoice_line(self):
        """R134: sold in March, paid for with March, credited afterwards with a day of March, taken back with April."""
        with self.running() as files:
            self.invoice(self.rep, "2026-03-10", 8000)
            march = self.lock(self.settle(MARCH, self.rep))
            self.refund(self.rep, "2026-03-20", 2000)
            april = self.settle(APRIL, self.rep)
            correction = april.line_ids.filtered(lambda line: line.kind == "correction")
            self.assertIn("6,000.00", correction.explanation)
        self.assertEqual((march.gross, correction.amount), (400, -100))
        self.assert_guide("Follow one invoice line", files)
