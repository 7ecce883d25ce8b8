"""A database that a released version made goes on with the present one."""

import ast
import tarfile
from pathlib import Path

import pytest

from devtool import templates
from devtool.paths import ROOT
from devtool.tools import digest, lock, sha256

from .test_lifecycle import LOAD_DEMO, UNINSTALL, Office

#: the first release as it was given out, commit b6f4ec2
RELEASED = Path(__file__).parent / "released" / "19.0.1.0.0.tar.xz"
#: the metrics of targets that have another key since
RENAMED = {"amount": "invoiced", "new_customer_amount": "invoiced_new", "existing_customer_amount": "invoiced_existing"}
#: the kinds of lines that have another key since
RENAMED_KINDS = {"carry": "brought_forward"}
#: what is reached counts otherwise since: by first invoices instead of first orders
REDEFINED = {"new_customers"}
#: the release takes the days of its demo office from UTC and judges them where the office is: both are the same at four
LOAD_RELEASED = f"""
import datetime
from freezegun import freeze_time
with freeze_time(datetime.datetime.now(datetime.UTC).replace(hour=4, minute=0), tick=True):
    {LOAD_DEMO.strip().replace(chr(10), chr(10) + "    ")}
"""
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
SHOW_DAYS = """
days = {
    day.id: (day.status, day.late_minutes, day.early_minutes, round(day.expected_hours, 2), day.department_id.id)
    for day in env["sales.office.day"].search([("settles_at", "=", False)], order="id")}
answer = "response" if "response" in env["sales.office.violation"]._fields else "statement"
cases = [
    (case.id, case.state, str(case.date), case.fine_amount, case[answer])
    for case in env["sales.office.violation"].search([], order="id")]
print("SHOWN", repr((days, cases)))
"""
#: what passes by every night
NIGHTLY = """
env["sales.office.day.task"]._enqueue_members(env["hr.employee"]._get_workday_members().filtered("active"))
tasks = env["sales.office.day.task"].search([])
tasks._refresh_spans(tasks._get_spans())
tasks.unlink()
env.cr.commit()
"""
#: minutes that the checks of the demo office overlook
GRACE = 5
EDIT_A_RULE = """
late = env.ref("sales_office_policy.violation_type_late_arrival")
late.name = "Not here at eight"
late.step_ids[:1].fine_amount = 7
env.cr.commit()
"""
SHOW_THE_RULE = """
late = env.ref("sales_office_policy.violation_type_late_arrival")
print("RULE", late.name, late.step_ids[:1].fine_amount)
"""
#: people, customers and books become the guest's own, as in an office that has used the add-on for a while
ADOPT_DEMO = r"""
env["ir.model.data"].search([("module", "=", "sales_office_policy"), ("name", "=like", r"demo\_%")]).unlink()
env.cr.commit()
"""
LAST_MEMBERSHIPS = """
SELECT employee.id FROM hr_employee employee JOIN hr_version version ON version.id = employee.current_version_id
  LEFT JOIN sales_office_membership row ON row.employee_id = employee.id AND row.date_to IS NULL
 WHERE employee.active AND (row.id IS NULL OR row.department_id IS DISTINCT FROM version.department_id)
"""
#: kept with each row of days and findings once, though nothing is looked for by them
NEEDLESS_INDEXES = """
SELECT indexname FROM pg_indexes
 WHERE indexname ~ '^sales_office_day__(employee_id|company_id|status|excused)_index$'
    OR indexname ~ '^sales_office_finding__(check_id|company_id|state)_index$'
"""
#: fines in another currency than that of the one company at work, and limits that let nobody do what they let them
FINES = """
SELECT type.id FROM sales_office_violation_type type JOIN res_currency currency ON currency.id = type.currency_id
 WHERE currency.name != 'CNY'
UNION ALL
SELECT line.id FROM sales_office_sanction_limit line JOIN res_currency currency ON currency.id = line.currency_id
 WHERE currency.name != 'CNY' OR COALESCE(line.fine_limit, 0) = 0 AND line.is_unlimited IS NOT TRUE
"""


