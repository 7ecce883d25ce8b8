"""Installing into a database that is in use, and leaving it without a trace, the demo office included."""

import os
import subprocess

import pytest

from devtool import odoo_process, odoo_source, postgres, templates
from devtool.paths import ADDON_NAME, ROOT, slot
from devtool.postgres import Databases

USE_IT = """
employee = env["hr.employee"].create({"name": "Here before", "company_id": env.company.id})
user = env["res.users"].create({"name": "Salesman", "login": "salesman", "group_ids": [
    (6, 0, [env.ref("sales_team.group_sale_salesman").id])]})
partner = env["res.partner"].create({"name": "Old customer"})
env["crm.lead"].create([{"name": f"Lead {n}", "user_id": user.id, "partner_id": partner.id} for n in range(50)])
product = env["product.product"].create({"name": "Room night", "list_price": 648})
env["sale.order"].create([{"partner_id": partner.id, "user_id": user.id,
    "order_line": [(0, 0, {"product_id": product.id})]} for n in range(20)]).action_confirm()
env["hr.attendance"].create([{"employee_id": employee.id, "check_in": f"2026-03-{d:02} 01:00:00",
    "check_out": f"2026-03-{d:02} 09:00:00"} for d in range(1, 21)])
env.cr.commit()
"""
#: has a second currency, with which Odoo gives everybody price lists, so that the demo office adds none
HAVE_CURRENCIES = """
env.ref("base.CNY").active = env.ref("base.EUR").active = True
env.cr.commit()
"""
COUNTS = """
salesman = env["res.users"].search([("login", "=", "salesman")])
print("COUNTS", len(env["crm.lead"].with_user(salesman).search([])),
      len(env["sale.order"].with_user(salesman).search([])), env["hr.attendance"].search_count([]))
"""
LOAD_DEMO = r"""
from odoo.modules.module import get_manifest
from odoo.tools import convert_file
env.registry.ready = False  # as during an installation, when core asks nobody on the internet
for name in get_manifest("sales_office_policy")["demo"]:
    convert_file(env, "sales_office_policy", name, {}, mode="init", noupdate=True)
env.cr.commit()
"""
#: a password is hashed in one round instead of 600,000, as Odoo's own tests do
QUICK_PASSWORDS = """
from passlib.context import CryptContext
env.registry["res.users"]._crypt_context = lambda self: CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
"""
#: the demo office speaks the administrator's language
BE_CHINESE = """
env.ref("base.user_admin").lang = "zh_CN"
env.cr.commit()
"""
#: which texts of the Chinese demo office are English all the same
FIND_ENGLISH = r"""
import re
WORDS = re.compile("[A-Za-z]{3,} [A-Za-z]{2,}")
OF_ODOO = ["account.move.line", "account.payment.method.line"]
OF_ODOO += ["account.reconcile.model", "account.reconcile.model.line"]
company = env.ref("sales_office_policy.demo_company")
people = env["res.users"].search([("company_id", "=", company.id)])
print("LANGUAGES", {*people.mapped("lang")}, company.name, people.filtered(lambda user: user.login == "rep1").name)
found = set()
for model in env.values():
    if model._abstract or model._transient or not model._auto or "company_id" not in model._fields:
        continue
    if model._name in OF_ODOO:
        continue
    for name, field in model._fields.items():
        if field.store and field.column_type and field.type in ("char", "text", "html") and not field.company_dependent:
            records = model.with_context(active_test=False, lang="zh_CN").search([("company_id", "=", company.id)])
            for text in records.mapped(name):
                if text and WORDS.search(text):
                    found.add((f"{model._name}.{name}", text[:80]))
print("ENGLISH", sorted(found))
"""
#: every metric of every person and department of the demo office, month by month, against the slow reference
COMPARE_BOOKS = f"""
import sys
from datetime import date, timedelta
sys.path.insert(0, {str(ROOT)!r})
from tests.books.reference import Reference, rounded
company = env.ref("sales_office_policy.demo_company")
company = company.with_context(allowed_company_ids=company.ids)
books = company.env["sales.office.books"]
reference = Reference(company, company.env["sales.office.membership"]._get_stays(company))
people, departments = (company.env[name].search([]) for name in ("hr.employee", "hr.department"))
asked, answers, wrong, month = 0, 0, [], date.today().replace(day=1)
for _month in range(6):
    days = (month, (month + timedelta(days=32)).replace(day=1) - timedelta(days=1))
    questions = [(who, departments[:0], *days) for who in people] + [(people[:0], who, *days) for who in departments]
    for metric in [*reference.METRICS]:
        for question, said in zip(questions, books._get_values(company, metric, questions)):
            right = reference.value(metric, *days, question[0] or None, question[1] or None)
            asked, answers = asked + 1, answers + bool(right)
            if rounded(said) != rounded(right):
                wrong.append((metric, question, said, right))
    month = (month - timedelta(days=1)).replace(day=1)
targets = company.env["sales.office.target"].search([("refreshed_at", "!=", False)])
stale = targets.filtered(lambda target: round(target.achieved_snapshot - target.achieved_value, 2))
print("BOOKS", asked > 500, answers > 100, wrong, len(targets) > 50, stale)
"""
#: the three layouts of files of readings, each twice, of somebody in the demo office long before its first month
IMPORT_LAYOUTS = f"""
import sys
from base64 import b64encode
from dateutil.relativedelta import relativedelta
from odoo import fields
sys.path.insert(0, {str(ROOT)!r})
from tests.workday.punch.test_punch_file import workbook
company = env.ref("sales_office_policy.demo_company")
company = company.with_context(allowed_company_ids=company.ids)
employee = company.env["hr.employee"].search([("user_id.login", "=", "rep1")])
day = fields.Date.today().replace(day=2) - relativedelta(months=6)
head, cells = ["姓名", *range(1, 32)], [None, None, None, "08:00 12:00\\n13:00 17:30"]
files = [
    f"Name,Date,Time\\n{{employee.name}},{{day}},08:00\\n{{employee.name}},{{day}},17:30\\n".encode(),
    f"姓名,日期,上班时间,下班时间\\n{{employee.name}},{{day.replace(day=3)}},08:00,17:30\\n".encode("gbk"),
    workbook([f"{{day:%Y-%m}} 考勤月报"], head, [employee.name, *cells]),
]
Dialog, counts = employee.env["sales.office.punch.import"], []
for data in files + files:
    values = {{"file": b64encode(data), "tz": "Asia/Shanghai"}}
    draft = Dialog.new(values)
    draft._onchange_file()
    columns = [fields.Command.create({{"number": own.number, "role": own.role}}) for own in draft.column_ids]
    dialog = Dialog.create({{**values, "month": draft.month, "column_ids": columns}})
    dialog.action_preview()
    dialog.action_confirm()
    counts.append((dialog.reading_count, dialog.known_count, dialog.attendance_count, len(dialog.line_ids)))
print("READINGS", counts)
"""
#: somebody who is not of the demo goes on in it
WORK_IN_DEMO = """
company = env.ref("sales_office_policy.demo_company")
admin = env.ref("base.user_admin")
admin.company_id = company
customer = env["res.partner"].search([("company_id", "=", company.id), ("is_company", "=", True)], limit=1)
env["sale.order"].with_user(admin).with_company(company).create({"partner_id": customer.id, "origin": "for real"})
env.cr.commit()
"""
COUNT_THE_OFFICE = """
print(*(env[f"sales.office.{model}"].search_count([]) for model in (
    "policy.acknowledgement", "violation", "meeting", "document.loan", "statement.line")))
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "sales_office_policy")]).button_immediate_uninstall()
"""

