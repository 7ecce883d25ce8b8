from .stage_common import StageCommon


class TestStageOutcome(StageCommon):
    def setUp(self):
        super().setUp()
        self.asked = self.criterion(mode="notify")
        self.later = self.criterion("quotation", stage_id=self.proposition.id, mode="notify")
        self.outcomes = self.env["sales.office.stage.outcome"]

    def kept(self, lead):
        found = self.outcomes.search([("lead_id", "=", lead.id)])
        return {(outcome.criterion_id, outcome.has_evidence, outcome.win_rate) for outcome in found}

    def test_kept_when_closed(self):
        """R065: what a deal has when it is won or lost is kept, of the stages that it reached."""
        won, lost = self.lead(), self.lead()
        self.need(won)
        self.as_(self.rep, won).action_set_won()
        self.as_(self.rep, lost).action_set_lost()
        self.assertEqual(self.kept(won), {(self.asked, True, 100), (self.later, False, 100)})
        self.assertEqual(self.kept(lost), {(self.asked, False, 0)})
        self.need(lost)
        self.assertEqual(self.kept(lost), {(self.asked, False, 0)}, "frozen")

    def test_opened_again(self):
        """R065: of a deal that is open again nothing is kept; closed anew, it is kept anew."""
        lead = self.lead()
        self.as_(self.rep, lead).action_set_lost()
        self.as_(self.rep, lead).action_restore()
        self.assertFalse(self.kept(lead))
        self.need(lead)
        self.as_(self.rep, lead).action_set_won()
        self.assertIn((self.asked, True, 100), self.kept(lead))
        self.move(lead, self.new)
        self.assertFalse(self.kept(lead))
        self.as_(self.rep, lead).action_set_lost()
        self.assertEqual(self.kept(lead), {(self.asked, True, 0)})

    def test_entered_as_closed(self):
        """R065: a deal that is entered as won shows nothing of how it came about."""
        self.assertFalse(self.kept(self.lead(stage_id=self.won.id)))

    def test_leads_are_no_deals(self):
        """R065: a lead that was no opportunity yet tells nothing about stages."""
        lead = self.lead(type="lead")
        lead.action_set_lost()
        self.assertFalse(self.kept(lead))

    def test_worth_asking(self):
        """R065: the criterion says how often deals with it and without it were won, and of how many."""
        for number in range(5):
            lead = self.lead()
            if number < 3:
                self.need(lead)
            lead.action_set_won() if number < 2 else lead.action_set_lost()
        seen = self.as_(self.policy_admin, self.asked)
        self.assertEqual((seen.with_count, round(seen.with_rate)), (3, 67))
        self.assertEqual((seen.without_count, seen.without_rate), (2, 0))
        rows = self.as_(self.rep, self.outcomes).formatted_read_group(
            [("criterion_id", "=", self.asked.id)], ["has_evidence"], ["__count", "win_rate:avg"]
        )
        self.assertEqual(sorted(row["__count"] for row in rows), [2, 3])
        self.assertNotIn("with_rate", self.as_(self.rep, self.asked).fields_get())

    def test_who_reads_it(self):
        """R135: whoever reads the deal."""
        lead = self.lead()
        lead.action_set_lost()
        for employee, number in ((self.rep, 1), (self.leader, 1), (self.rep_south, 0), (self.finance, 0)):
            self.assertEqual(self.as_(employee, self.outcomes).search_count([]), number)

    def test_many_at_once(self):
        """R065: closing many deals keeps what they had with as many queries as closing few."""
        counts = []
        for number in (1, 3, 30):
            leads = self.env["crm.lead"].union(*(self.lead() for _number in range(number)))
            self.env.flush_all()
            count = self.env.cr.sql_log_count
            leads._keep_outcomes()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - count)
        self.assertEqual(counts[1], counts[2])
