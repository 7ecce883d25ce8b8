"""Threads about somebody stay without followers, whichever way Odoo would add one."""

from contextlib import suppress

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ...access.catalogue import module_models
from ...access.factories.factories import FACTORIES
from ...common import SalesOfficeCommon
from ...json_rpc import JsonRpcCase, RpcRefused

#: threads that may be followed, and why: they are about a matter of the office, not about a person
FOLLOWED = {
    "sales.office.policy": "a text that everybody reads",
    "sales.office.meeting": "who was expected reads it",
    "sales.office.meeting.schedule": "when the office meets is no secret within it",
    "sales.office.document": "whoever reads a paper may follow where it goes; what a secret one says is in its files",
    "sales.office.document.stocktake": "a count of papers",
    "sales.office.supply": "an item of stock",
    "sales.office.partner.licence": "a customer's paper",
    "sales.office.plan": "a department's year",
    "sales.office.campaign": "carried out together",
    "sales.office.contest": "a race that everybody in it may talk about",
    "sales.office.commission.plan": "read by whom it pays",
}


def threads(env, followed=False):
    """Return our models with a chatter: those that nobody follows, or the others."""
    models = [model for model in module_models(env) if "message_follower_ids" in model._fields]
    return [model for model in models if getattr(model, "_nobody_follows", False) != followed]


@tagged("post_install", "-at_install", "standard")
class TestUnfollowed(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        # an active user, with all that Odoo does for one: OdooBot and tests without tracking follow nothing
        self.admin = self.env.ref("base.user_admin")
        self.admin.write({"company_ids": [Command.link(self.company.id)], "company_id": self.company.id})
        context = dict(self.env.context, tracking_disable=False, mail_notrack=False)
        self.env = self.env(user=self.admin, su=True, context=context)

    def make(self, model):
        """Return a record of ``model`` about the representative, made and told as people would."""
        return FACTORIES[model._name](self, self.rep)[:1].with_env(self.env)

    def assert_unfollowed(self, records):
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        self.assertFalse(self.env["mail.followers"].search(domain).partner_id.mapped("name"))

    def test_each_thread_is_decided_about(self):
        """R135: a new model with a chatter is unfollowed, or listed as followed with the reason."""
        self.assertEqual({model._name for model in threads(self.env, followed=True)}, set(FOLLOWED))
        self.assertGreater(len(threads(self.env)), 10)

    def test_what_is_about_a_person_is_unfollowed(self):
        """R135: no thread with an employee of its own can be followed, nor one that may become a case."""
        for model in threads(self.env, followed=True):
            self.assertNotIn("sales.office.member.mixin", model._inherit, model._name)
            self.assertNotIn("employee_id", model._fields, model._name)

    def test_nobody_follows(self):
        """R135: neither creation, posting, planning an activity, assigning, subscribing nor core's sudo adds one."""
        partner = self.rep.user_id.partner_id
        for model in threads(self.env):
            with self.subTest(model=model._name):
                record = self.make(model)
                self.assert_unfollowed(record)
                record.message_post(body="Hear, hear.", subtype_xmlid="mail.mt_comment", author_id=partner.id)
                record.with_context(mail_post_autofollow=True).message_post(body="All.", partner_ids=partner.ids)
                record.message_subscribe(partner.ids)
                record._message_subscribe(partner.ids)
                record._message_auto_subscribe({"user_id": self.rep.user_id.id})
                self.env["mail.followers"].create(
                    {"res_model": model._name, "res_id": record.id, "partner_id": partner.id}
                )
                self.env["mail.followers"]._insert_followers(model._name, record.ids, partner.ids)
                record.message_partner_ids = partner
                if "activity_ids" in model._fields:
                    record.activity_schedule("mail.mail_activity_data_todo", user_id=self.rep.user_id.id)
                record.env.flush_all()
                self.assert_unfollowed(record)

    def test_a_follower_is_not_moved_here(self):
        """R135: following something else is not turned into following a case."""
        team = self.env["crm.team"].create({"name": "Rooms"})
        team.message_subscribe(self.rep.user_id.partner_id.ids)
        case = self.make(self.env["sales.office.violation"])
        with self.assertRaisesRegex(AccessError, "Nobody follows this kind of record"):
            team.message_follower_ids.write({"res_model": case._name, "res_id": case.id})

    def test_other_threads_are_followed_as_ever(self):
        """R135: what is not about a person has its followers."""
        for model in threads(self.env, followed=True):
            with self.subTest(model=model._name):
                record = self.make(model)
                record.message_subscribe(self.rep.user_id.partner_id.ids)
                self.assertIn(self.rep.user_id.partner_id, record.message_partner_ids)

    def test_a_message_reaches_whom_it_concerns(self):
        """R135: without followers a message goes to the employee and to who wrote before, if they may read it."""
        statement = self.make(self.env["sales.office.statement"])
        self.as_(self.director, statement).message_post(body="Please check.", subtype_xmlid="mail.mt_comment")
        first = statement.message_ids.filtered(lambda message: "check" in message.body)
        self.assertEqual(first.notified_partner_ids, self.rep.user_id.partner_id)
        self.as_(self.rep, statement).message_post(body="All right.", subtype_xmlid="mail.mt_comment")
        second = statement.message_ids.filtered(lambda message: "right" in message.body)
        self.assertEqual(second.notified_partner_ids, self.director.user_id.partner_id)


@tagged("post_install", "-at_install", "standard")
class TestUnfollowedRpc(SalesOfficeCommon, JsonRpcCase):
    def test_over_rpc(self):
        """R135: whoever the record is about, their manager and an administrator cannot make anybody follow it."""
        partner = self.rep.user_id.partner_id
        system = self._create_member("Sys", "sys", self.sales)
        system.user_id.group_ids |= self.env.ref("base.group_system")
        for model in threads(self.env):
            record = FACTORIES[model._name](self, self.rep)[:1]
            self.env.flush_all()
            for employee in (self.rep, self.manager, system):
                with self.subTest(model=model._name, login=employee.user_id.login):
                    self.follow_by_all_doors(employee, record, partner)
                    domain = [("res_model", "=", model._name), ("res_id", "=", record.id)]
                    self.assertFalse(self.env["mail.followers"].search(domain))

    def follow_by_all_doors(self, employee, record, partner):
        name, ids = record._name, record.ids
        follower = {"res_model": name, "res_id": record.id, "partner_id": partner.id}
        edit = {"res_model": name, "res_ids": str(ids), "partner_ids": [[6, 0, partner.ids]]}
        attempts = (
            lambda: self.call(employee, name, "message_subscribe", ids, partner.ids),
            lambda: self.call(employee, name, "write", ids, {"message_partner_ids": [[6, 0, partner.ids]]}),
            lambda: self.call(employee, name, "write", ids, {"message_follower_ids": [[0, 0, follower]]}),
            lambda: self.call(employee, "mail.followers", "create", [follower]),
            lambda: self.call(
                employee,
                "mail.followers.edit",
                "edit_followers",
                self.call(employee, "mail.followers.edit", "create", [edit]),
            ),
            lambda: self.request(
                "/mail/thread/subscribe", {"res_model": name, "res_id": ids[0], "partner_ids": partner.ids}
            ),
        )
        for attempt in attempts:
            with suppress(RpcRefused):  # what is refused makes no follower; the caller counts them
                attempt()