#: tables in which Odoo writes at any time
NOT_COUNTED = {"bus_bus", "bus_presence", "ir_attachment", "ir_cron_progress", "ir_cron_trigger", "ir_logging"}
COUNT = """SELECT string_agg(format('SELECT %L, count(*) FROM %I', tablename, tablename), ' UNION ALL ')
    FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'orm\\_signaling%'"""

#: what a module of ours could leave behind; every query must find nothing
LEFTOVERS = {
    "tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '%sales\\_office%'",
    "columns": "SELECT table_name || '.' || column_name FROM information_schema.columns "
    "WHERE table_schema = 'public' AND column_name LIKE '%sales\\_office%'",
    "columns on core tables": "SELECT table_name FROM information_schema.columns "
    "WHERE table_name = 'crm_team' AND column_name = 'department_id'",
    "indexes": "SELECT indexname FROM pg_indexes WHERE indexname LIKE '%sales\\_office%'",
    "external ids": "SELECT name FROM ir_model_data WHERE module = 'sales_office_policy'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'sales.office.%'",
    "fields": "SELECT model || '.' || name FROM ir_model_fields WHERE name LIKE '%sales\\_office%'",
    "rules": "SELECT name FROM ir_rule WHERE domain_force LIKE '%office_scope%' OR domain_force LIKE '%same_office%'",
    "scheduled actions": "SELECT cron_name FROM ir_cron WHERE cron_name LIKE 'Sales Office%'",
    "groups": "SELECT g.id FROM res_groups g JOIN res_groups_privilege p ON p.id = g.privilege_id "
    "WHERE p.name->>'en_US' = 'Sales Office'",
    "menus": "SELECT id FROM ir_ui_menu WHERE name->>'en_US' = 'Sales Office'",
    "views": "SELECT name FROM ir_ui_view WHERE arch_db::text LIKE '%sales\\_office%'",
    "sequences": "SELECT code FROM ir_sequence WHERE code LIKE 'sales.office%'",
    "parameters": "SELECT key FROM ir_config_parameter WHERE key LIKE 'sales\\_office%'",
    "activities": "SELECT res_model FROM mail_activity WHERE res_model LIKE 'sales.office.%'",
    "messages": "SELECT model FROM mail_message WHERE model LIKE 'sales.office.%'",
    "followers": "SELECT res_model FROM mail_followers WHERE res_model LIKE 'sales.office.%'",
    "attachments": "SELECT res_model FROM ir_attachment WHERE res_model LIKE 'sales.office.%'",
}


