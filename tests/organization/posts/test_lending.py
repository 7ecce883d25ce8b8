"""What is lent to a deputy ends with the loan, and is not lent on."""

import ast
import re

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...access.catalogue import module_models
from ...common import SalesOfficeCommon
from ...json_rpc import JsonRpcCase, RpcRefused

#: who is named on a record and may see or do more by it, and why what is lent cannot hand that on for good
NAMED = {
    ("sales.office.appointment", "user_id"): "confirmed by what one has for good only",
    ("sales.office.deputy", "deputy_user_id"): "named by what one has for good only",
    ("sales.office.meeting", "chair_user_id"): "of one meeting; a schedule's chair is not named by what is lent",
    ("sales.office.meeting", "deputy_chair_user_id"): "of one meeting",
    ("sales.office.meeting.attendance", "meeting_id.chair_user_id"): "of one meeting",
    ("sales.office.meeting.attendance", "meeting_id.deputy_chair_user_id"): "of one meeting",
    ("sales.office.meeting.line", "meeting_id.chair_user_id"): "of one meeting",
    ("sales.office.meeting.line", "meeting_id.deputy_chair_user_id"): "of one meeting",
    ("sales.office.meeting.line", "owner_user_id"): "has one task to do",
    ("sales.office.meeting.notice.read", "meeting_id.chair_user_id"): "of one meeting",
    ("sales.office.meeting.notice.read", "meeting_id.deputy_chair_user_id"): "of one meeting",
    ("sales.office.campaign", "participant_ids.user_id"): "takes part in one campaign",
    ("sales.office.campaign", "responsible_id.user_id"): "carries one campaign out",
    ("sales.office.campaign.activity", "campaign_id.participant_ids.user_id"): "takes part in one campaign",
    ("sales.office.campaign.activity", "campaign_id.responsible_id.user_id"): "carries one campaign out",
    ("sales.office.campaign.activity", "employee_id.user_id"): "does one thing of it",
    ("sales.office.closing.line", "closing_id.user_id"): "ticks one evening's list",
    ("sales.office.commission.plan", "member_ids.user_id"): "is paid by it; members are a director's to enter",
    ("sales.office.commission.rule", "plan_id.member_ids.user_id"): "the same",
    ("sales.office.commission.tier", "rule_id.plan_id.member_ids.user_id"): "the same",
    ("sales.office.commission.multiplier", "plan_id.member_ids.user_id"): "the same",
    ("sales.office.complaint", "seller_id"): "served the customer when it came",
    ("sales.office.complaint", "taken_by_id"): "took it down himself",
    ("sales.office.complaint.action", "complaint_id.user_id"): "looks after the complaint himself",
    ("sales.office.contract.milestone", "contract_id.user_id"): "looks after the contract himself",
    ("sales.office.correspondence", "proofreader_user_id"): "proofreads one letter",
    ("sales.office.correspondence", "reviewer_user_id"): "reviews one letter",
    ("sales.office.credit.split", "order_id.user_id"): "sold the order",
    ("sales.office.credit.hold", "asked_by_id"): "asked for the release",
    ("sales.office.delivery.promise", "order_id.user_id"): "sold the order",
    ("sales.office.document", "holder_user_id"): "was handed the paper by its keeper and gives it back",
    ("sales.office.document", "offered_user_id"): "is offered the paper by its holder",
    ("sales.office.document.event", "from_employee_id.user_id"): "had the paper",
    ("sales.office.document.event", "to_employee_id.user_id"): "had the paper",
    ("sales.office.inspection", "inspector_user_id"): "of one walk",
    ("sales.office.inspection.line", "inspection_id.inspector_user_id"): "of one walk",
    ("sales.office.instruction.log", "instruction_id.user_id"): "asked himself",
    ("sales.office.partner.licence", "partner_id.user_id"): "serves the customer, as core says",
    ("sales.office.receivable", "owner_id"): "clears up one dispute",
    ("sales.office.receivable", "seller_id"): "sold the order",
    ("sales.office.receivable.step", "author_id"): "took the step",
    ("sales.office.receivable.step", "owner_id"): "clears up one dispute",
    ("sales.office.reward", "proposer_id"): "proposed it himself",
    ("sales.office.statement.line", "statement_id.user_id"): "is paid by it",
    ("sales.office.violation", "reporter_id"): "wrote it themselves",
}


