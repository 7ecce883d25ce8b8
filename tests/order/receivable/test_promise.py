from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestPromise(ReceivableCommon):
    def promise(self, invoice, day="2026-06-05", amount=0, by=None):
        self.item(invoice, by or self.rep).action_promise(day, amount)

    def state(self, invoice, at="2026-06-10 02:00:00"):
        """Return the states of the promises about an invoice on a later day, the last given first."""
        with freeze_time(at):
            self.env.flush_all()
            self.env["sales.office.receivable.promise"].invalidate_model()
            promises = self.env["sales.office.receivable.promise"].search(
                [("move_id", "=", invoice.id)], order="id desc"
            )
            return promises.mapped("state")

    def test_kept(self):
        """R119: paid by the day, whenever somebody looks."""
        self.promise(self.old)
        self.assertEqual(self.state(self.old, TODAY), ["open"])
        self.pay(self.old, "2026-06-05")
        self.assertEqual(self.state(self.old), ["kept"])

    def test_broken(self):
        """R119: the day passed without the money; nobody and no job has to say so."""
        self.promise(self.old)
        self.assertEqual(self.state(self.old), ["broken"])
        with freeze_time("2026-06-10 02:00:00"):
            self.assertEqual(self.item(self.old).status, "broken")

    def test_on_its_last_day_it_is_open(self):
        """R119: whoever promised Friday has all of Friday."""
        self.promise(self.old)
        self.assertEqual(self.state(self.old, "2026-06-05 15:00:00"), ["open"])
        self.assertEqual(self.state(self.old, "2026-06-05 17:00:00"), ["broken"])  # Saturday in Shanghai

    def test_part_of_it(self):
        """R119: of what was promised, money from before counts for nothing."""
        self.promise(self.part_paid, amount=300)
        self.assertEqual(self.state(self.part_paid), ["broken"])
        self.pay(self.part_paid, "2026-06-04", 200)
        self.assertEqual(self.state(self.part_paid), ["broken"])
        self.pay(self.part_paid, "2026-06-05", 100)
        self.assertEqual(self.state(self.part_paid), ["kept"])

    def test_paid_too_late(self):
        """R119: money that came after the day does not keep a promise."""
        self.promise(self.old)
        self.pay(self.old, "2026-06-06")
        self.assertEqual(self.state(self.old), ["broken"])

    def test_matched_late_but_paid_in_time(self):
        """R119: the customer kept it although the accountant was slow."""
        self.promise(self.old)
        payment = self.pay_unmatched(1000, "2026-06-04")
        self.assertEqual(self.state(self.old), ["broken"])
        lines = (payment.move_id | self.old).line_ids
        lines.filtered(lambda line: line.account_id.account_type == "asset_receivable").reconcile()
        self.assertEqual(self.state(self.old), ["kept"])

    def test_a_bounced_payment_breaks_it(self):
        """R119: what the books take back is not kept."""
        self.promise(self.old)
        payment = self.pay(self.old, "2026-06-05")
        self.assertEqual(self.state(self.old), ["kept"])
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(self.state(self.old), ["broken"])

    def test_a_new_promise_takes_over(self):
        """R119: another day is promised; the first stays what the books say it is."""
        self.promise(self.old)
        with freeze_time("2026-06-08 02:00:00"):
            self.promise(self.old, "2026-06-20")
            self.assertEqual(self.item(self.old).status, "promised")
        self.assertEqual(self.state(self.old), ["open", "broken"])

    def test_withdrawn(self):
        """R119: typed in error, it counts as nothing; after its day it is too late for that."""
        self.promise(self.old)
        self.say_why(self.rep, self.item(self.old), "withdraw", "He meant another invoice")
        self.assertEqual(self.state(self.old), ["withdrawn"])
        self.promise(self.old)
        with freeze_time("2026-06-08 02:00:00"), self.assertRaisesRegex(UserError, "Its day has passed"):
            self.item(self.old, self.rep).action_withdraw("He meant another invoice")

    def test_bad_promises(self):
        """R119: no day that has passed, no more than is due, nothing."""
        with self.assertRaisesRegex(UserError, "today or a later day"):
            self.promise(self.old, "2026-05-31")
        for amount in (1000.01, -5, 0.001):
            with self.subTest(amount), self.assertRaisesRegex(UserError, "more than nothing"):
                self.promise(self.old, amount=amount)

    def test_a_colleague_promises_nothing(self):
        """R119 R135: nobody records a promise about what they may not read."""
        with self.assertRaises(AccessError):
            self.promise(self.old, by=self.colleague)

    def test_kept_and_broken_by_customer(self):
        """R119: how many promises a customer kept is counted like anything else."""
        self.promise(self.old)
        self.promise(self.part_paid)
        self.pay(self.old, "2026-06-03")
        self.env.flush_all()
        with freeze_time("2026-06-10 02:00:00"):
            promises = self.as_(self.leader, self.env["sales.office.receivable.promise"])
            groups = promises.formatted_read_group([], ["state"], ["__count"])
        self.assertEqual({group["state"]: group["__count"] for group in groups}, {"kept": 1, "broken": 1})