class Office:
    """A throwaway database and the ways to work on it; one per worker, they may run at the same time."""

    def __init__(self, suffix=""):
        self.server, self.odoo = postgres.ensure(), odoo_source.locate()
        self.databases = Databases(self.server)
        self.name = f"sales_office_lifecycle{slot()}_run{os.environ.get('PYTEST_XDIST_WORKER', '')}{suffix}"
        self.config = odoo_process.write_config(self.server, self.odoo, self.name)

    def begin_without_addon(self):
        """Make it a database with the dependencies only."""
        templates.copy_dependencies(self.server, self.odoo, self.name, templates.BESIDE_IN_TESTS)

    def update(self, option):
        """Install (-i) or upgrade (-u) the add-on and return the warnings of the log."""
        return odoo_process.update(self.server, self.config, f"Lifecycle {option}", option, ADDON_NAME)

    def script(self, *texts):
        """Run scripts in one shell of Odoo and return what they printed."""
        argv = odoo_process.argv(self.config, "shell", "--no-http", "--log-level=warn")
        environment = odoo_process.environment(self.server)
        run = subprocess.run(
            argv, input="\n".join(texts), env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        troubles = odoo_process.troubles_in(run.stderr)
        assert not troubles and "Traceback" not in run.stderr, run.stderr
        return run.stdout

    def counts(self):
        """Return how many rows each table has."""
        ((query,),) = self.databases.query(COUNT, self.name)
        return {table: int(rows) for table, rows in self.databases.query(query, self.name) if table not in NOT_COUNTED}

    def leftovers(self):
        found = {what: self.databases.query(query, self.name) for what, query in LEFTOVERS.items()}
        return {what: rows for what, rows in found.items() if rows}


@pytest.fixture(scope="class")
def used():
    """A database in use in which the add-on and its demo office were installed; ``rows`` and ``seen`` are from before.

    Its ``warnings`` are in the log; what a salesman outside a sales office saw then is in ``seen_installed``. The
    office is Chinese, and its ``texts`` are what is to be known of them; tests/organization loads the English one.
    """
    office = Office("_used")
    office.begin_without_addon()
    office.seen, office.rows = office.script(HAVE_CURRENCIES, USE_IT, COUNTS), office.counts()
    office.warnings = office.update("-i")
    texts = (COUNTS, BE_CHINESE, QUICK_PASSWORDS, LOAD_DEMO, COUNT_THE_OFFICE, FIND_ENGLISH)
    office.seen_installed, counted, *office.texts = office.script(*texts).splitlines(keepends=True)
    assert all(int(number) for number in counted.split()), counted
    yield office
    office.databases.drop(office.name)


@pytest.fixture
def copied(used):
    office = Office("_copy")
    office.databases.copy(used.name, office.name)
    yield office
    office.databases.drop(office.name)


class TestUsedDatabase:
    """The database is made once, for the one worker that does all of these."""

    def test_installs_in_silence(self, used):
        """R138: the installation logs nothing worth a warning and changes nothing of what others see."""
        assert used.warnings == []
        assert used.seen == "COUNTS 50 20 20\n"
        assert used.seen_installed == used.seen, "a salesman outside a sales office sees what he saw"
        assert "tables" in used.leftovers(), "the queries would find what is there"

    def test_demo_office_speaks_chinese(self, used):
        """R138: where the administrator is Chinese, the demo office has no English sentence."""
        assert used.texts == ["LANGUAGES {'zh_CN'} 湖畔大酒店 李娜\n", "ENGLISH []\n"]

    def test_leaves_without_a_trace(self, used, copied):
        """R138: all goes, the demo's people, passwords, customers and posted books, too; the guest's data stay."""
        assert copied.script(UNINSTALL, COUNTS) == used.seen
        assert copied.leftovers() == {}
        assert copied.counts() == used.rows

    def test_books_of_the_demo_office(self, used):
        """R134: each metric of everybody in the demo office is what the slow reference finds, and what charts show."""
        assert used.script(COMPARE_BOOKS) == "BOOKS True True [] True sales.office.target()\n"

    def test_readings_of_the_demo_office(self, copied):
        """R001: the layouts of terminals and phone apps come into the demo office; once more they bring nothing new."""
        once, again = "(2, 0, 1, 0), (2, 0, 1, 0), (4, 0, 2, 0)", "(2, 2, 0, 0), (2, 2, 0, 0), (4, 4, 0, 0)"
        assert copied.script(IMPORT_LAYOUTS) == f"READINGS [{once}, {again}]\n"

    def test_demo_office_in_use_stays_without_its_users(self, copied):
        """R138: what somebody went on with keeps what it stands on, but no password known to all opens a door."""
        copied.script(WORK_IN_DEMO, UNINSTALL)
        assert copied.leftovers() == {}
        query = "SELECT count(*) FROM sale_order WHERE origin = 'for real'"
        assert copied.databases.query(query, copied.name) == [["1"]]
        query = "SELECT active, password IS NULL FROM res_users WHERE login IN ('director', 'rep1')"
        assert copied.databases.query(query, copied.name) == [["f", "t"], ["f", "t"]]