@pytest.fixture
def office(tmp_path):
    """A database with the demo office, made by the release and run by it until ``office.config`` is the ``present``."""
    with tarfile.open(RELEASED) as files:
        files.extractall(tmp_path, filter="data")
    office = Office("_released")
    office.present = office.config.read_text()
    office.config.write_text(office.present.replace(f",{ROOT}\n", f",{tmp_path}\n"))
    begin_released(office)
    yield office
    office.databases.drop(office.name)


def begin_released(office):
    """Copy what the release makes; that is made once, because it does not change."""
    _, dependencies_key = templates.dependencies(office.server, office.odoo, templates.BESIDE_IN_TESTS)
    key, kept = digest(dependencies_key, sha256(RELEASED), LOAD_RELEASED), "sales_office_template_released"
    with lock(kept):
        if office.databases.comment(kept) != key:
            office.begin_without_addon()
            assert office.update("-i") == []
            office.script(LOAD_RELEASED)
            office.databases.copy(office.name, kept)
            office.databases.set_comment(kept, key)
        office.databases.copy(kept, office.name)


def shown(office, *texts):
    """Run the texts in one shell and return what each of them that shows something showed."""
    lines = [line for line in office.script(*texts).splitlines() if line.startswith("SHOWN ")]
    return [ast.literal_eval(line.removeprefix("SHOWN ")) for line in lines]


def check_days(days, cases, now, next_day):
    """Days and cases stay what they were, but for minutes that are overlooked; the next night as well, when meetings
    that the demo office entered after its days are seen: whoever was there before they signed in was not late."""
    for (now_days, now_cases), is_seen in ((now, lambda _before, _after: False), (next_day, were_seen)):
        assert now_cases == cases
        changed = [(day, now_days.get(id_)) for id_, day in days.items() if now_days.get(id_) != day]
        changed = [pair for pair in changed if not is_seen(*pair)]
        assert not [(before, after) for before, after in changed if not 0 < max(before[1:3]) <= GRACE]


def were_seen(before, after):
    """Return whether a day changed as it does for who was seen there without a sign-in, or before it."""
    if not after or before[0] == "excused":
        return after == ("excused", 0, *before[2:])
    return (before[0], after[0]) in {("absent", "incomplete"), ("late", "incomplete")}


def test_upgrade_from_the_first_release(office):
    """R133 R138: statements keep their amounts and targets what they reached, but where that was defined anew;
    edited rules stay, fines and limits, past days and cases; everybody belongs where they belonged. Of that office,
    then one's own, nothing of ours stays."""
    (statements, targets), (days, cases) = shown(office, EDIT_A_RULE, SHOW, SHOW_DAYS)
    assert len(days) > 100
    assert cases
    assert statements
    assert targets
    office.config.write_text(office.present)
    assert office.update("-u") == []
    *now, (now_statements, now_targets) = shown(office, SHOW_DAYS, NIGHTLY, SHOW_DAYS, SHOW)
    check_days(days, cases, *now)
    assert now_statements == [
        (*head, [(RENAMED_KINDS.get(kind, kind), *rest) for kind, *rest in lines]) for *head, lines in statements
    ]
    before = {(id_, RENAMED.get(metric, metric), *rest) for id_, metric, *rest in targets}
    changed = set(now_targets) ^ before
    assert not sorted(row for row in changed if row[1] not in REDEFINED)
    assert [row[:-1] for row in now_targets] == sorted(row[:-1] for row in before)
    assert office.databases.query(LAST_MEMBERSHIPS, office.name) == []
    assert office.databases.query(FINES, office.name) == []
    assert office.databases.query(NEEDLESS_INDEXES, office.name) == []
    assert "RULE Not here at eight 7.0\n" in office.script(SHOW_THE_RULE, ADOPT_DEMO, UNINSTALL)
    assert office.leftovers() == {}
