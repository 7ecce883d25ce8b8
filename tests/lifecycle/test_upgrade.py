"""A database that a released version made goes on with the present one."""

import ast
import tarfile
from pathlib import Path

import pytest

from devtool import odoo_process
from devtool.paths import ADDON_NAME, ROOT

from .test_lifecycle import ADOPT_DEMO, LOAD_DEMO, UNINSTALL, Office

#: the first release as it was given out, commit b6f4ec2
RELEASED = Path(__file__).parent / "released" / "19.0.1.0.0.tar.xz"
#: the metrics of targets that have another key since
RENAMED = {"amount": "invoiced", "new_customer_amount": "invoiced_new", "existing_customer_amount": "invoiced_existing"}
#: what is reached counts otherwise since: by first invoices instead of first orders
REDEFINED = {"new_customers"}
SHOW = """
statements = [
    (s.id, s.employee_id.name, str(s.date_from), s.state, s.gross, s.deductions, s.net,
     [(line.kind, line.base_amount, line.rate, line.amount) for line in s.line_ids])
    for s in env["sales.office.statement"].search([], order="id")]
targets = [
    (t.id, t.metric, t.state, str(t.date_from), t.target_value, round(t.achieved_value, 2))
    for t in env["sales.office.target"].with_context(active_test=False).search([], order="id")]
print("SHOWN", repr((statements, targets)))
"""
LAST_MEMBERSHIPS = """
SELECT employee.id FROM hr_employee employee JOIN hr_version version ON version.id = employee.current_version_id
  LEFT JOIN sales_office_membership row ON row.employee_id = employee.id AND row.date_to IS NULL
 WHERE employee.active AND (row.id IS NULL OR row.department_id IS DISTINCT FROM version.department_id)
"""


@pytest.fixture
def released(tmp_path):
    """A database with the demo office, made by the release."""
    with tarfile.open(RELEASED) as files:
        files.extractall(tmp_path, filter="data")
    office = Office("_released")
    office.begin_without_addon()
    present = office.config.read_text()
    office.config.write_text(present.replace(f",{ROOT}\n", f",{tmp_path}\n"))
    assert office.update("-i") == []
    office.script(LOAD_DEMO)
    yield office, present
    office.databases.drop(office.name)


def shown(office):
    (line,) = [line for line in office.script(SHOW).splitlines() if line.startswith("SHOWN ")]
    return ast.literal_eval(line.removeprefix("SHOWN "))


def test_upgrade_from_the_first_release(released):
    """R133 R138: statements keep their amounts and targets what they reached, but where that was defined
    anew; everybody belongs where he belonged. Of the full office, then one's own, nothing of ours stays."""
    office, present = released
    statements, targets = shown(office)
    assert statements
    assert targets
    office.config.write_text(present)
    assert odoo_process.update(office.server, office.config, "Upgrade", "-u", ADDON_NAME) == []
    now_statements, now_targets = shown(office)
    assert now_statements == statements
    before = {(id_, RENAMED.get(metric, metric), *rest) for id_, metric, *rest in targets}
    changed = set(now_targets) ^ before
    assert not sorted(row for row in changed if row[1] not in REDEFINED)
    assert [row[:-1] for row in now_targets] == sorted(row[:-1] for row in before)
    assert office.databases.query(LAST_MEMBERSHIPS, office.name) == []
    office.script(ADOPT_DEMO, UNINSTALL)
    assert office.leftovers() == {}
