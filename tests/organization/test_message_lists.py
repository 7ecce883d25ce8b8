"""A new message is in the lists of what it is about, as with Odoo alone, and no other list is looked at."""

from unittest.mock import patch

from ..common import SalesOfficeCommon


class TestMessageLists(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Maple Leaf Software"})
        cls.lead = cls.env["crm.lead"].create({"name": "Lead"})

    def _write(self, *about, **values):
        return self.env["mail.message"].create(
            [{"model": record._name, "res_id": record.id, "message_type": "comment", **values} for record in about]
        )

    def test_lists_that_were_read(self):
        """R137: lists that were read have the new messages at once, each its own, and others are read when asked."""
        other = self.lead.copy()
        before = {record: record.message_ids for record in (self.partner, self.lead)}
        first, second, third = self._write(self.partner, self.lead, self.lead)
        self.assertEqual(set(self.partner.message_ids), {*before[self.partner], first})
        self.assertEqual(set(self.lead.message_ids), {*before[self.lead], second, third})
        self.assertEqual(self._write(other), other.message_ids[0])

    def test_what_a_list_leaves_out(self):
        """R137: what the list of a record does not show is not added to it."""
        before = self.lead.message_ids
        self._write(self.lead, message_type="user_notification")
        self.assertEqual(self.lead.message_ids, before)

    def test_about_nothing(self):
        """R137: a message that is about nothing is written as ever."""
        self.assertFalse(self.env["mail.message"].create([{"body": "Hello"}, {"body": "Good-bye"}]).filtered("model"))

    def test_no_other_list_is_looked_at(self):
        """R137: what other models have messages costs nothing."""
        looked = []
        model = type(self.env["mail.message"])
        lists = self.registry.field_inverses[model._fields["res_id"]]
        self.assertGreater(len(lists), 50)
        self._write(self.lead)
        cls = type(lists[0])
        real = cls._get_cache
        with patch.object(cls, "_get_cache", lambda field, env: looked.append(field) or real(field, env)):
            self._write(self.lead)
        self.assertEqual({field.model_name for field in looked if field in lists}, {"crm.lead"})
