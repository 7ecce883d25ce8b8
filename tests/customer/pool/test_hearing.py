"""Until when an appeal about a lead in the pool is decided, and what follows when nobody decides."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError

from .test_pool import PoolCommon


@freeze_time("2026-03-02 02:00:00")
class TestHearing(PoolCommon):
    def appealed(self):
        """Return the lead of Rob's and the appeal that he makes on a Monday."""
        lead = self.pooled()
        move = self.moves.search([("lead_id", "=", lead.id)])
        self.as_(self.rep, move).action_appeal("Met Ms Chen at the fair on Friday")
        return lead, move

    def watch(self, moment):
        """Let the scheduled action run at a moment; return whom it told what."""
        before = self.env["mail.message"].search([])
        progress = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60)
        with freeze_time(moment), progress:
            self.env.flush_all()
            self.env.invalidate_all()
            self.moves._cron_watch_appeals()
        new = self.env["mail.message"].search([]) - before
        return {message.partner_ids.name: message.subject for message in new}

    def test_term(self):
        """R074: whoever leads them has so many working days of the office, and is told until when."""
        self.pool.appeal_days = 5
        _lead, move = self.appealed()
        self.assertEqual((move.superior_id, str(move.decide_by)), (self.leader, "2026-03-09 15:59:59"))
        self.assertEqual(self.as_(self.rep, move).decide_by_reason, "5 working days")
        message = self.env["mail.message"].search([("partner_ids", "in", self.leader.user_id.partner_id.ids)], limit=1)
        self.assertRegex(message.subject, "to be decided by .*Met Ms Chen")
        (item,) = self.today(self.leader)["pool_appeals"]["items"]
        self.assertIn("Until ", item["detail"])

    def test_reminded_once(self):
        """R074: on the last day they are reminded, once."""
        _lead, move = self.appealed()
        self.assertFalse(self.watch("2026-03-03 02:00:00"))
        told = self.watch("2026-03-04 02:00:00")
        self.assertEqual(list(told), ["Lea"])
        self.assertIn("the last day to decide", told["Lea"])
        self.assertFalse(self.watch("2026-03-04 05:00:00"))
        self.assertEqual(move.superior_id, self.leader)

    def test_passed_on(self):
        """R074: what nobody decided in time goes to the next post, with as many days; both sides are told."""
        lead, move = self.appealed()
        told = self.watch("2026-03-05 02:00:00")
        self.assertEqual((move.superior_id, str(move.decide_by)), (self.manager, "2026-03-09 15:59:59"))
        self.assertEqual(told["Rob"], f"Nobody decided about “{lead.name}” in time: the appeal goes to Max now.")
        self.assertEqual(told["Lea"], told["Rob"])
        self.assertIn("to be decided by", told["Max"])
        with self.assertRaisesRegex(UserError, "in talks"):
            self.claim(self.rep_south, lead)
        self.as_(self.leader, move).action_grant()
        self.assertEqual(lead.user_id, self.rep.user_id)

    def test_lapses(self):
        """R074: when nobody is left to decide, both are told and the lead is free to be taken."""
        lead, move = self.appealed()
        self.watch("2026-03-05 02:00:00")
        self.watch("2026-03-10 02:00:00")
        self.assertEqual(move.superior_id, self.director)
        told = self.watch("2026-03-13 02:00:00")
        self.assertEqual(set(told), {"Rob", "Diane"})
        self.assertIn("it waits for nobody now", told["Rob"])
        self.assertEqual(move.appeal_state, "lapsed")
        with self.assertRaisesRegex(UserError, "no appeal to decide"):
            self.as_(self.leader, move).action_grant()
        self.claim(self.rep_south, lead)
        self.assertEqual(lead.user_id, self.rep_south.user_id)

    def test_given_to_somebody_meanwhile(self):
        """R074: a leader who gives the lead to somebody has decided: nobody is reminded, and who appealed is told."""
        for employee, state, words in ((self.colleague, "given", "to somebody else"), (self.rep, "granted", "yours")):
            lead, move = self.appealed()
            self.as_(self.leader, lead).user_id = employee.user_id
            self.assertEqual(move.appeal_state, state)
            mine = [("partner_ids", "in", self.rep.user_id.partner_id.ids)]
            self.assertIn(words, self.env["mail.message"].search(mine, limit=1).subject)
            self.assertNotIn("pool_appeals", self.today(self.leader))
            self.assertFalse(self.watch("2026-03-16 02:00:00"))

    def test_two_who_appeal(self):
        """R074: only who had it last appeals, and what others still wait for ends when it is given back."""
        lead, first = self.appealed()
        self.as_(self.leader, first).action_refuse("Nobody there knows of it")
        self.claim(self.colleague, lead)
        lead.write({"user_id": False, "sales_office_pool_id": self.pool.id})
        second = self.moves.create(
            {
                "lead_id": lead.id,
                "pool_id": self.pool.id,
                "employee_id": self.colleague.id,
                "day": "2026-03-02",
                "kind": "pooled",
            }
        )
        first.write({"appeal_state": False})
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "too late"):
            self.as_(self.rep, first).action_appeal("I rang them")
        self.as_(self.colleague, second).action_appeal("I rang them")
        first.appeal_state = "asked"  # as it could be before
        self.as_(self.leader, second).action_grant()
        self.assertEqual((lead.user_id, first.appeal_state), (self.colleague.user_id, "given"))

    def test_asked_before(self):
        """R074: an appeal that was made before there was a term gets one."""
        _lead, move = self.appealed()
        move.write({"superior_id": False, "decide_by": False, "deadline_counts": False})
        self.watch("2026-03-16 02:00:00")
        self.assertEqual((move.superior_id, str(move.decide_by)), (self.leader, "2026-03-18 15:59:59"))

    def test_holiday_comes_between(self):
        """R074: a holiday of the office that is entered later moves the term."""
        _lead, move = self.appealed()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": False,
                "date_from": "2026-03-03 16:00:00",
                "date_to": "2026-03-04 15:59:59",
            }
        )
        self.assertEqual(str(move.decide_by), "2026-03-05 15:59:59")
