from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from odoo.addons.sales_office_policy.models.customer.competitor.competitor import get_name_key, get_website_key

from .stage_common import StageCommon


class TestCompetitor(StageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.competitors = cls.env["sales.office.competitor"]
        cls.grand = cls.competitors.create(
            {"name": "Grand Hotel Ltd.", "website": "https://www.grand.example/en", "vat": "CN 12-34"}
        )

    def test_names_compared(self):
        """R064: case, blanks, width, legal form and signs make no other competitor."""
        for name in ("grand hotel", "Grand-Hotel, LTD", "Ｇｒａｎｄ Hotel"):
            self.assertEqual(get_name_key(name), "grandhotel")
        self.assertEqual(get_name_key("海景酒店有限公司"), get_name_key("海景酒店"))
        self.assertEqual(get_name_key("公司"), "公司")
        self.assertTrue(get_name_key("!!!"))
        self.assertEqual(get_website_key(" WWW.Grand.example"), get_website_key("http://grand.example/x"))
        self.assertEqual(get_website_key(False), "")

    def test_one_entry_for_each(self):
        """R064: by name, tax ID or website it is there already, also where it is archived; the sentence names it."""
        for values in (
            {"name": "GRAND HOTEL"},
            {"name": "Another", "vat": "cn1234"},
            {"name": "Another", "website": "grand.example"},
        ):
            with self.assertRaisesRegex(ValidationError, "is Grand Hotel Ltd., which is in the list already"):
                self.as_(self.rep, self.competitors).create(values)
        self.grand.active = False
        with self.assertRaisesRegex(ValidationError, "which is in the list already"):
            self.as_(self.rep, self.competitors).create({"name": "grand hotel"})
        with self.assertRaisesRegex(ValidationError, "which is in the list already"):
            self.as_(self.rep, self.competitors).create({"name": "Grand hotel", "company_id": False})

    def test_another_companys_list(self):
        """R135: two companies have their own lists, and neither learns who stands in the other's."""
        theirs = self.competitors.create({"name": "Sea View", "company_id": self.company_valley.id})
        self.assertTrue(self.as_(self.rep, self.competitors).create({"name": "Sea View", "vat": "x"}))
        for values in ({"name": "Sea View Ltd"}, {"name": "Nobody"}):
            with self.assertRaises(AccessError):
                self.as_(self.rep, self.competitors).create({**values, "company_id": self.company_valley.id})
            with self.assertRaises(AccessError):
                self.as_(self.rep, theirs).write(values)

    def test_typed_in_a_line(self):
        """R064: whoever types a name that is there takes that one, however they write it."""
        number, _name = self.as_(self.rep, self.competitors).name_create("grand hotel")
        self.assertEqual(number, self.grand.id)
        number, name = self.as_(self.rep, self.competitors).name_create("Palm Beach")
        self.assertNotEqual(number, self.grand.id)
        self.assertEqual(name, "Palm Beach")

    def test_who_writes(self):
        """R049: who sells writes what they know of them; who is one no more say the leaders."""
        seen = self.as_(self.rep, self.grand)
        seen.strengths = "Large rooms"
        with self.assertRaisesRegex(UserError, "A leader or the policy administrator"):
            seen.active = False
        with self.assertRaises(AccessError):
            seen.unlink()
        with self.assertRaises(AccessError):
            self.as_(self.finance, self.grand).strengths = "x"
        self.as_(self.leader, self.grand).active = False
        self.assertFalse(self.grand.active)
        self.assertFalse(self.as_(self.director_valley, self.competitors).with_context(active_test=False).search([]))

    def test_merged(self):
        """R064: what is known of both goes to the one that is left, of everybody's opportunities."""
        palm = self.competitors.create({"name": "Palm", "strengths": "The pool", "website": "palm.example"})
        self.grand.write({"strengths": "The rooms", "website": False})
        leads = self.lead() | self.lead(self.rep_south)
        for lead in leads:
            self.env["sales.office.competitor.line"].create({"lead_id": lead.id, "competitor_id": palm.id})
        leads[0].action_set_lost(sales_office_lost_to_id=palm.id)
        dialog = self.as_(self.leader, self.env["sales.office.competitor.merge"]).with_context(
            active_ids=(self.grand | palm).ids
        )
        with Form(dialog) as form:
            self.assertEqual(form.into_id, self.grand)
        form.record.action_confirm()
        self.assertFalse(palm.exists())
        self.assertEqual(leads.sales_office_competitor_line_ids.competitor_id, self.grand)
        self.assertEqual(leads[0].sales_office_lost_to_id, self.grand)
        self.assertEqual((self.grand.strengths, self.grand.website), ("The rooms\nThe pool", "palm.example"))

    def test_not_merged(self):
        """R064: not by whoever sells, not one alone, not across companies."""
        palm = self.competitors.create({"name": "Palm"})
        both = palm | self.grand
        with self.assertRaisesRegex(UserError, "A leader or the policy administrator"):
            self.as_(self.rep, both).action_merge(self.grand.id)
        with self.assertRaisesRegex(UserError, "at least two"):
            self.as_(self.leader, self.grand).action_merge(self.grand.id)
        theirs = self.competitors.create({"name": "Sea View", "company_id": self.company_valley.id})
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.grand).action_merge(theirs.id)
        shared = self.competitors.create({"name": "Chain", "company_id": False})
        with self.assertRaisesRegex(UserError, "different companies"):
            self.as_(self.leader, shared | palm).action_merge(palm.id)
