"""Lists of a lead that most leads have nothing in: what they cost whoever opens one. R137."""

from .stage_common import StageCommon

LISTS = [
    "sales_office_need_ids",
    "sales_office_competitor_line_ids",
    "sales_office_note_ids",
    "sales_office_override_ids",
    "sales_office_evidence_ids",
    "sales_office_visit_ids",
]


class TestFewLists(StageCommon):
    def _count(self, leads):
        """Return the queries of reading all lists of these leads, as the representative."""
        leads = self.as_(self.rep, leads)
        leads.read(["name", *LISTS])  # fills the registry's caches
        self.env.invalidate_all()
        leads.fetch(["name"])
        before = self.cr.sql_log_count
        leads.read(LISTS)
        return self.cr.sql_log_count - before

    def test_empty(self):
        """R137: that nothing is in six lists is one query beside that for access, for one lead and for twenty."""
        self.assertEqual(self._count(self.lead()), 2)
        self.assertEqual(self._count(self.lead().union(*(self.lead() for _more in range(19)))), 2)

    def test_filled(self):
        """R137: a list that somebody wrote in is read, by the rules, and the others are not."""
        lead = self.lead()
        need = self.env["sales.office.need"].create({"lead_id": lead.id, "name": "Forty rooms"})
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.rep, lead).sales_office_need_ids.ids, need.ids)
        self.assertFalse(self.as_(self.rep, lead).sales_office_note_ids)

    def test_written_meanwhile(self):
        """R137: what is written after a list was read is in it, and what is not saved yet is found as well."""
        lead = self.as_(self.rep, self.lead())
        self.assertFalse(lead.sales_office_need_ids)
        need = self.env["sales.office.need"].create({"lead_id": lead.id, "name": "Forty rooms"})
        self.assertEqual(lead.sales_office_need_ids.ids, need.ids)
        self.env.invalidate_all(flush=False)
        self.assertEqual(lead.sales_office_need_ids.ids, need.ids)
