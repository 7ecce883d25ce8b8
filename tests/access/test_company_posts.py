"""Whoever holds a post in one company holds it there: in another one they are what they are there."""

import inspect
from functools import partial
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..attack.arguments import get_fitting
from ..common import SalesOfficeCommon
from .catalogue import MATRIX, OPERATIONS, public_methods
from .factories.factories import FACTORIES

SUBJECTS = ("rep", "colleague", "leader")
POSTS = ("director", "clerk", "finance", "policy_admin", "customer_relations")
#: what Odoo's own access groups open, which know no company, and why that tells nothing
BY_ODOO = {("sales.office.statement", "action_open_payout"): "a bookkeeper opens payouts; which ones, Odoo's rules say"}


class Undone(Exception):
    """Takes back what an action did that went through."""


class TestPostsOfAnotherCompany(SalesOfficeCommon):
    """Rob, a representative of the harbour, is given every post of the valley."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls.company | cls.company_valley
        cls.rob = cls.rep.user_id

    def _appoint(self):
        """Let Rob work in the valley too, where he is everything."""
        roles = self.env["sales.office.role"].browse(
            [self.env.ref(f"sales_office_policy.role_{post}").id for post in POSTS]
        )
        self.rob.company_ids |= self.company_valley
        return self.env["hr.employee"].create(
            {
                "name": "Rob of the Valley",
                "user_id": self.rob.id,
                "company_id": self.company_valley.id,
                "department_id": self.sales_valley.id,
                "sales_office_role_ids": [Command.set(roles.ids)],
            }
        )

    def _as_rob(self, records):
        companies = self.both if self.company_valley in self.rob.company_ids else self.company
        return records.with_user(self.rob).with_context(allowed_company_ids=companies.ids)

    def get_named(self, model):
        return self.env[model].sudo().search([], limit=1)

    def _walk(self, records, known=None):
        """Return what Rob may do with each record of the harbour: operations, flags, actions.

        What is known to be allowed is not asked again.
        """
        outcomes = {}
        for key, record in records.items():
            mine = self._as_rob(record)
            for name, ask in self._get_questions(mine):
                if not (known and known.get((*key, name))):
                    outcomes[*key, name] = ask()
        return outcomes

    def _get_questions(self, mine):
        """Yield ``(name, function that answers)`` of all that there is to do with a record."""
        for operation in OPERATIONS.values():
            yield operation, partial(mine.has_access, operation)
        if not mine.has_access("read"):
            return
        for name in (name for name in mine._fields if name.startswith("can_")):
            yield name, lambda name=name: bool(mine[name])
        for name in sorted({name for _cls, name, _m, kind in public_methods(type(mine)) if kind == "own"}):
            if name.startswith("action_") and not getattr(getattr(mine, name), "_api_model", False):
                yield name, partial(self._try, mine, name)

    def _try(self, record, name):
        """Return whether an action is not refused for who asks."""
        function = inspect.unwrap(getattr(type(record), name))
        arguments = next(iter(get_fitting(self, function, record, limit=1)), {})
        try:
            with self.env.cr.savepoint():
                getattr(record, name)(**arguments)
                record.env.flush_all()
                raise Undone
        except AccessError:
            return False
        except (Undone, UserError):
            return True
        finally:
            self.env.invalidate_all(flush=False)

    def test_walk(self):
        """R135: no record of the harbour opens by posts of the valley: not to see, not to change, by no action."""
        records = {}
        for model_name in MATRIX:
            for subject in SUBJECTS:
                records[model_name, subject] = FACTORIES[model_name](self, getattr(self, subject))[:1].sudo(False)
        self.env.flush_all()
        with patch.object(self.registry["ir.rule"], "_get_failing", lambda rule, *_args, **_kwargs: rule.browse()):
            before = self._walk(records)
            self._appoint()
            self.env.flush_all()
            after = self._walk(records, known=before)
        opened = {key for key, allowed in after.items() if allowed and key[::2] not in BY_ODOO}
        self.assertFalse(sorted(map(str, opened)))
        tried = [key for key in before if key[2].startswith("action_")]
        self.assertGreater(len(tried), 40)

    def test_posts(self):
        """R135: what is asked about a post names the companies in which somebody holds it; by hand it is everywhere."""
        employee = self._appoint()
        self.assertEqual(self.rob._get_sales_office_companies("director"), (self.company_valley.id, False))
        self.assertIn(self.company.id, self.rob._get_sales_office_companies("representative"))
        self.assertTrue(self.rob.has_group("sales_office_policy.group_director"))
        employee.sales_office_role_ids = self.env.ref("sales_office_policy.role_clerk")
        self.assertEqual(self.rob._get_sales_office_companies("director"), ())
        self.rob.group_ids |= self.env.ref("sales_office_policy.group_finance")
        self.assertEqual(self.rob._get_sales_office_companies("finance"), (*sorted(self.both.ids), False))

    def test_loan(self):
        """R047: who stands in for a manager of one company is one in that company only."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.rep_south.id,
                "date_from": fields.Date.subtract(fields.Date.today(), days=1),
                "date_to": fields.Date.add(fields.Date.today(), days=1),
            }
        )
        user = self.rep_south.user_id
        user.company_ids |= self.company_valley
        self.assertEqual(user._get_sales_office_companies("manager"), (self.company.id, False))

    def test_where_he_holds_it(self):
        """R135: in the valley they are the director that they are."""
        self._appoint()
        case = FACTORIES["sales.office.violation"](self, self.rep_valley)
        self.assertTrue(self._as_rob(case).has_access("read"))
        self.assertTrue(self._as_rob(case)._has_authority())

    def test_settings_of_the_harbour(self):
        """R136: its settings and checks are not the valley's policy administrator's to change; the valley's are."""
        self._appoint()
        values = {"sales_office_answer_days": 9}
        with self.assertRaisesRegex(AccessError, "made by its policy administrator"):
            self._as_rob(self.env["sales.office.settings"]).create(values)
        check = self.env["sales.office.check"].search([], limit=1)
        with self.assertRaisesRegex(AccessError, "set by its policy administrator"):
            self._as_rob(check).grace_minutes = 7
        valley = {"allowed_company_ids": self.company_valley.ids}
        self._as_rob(self.env["sales.office.settings"]).with_context(**valley).create(values)
        self.assertEqual(self.company_valley.sales_office_answer_days, 9)
        self._as_rob(check).with_context(**valley).grace_minutes = 7

    def test_tables_of_the_harbour(self):
        """R136: nor are its own types and limits; what all companies share any of their policy administrators edits."""
        self._appoint()
        kind = FACTORIES["sales.office.violation.type"](self, self.rep)
        for values in ({"name": "Otherwise"}, {"step_ids": [Command.create({"occurrence": 2, "sanction": "warning"})]}):
            with self.assertRaises(AccessError):
                self._as_rob(kind).write(values)
        with self.assertRaises(AccessError):
            self._as_rob(self.env["sales.office.sanction.limit"]).create(
                {"company_id": self.company.id, "post": "manager", "sanction": "demotion"}
            )
