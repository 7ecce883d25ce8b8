"""A page of leads comes with what is stored; the rest is asked once it is shown, for all of the page. R074, R137."""

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import CustomerCommon

#: the widget of columns that are filled later, and that of a card's two lines
LATER, CARD = "sales_office_filled_later", "sales_office_follow_up_card"
#: what the web client asks then (static/src/customer/lead_answers.js)
ANSWERS = [
    "sales_office_is_stale",
    "sales_office_lacks_step",
    "sales_office_last_contact_text",
    "sales_office_next_step",
    "sales_office_response_state",
    "sales_office_response_text",
]
KINDS = ("kanban", "list")
#: queries of what is asked then, for any number of leads
QUERIES = 6


@freeze_time("2026-03-02 02:00:00")
class TestPipeline(CustomerCommon):
    def _get_view(self, leads, kind):
        return etree.fromstring(leads.get_view(view_type=kind)["arch"])

    def _make_page(self, number):
        """Return as many leads as the representative reads them, each of another customer, one with a contact."""
        customers = self.env["res.partner"].create([{"name": f"Customer {count}"} for count in range(number)])
        leads = self.env["crm.lead"].union(*(self.make_lead(partner_id=customer.id) for customer in customers))
        self.mail(leads[0])
        return self.as_(self.rep, self.env["crm.lead"]).browse(leads.ids)

    def _ask(self, employee, leads):
        """Ask of these leads what the web client asks once they are shown."""
        model = self.as_(employee, self.env["crm.lead"]).with_context(active_test=False)
        return model.search_read([("id", "in", leads.ids)], ANSWERS)

    def test_page_costs_nothing_more(self):
        """R137: what we add to a page of cards or a list is no query, whatever the number of leads."""
        for kind in KINDS:
            arch = self._get_view(self.as_(self.rep, self.env["crm.lead"]), kind)
            nodes = arch.xpath("//field[not(ancestor::field)]")
            shown = {node.get("name") for node in nodes if node.get("widget") != LATER}
            self.assertFalse(shown.intersection(ANSWERS), kind)
            self.assertIn("sales_office_snoozed_until", shown)
            bare = {name for name in shown if not name.startswith("sales_office_")}
            more = []
            for number in (2, 2, 20):  # the first fills what is remembered
                leads = self._make_page(number)
                more.append(self._count(leads, shown) - self._count(leads, bare))
            self.assertEqual(more[1:], [0, 0], kind)

    def _count(self, leads, names):
        relations = [name for name in names if leads._fields[name].relational]
        asked = {name: {"fields": {"display_name": {}}} if name in relations else {} for name in sorted(names)}
        return self.count_queries(lambda: leads.web_search_read([("id", "in", leads.ids)], asked))

    def test_asked_in_as_many_queries(self):
        """R074, R137: what is asked then takes the same few queries for two leads and for twenty."""
        counts = []
        for number in (2, 2, 20):  # the first fills what is remembered
            leads = self._make_page(number)
            counts.append(self.count_queries(lambda leads=leads: self._ask(self.rep, leads)))
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], QUERIES)

    def test_what_is_told(self):
        """R074, R076: last contact, next step, answer, and that nothing is planned; of archived ones as well."""
        lead, quiet = self.make_lead(), self.make_lead(partner_id=self.other.id)
        self.call(lead_id=lead.id)
        self.plan(lead, "2026-03-12", summary="Ask for the numbers")
        quiet.active = False
        told = {row["id"]: row for row in self._ask(self.rep, lead | quiet)}
        self.assertEqual(told[lead.id]["sales_office_last_contact_text"], "03/02/2026, Call Answered")
        self.assertEqual(told[lead.id]["sales_office_next_step"], "03/12/2026, Ask for the numbers")
        self.assertFalse(told[quiet.id]["sales_office_last_contact_text"])

    def test_who_is_told(self):
        """R074: of a lead that somebody may not read nothing is told, nor that it is there."""
        lead, south = self.make_lead(), self.make_lead(self.rep_south, by=self.leader_south)
        for employee in (self.rep_south, self.leader_south):
            self.assertEqual([row["id"] for row in self._ask(employee, lead | south)], south.ids, employee.name)
        for employee in (self.colleague, self.rep_valley):
            self.assertFalse(self._ask(employee, lead | south), employee.name)
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, lead).web_read({name: {} for name in ANSWERS})

    def test_nobody_outside(self):
        """R074: nothing is told to who is not of the office, even of their own leads, nor is it on their screens."""
        user = self.outsider.user_id
        user.group_ids |= self.env.ref("sales_team.group_sale_salesman")
        lead = self.env["crm.lead"].create({"name": "Own", "user_id": user.id})
        with self.assertRaises(AccessError):
            self._ask(self.outsider, lead)
        for kind in KINDS:
            arch = etree.tostring(self._get_view(self.as_(self.outsider, lead), kind), encoding="unicode")
            self.assertNotIn(LATER, arch)
            self.assertNotIn(CARD, arch)
        portal = self.env["res.users"].create(
            {"name": "Mia", "login": "mia", "group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
        )
        with self.assertRaises(AccessError):
            lead.with_user(portal).search_read([("id", "in", lead.ids)], ANSWERS)

    def test_without_the_room(self):
        """R074: with the room off the screens have no place for it."""
        leads = self.as_(self.rep, self.env["crm.lead"])
        for kind, widget in zip(KINDS, (CARD, LATER), strict=True):
            self.assertIn(widget, etree.tostring(self._get_view(leads, kind), encoding="unicode"))
        (self.company | self.company_valley).sales_office_room_ids = False
        for kind, widget in zip(KINDS, (CARD, LATER), strict=True):
            self.assertNotIn(widget, etree.tostring(self._get_view(leads, kind), encoding="unicode"))

    def test_exported(self):
        """R074: what is filled later is exported as any other column."""
        self.rep.user_id.group_ids += self.env.ref("base.group_allow_export")
        lead = self.make_lead()
        self.call(lead_id=lead.id)
        self.env.flush_all()
        exported = self.as_(self.rep, lead).export_data(["name", "sales_office_last_contact_text"])["datas"]
        self.assertEqual(exported, [["Annual meeting", "03/02/2026, Call Answered"]])