class LendingCommon(SalesOfficeCommon):
    def lend(self, manager, deputy, date_to="2026-03-02"):
        return self.env["sales.office.deputy"].create(
            {"employee_id": manager.id, "deputy_id": deputy.id, "date_from": "2026-03-02", "date_to": date_to}
        )

    def prepare(self, manager, deputy, **vals):
        return {"employee_id": manager.id, "deputy_id": deputy.id, "date_from": "2026-03-02", **vals}


@freeze_time("2026-03-02 02:00:00")
class TestLending(LendingCommon):
    def test_own_scope_is_without_what_is_lent(self):
        """R047: asked for their own, a deputy leads what they led before."""
        self.lend(self.manager, self.leader)
        user = self.as_(self.leader, self.leader.user_id)
        self.assertIn(self.south.id, user._get_sales_office_scope().department_ids)
        self.assertEqual(set(user._get_sales_office_scope(own=True).department_ids), {self.north.id})
        self.lend(self.manager, self.rep_south)
        user = self.as_(self.rep_south, self.rep_south.user_id)
        self.assertFalse(user._get_sales_office_scope(own=True).department_ids)

    def test_own_posts_are_without_what_is_lent(self):
        """R047: so are their posts; one given by hand is their own."""
        self.lend(self.manager, self.rep)
        user, group = self.rep.user_id, self.env.ref("sales_office_policy.group_team_leader")
        self.assertTrue(user.has_group("sales_office_policy.group_manager"))
        self.assertFalse(user._get_sales_office_companies("team_leader", own=True))
        self.colleague.user_id.group_ids |= group
        self.assertTrue(self.colleague.user_id._get_sales_office_companies("team_leader", own=True))

    def test_a_deputy_names_nobody(self):
        """R047: for a day in a manager's place they name no deputy for years, neither for those below nor for
        the manager, nor for themselves.
        """
        self.lend(self.manager, self.rep)
        Deputy = self.as_(self.rep, self.env["sales.office.deputy"])
        for manager in (self.leader_south, self.leader, self.manager, self.rep, self.director):
            with self.subTest(manager=manager.name), self.assertRaises(AccessError):
                Deputy.create(self.prepare(manager, self.colleague, date_to="2036-03-02"))

    def test_a_leader_names_only_by_his_own_post(self):
        """R047: a leader in their manager's place names deputies for themselves and their team, and nobody beside."""
        self.lend(self.manager, self.leader)
        Deputy = self.as_(self.leader, self.env["sales.office.deputy"])
        Deputy.create(self.prepare(self.leader, self.colleague, date_to="2026-03-05"))
        Deputy.create(self.prepare(self.rep, self.colleague, date_to="2026-03-05"))
        with self.assertRaises(AccessError):
            Deputy.create(self.prepare(self.leader_south, self.colleague, date_to="2036-03-05"))

    def test_a_deputy_changes_no_deputy(self):
        """R047: they see who stands in for whom below the manager, and neither prolongs, moves nor ends it."""
        self.lend(self.manager, self.rep)
        other = self.lend(self.leader_south, self.rep_south)
        seen = self.as_(self.rep, other)
        self.assertEqual(seen.deputy_id, self.rep_south)
        for vals in ({"date_to": "2036-03-02"}, {"date_to": "2026-03-02"}, {"deputy_id": self.rep.id}):
            with self.assertRaises(AccessError):
                seen.write(vals)
        with self.assertRaises(AccessError):
            seen.unlink()

    def test_nobody_prolongs_his_own_time(self):
        """R047: not even a manager the time in which they stand in for their leader; they may end it."""
        deputy = self.env["sales.office.deputy"].create(
            self.prepare(self.leader, self.manager, date_from="2026-03-01", date_to="2026-03-10")
        )
        mine = self.as_(self.manager, deputy)
        with self.assertRaisesRegex(AccessError, "Nobody prolongs"):
            mine.date_to = "2036-03-10"
        mine.date_to = "2026-03-04"
        self.as_(self.director, deputy).date_to = "2026-03-20"

    def test_a_deputy_names_no_lasting_chair(self):
        """R003: the chair of a schedule is named by who leads the department for good."""
        schedule = self.env["sales.office.meeting.schedule"].create({"department_id": self.south.id})
        self.lend(self.manager, self.rep)
        with self.assertRaisesRegex(AccessError, "named by who leads the department"):
            self.as_(self.rep, schedule).chair_id = self.rep
        self.as_(self.manager, schedule).chair_id = self.rep

    def test_no_post_by_what_is_lent(self):
        """R135: nor do they give roles or leaders."""
        self.lend(self.director, self.rep)
        for records, vals in (
            (self.colleague, {"sales_office_role_ids": False}),
            (self.north, {"manager_id": self.rep.id}),
            (self.colleague, {"user_id": self.rep.user_id.id}),
        ):
            with self.assertRaises(AccessError):
                self.as_(self.rep, records).write(vals)

    def test_groups_end_at_midnight(self):
        """R047: the job that takes the groups back is due at the very midnights where the deputy works."""
        Trigger = self.env["ir.cron.trigger"]
        before = Trigger.search([])
        self.lend(self.manager, self.rep, date_to="2026-03-03")
        self.assertIn("2026-03-03 16:00:00", (Trigger.search([]) - before).mapped(lambda t: str(t.call_at)))

    def test_whoever_is_named_is_thought_of(self):
        """R047: each name on a record that opens it to somebody is listed, with how a loan could not hand it on."""
        found = set()
        for model in module_models(self.env):
            if model._transient:
                continue
            for rule in self.env["ir.rule"].search([("model_id.model", "=", model._name)]):
                found |= {(model._name, path) for path in self.get_paths(rule.domain_force or "[]")}
        member = {pair for pair in found if pair[1] in ("user_id", "create_uid")}
        self.assertEqual({pair for pair in found - member if pair not in NAMED}, set())
        self.assertFalse({pair for pair in NAMED if pair[1] != "user_id"} - found)

    def get_paths(self, domain):
        domain = re.sub(r"user\.id", "'me'", domain)
        domain = re.sub(r"user\._get_sales_office_companies\([^)]*\)", "[]", domain)
        domain = re.sub(r"\b(company_ids|user\.[a-z_.]+)", "[]", domain)
        return {leaf[0] for leaf in ast.literal_eval(domain) if isinstance(leaf, tuple) and leaf[1:] == ("=", "me")}


@tagged("post_install", "-at_install", "standard")
class TestLendingRpc(LendingCommon, JsonRpcCase):
    def test_over_rpc(self):
        """R047: a deputy of one day names nobody for years over JSON-RPC either."""
        today = self.env["sales.office.deputy"]._fields["date_from"].context_today(self.rep)
        self.env["sales.office.deputy"].create(
            {"employee_id": self.manager.id, "deputy_id": self.rep.id, "date_from": today, "date_to": today}
        )
        self.env.flush_all()
        vals = {"employee_id": self.leader_south.id, "deputy_id": self.colleague.id, "date_to": "2099-01-01"}
        with self.assertRaisesRegex(RpcRefused, "AccessError"):
            self.call(self.rep, "sales.office.deputy", "create", [vals])
        self.assertFalse(self.env["sales.office.deputy"].search([("deputy_id", "=", self.colleague.id)]))
