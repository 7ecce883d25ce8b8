"""The contact of a lead in the pool: its telephone and mail are whoever's who takes the lead."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Domain

from .test_pool import PoolCommon

NUMBER = "+86 21 5555 0199"


@freeze_time("2026-03-02 02:00:00")
class TestPooledContact(PoolCommon):
    def setUp(self):
        super().setUp()
        self.customer.write({"phone": NUMBER, "user_id": False})
        self.lead = self.pooled()
        self.env.flush_all()
        self.env.invalidate_all()

    def seen(self, employee, partner=None):
        """Return whether somebody finds and reads a contact."""
        self.env.flush_all()
        self.env.invalidate_all()
        own = self.as_(employee, partner or self.customer)
        found = bool(own.search([("id", "=", own.id)]))
        self.assertEqual(found, own.has_access("read"))
        return found

    def test_no_door(self):
        """R074: no search by number or mail, group, name, list, form, export or composer leads to what is masked."""
        self.env.ref("base.group_allow_export").user_ids |= self.rep_south.user_id
        partners = self.as_(self.rep_south, self.env["res.partner"])
        family = [("commercial_partner_id", "=", self.customer.id)]
        self.assertFalse(partners.search(family))
        self.assertFalse(partners.search([("phone", "like", "5555 0199")]))
        self.assertFalse(partners.search([("email", "like", "lotus.example")]))
        self.assertFalse(partners.formatted_read_group(family, ["email"], ["__count"]))
        self.assertFalse(partners.with_context(show_email=True).name_search("lotus"))
        for partner in (self.customer, self.person):
            own = partners.browse(partner.id).with_context(show_email=True)
            for look in (
                lambda own: own.read(["email"]),
                lambda own: own.web_read({"phone": {}}),
                lambda own: own.export_data(["email", "phone"]),
                lambda own: own.display_name,
                lambda own: own.write({"comment": "Mine"}),
            ):
                with self.subTest(partner.id), self.assertRaises(AccessError):
                    look(own)

    def test_nothing_beside_it(self):
        """R074: nor do followers of the lead and those invited to its meetings tell an address."""
        self.lead.message_subscribe(self.customer.ids)
        event = self.meet("2026-03-10 02:00:00", "2026-03-10 03:00:00", guests=self.person, opportunity_id=self.lead.id)
        self.env.flush_all()
        self.env.invalidate_all()
        followers, guests = self.lead.message_follower_ids, event.attendee_ids
        self.assertIn(self.customer, followers.partner_id)
        for employee, sees in ((self.rep_south, False), (self.leader, True)):
            with self.subTest(employee.name):
                seen = self.as_(employee, followers).search([("id", "in", followers.ids)])
                self.assertEqual(self.customer in seen.sudo().partner_id, sees)
                invited = self.as_(employee, guests).search([("id", "in", guests.ids)])
                self.assertEqual(self.person in invited.sudo().partner_id, sees)
                self.assertIn(self.rep.user_id.partner_id, invited.sudo().partner_id)

    def test_who_sees_it(self):
        """R074: whoever leads a team, or looks after customers, papers or money, reads contacts as ever."""
        self.assertFalse(self.seen(self.rep_south))
        self.assertFalse(self.seen(self.colleague))
        for employee in (self.leader, self.leader_south, self.manager, self.clerk, self.relations, self.finance):
            with self.subTest(employee.name):
                self.assertTrue(self.seen(employee))
        self.assertTrue(self.seen(self.rep_south, self.other))

    def test_own_customer(self):
        """R074: whoever has the customer, a lead or an order there reads the contact, and the others still do not."""
        self.customer.user_id = self.rep_south.user_id
        self.assertTrue(self.seen(self.rep_south) and self.seen(self.rep_south, self.person))
        self.customer.user_id = False
        self.make_lead(self.rep_south, by=self.leader_south, partner_id=self.person.id, company_id=self.company.id)
        self.assertTrue(self.seen(self.rep_south))
        self.env["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.colleague.user_id.id, "company_id": self.company.id}
        )
        self.assertTrue(self.seen(self.colleague))
        self.assertFalse(self.seen(self.rep))

    def test_taken(self):
        """R074: once somebody has taken the lead, it is a contact like others."""
        self.claim(self.rep_south, self.lead)
        self.assertTrue(self.seen(self.rep_south))
        self.assertTrue(self.seen(self.colleague))

    def test_without_a_pool(self):
        """R074: where there is no pool, no rule asks for leads."""
        self.assertNotEqual(self.env["res.partner"]._get_pooled_domain(), Domain.FALSE)
        self.lead.sales_office_pool_id = False
        self.moves.search([]).unlink()
        self.env["sales.office.pool"].search([]).unlink()
        self.assertEqual(self.env["res.partner"]._get_pooled_domain(), Domain.FALSE)
