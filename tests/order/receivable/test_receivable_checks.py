from freezegun import freeze_time

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestReceivableChecks(ReceivableCommon):
    def found(self, code, first="2026-03-01", last="2026-06-30"):
        """Return ``{invoice: day}`` of what a check finds about Rob."""
        check = self.env.ref(f"sales_office_policy.check_{code}")
        self.env.flush_all()
        self.env["sales.office.receivable"].invalidate_model()
        rows = check._get_detector()(self.rep, self.to_date(first), self.to_date(last))
        moves = self.env["sales.office.receivable"].browse([row["res_id"] for row in rows]).move_id
        return dict(zip(moves, [str(row["date"]) for row in rows], strict=True))

    def to_date(self, text):
        return self.env["sales.office.receivable"]._fields["date_due"].to_date(text)

    def test_off_at_first(self):
        """R119: nothing is found before somebody switches the checks on."""
        for code in ("receivable_idle", "promise_broken"):
            check = self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
            self.assertEqual(check.mode or "off", "off")

    def test_left_alone(self):
        """R119: overdue for more than seven days without a step, on the day the seven days were over."""
        self.assertEqual(self.found("receivable_idle"), {self.old: "2026-04-09", self.part_paid: "2026-05-19"})

    def test_a_step_helps(self):
        """R119: whoever did something is left alone for as many days, and found when they are over."""
        self.item(self.old, self.rep).action_contact("Called")
        self.assertEqual(self.found("receivable_idle"), {self.part_paid: "2026-05-19"})
        with freeze_time("2026-06-09 02:00:00"):
            self.assertEqual(self.found("receivable_idle")[self.old], "2026-06-09")

    def test_what_rests_is_not_left_alone(self):
        """R119: what is promised, disputed or with finance need not be chased."""
        self.item(self.old, self.rep).action_promise("2026-06-20")
        self.item(self.part_paid, self.rep).action_dispute(self.clerk.user_id, "Wrong price")
        with freeze_time("2026-06-18 02:00:00"):
            self.assertEqual(self.found("receivable_idle"), {})

    def test_a_broken_promise(self):
        """R119: found when the next day is over as well and nobody did anything."""
        self.item(self.old, self.rep).action_promise("2026-06-05")
        with freeze_time("2026-06-06 02:00:00"):
            self.assertEqual(self.found("promise_broken"), {})
        with freeze_time("2026-06-07 02:00:00"):
            self.assertEqual(self.found("promise_broken"), {self.old: "2026-06-07"})
            self.item(self.old, self.rep).action_contact("Called, he is on leave")
            self.assertEqual(self.found("promise_broken"), {})

    def test_a_promise_is_waited_for(self):
        """R119: until its day it was right to wait: the night after it is not left alone, the next one it is broken."""
        for code in ("promise_broken", "receivable_idle"):
            check = self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
            check.write({"mode": "notify", "enforced_from": "2026-01-01"})
        self.item(self.old, self.rep).action_promise("2026-06-20")
        for day, code in (("2026-06-21", None), ("2026-06-22", "promise_broken")):
            with freeze_time(f"{day} 02:00:00"):
                found = [code for code in ("receivable_idle", "promise_broken") if self.old in self.found(code)]
            self.assertEqual(found, [code] if code else [])

    def test_money_that_is_not_matched(self):
        """R119: nobody is held responsible for a promise that the customer's unmatched money would keep."""
        self.item(self.old, self.rep).action_promise("2026-06-05")
        self.pay_unmatched(1000, "2026-06-05")
        with freeze_time("2026-06-10 02:00:00"):
            self.assertEqual(self.found("promise_broken"), {})

    def test_one_fact_one_finding(self):
        """R119: a broken promise that is left alone is not found a second time as an invoice left alone."""
        broken = self.env.ref("sales_office_policy.check_promise_broken")
        self.assertIn(self.env.ref("sales_office_policy.check_receivable_idle"), broken.covers_ids)

    def test_the_run_makes_a_finding_and_withdraws_it(self):
        """R119: switched on, a finding stands until the money comes."""
        check = self.env.ref("sales_office_policy.check_receivable_idle").with_company(self.company)
        check.write({"mode": "notify", "enforced_from": "2026-01-01", "limit_days": 90})
        self.env.flush_all()
        check.run("2026-03-05", "2026-06-01", self.rep)
        findings = self.env["sales.office.finding"].search([("check_id", "=", check.id)])
        self.assertEqual(len(findings.filtered(lambda f: f.state == "open")), 2)
        self.pay(self.old, "2026-06-01")
        self.env.flush_all()
        check.run("2026-03-05", "2026-06-01", self.rep)
        self.assertEqual(len(findings.filtered(lambda f: f.state == "open")), 1)

    def lines(self, employee):
        self.env.flush_all()
        today = self.as_(employee, self.env["sales.office.today"])
        return {line["key"]: line for line in today.get_lines() if line["room"] == "order"}

    def test_today(self):
        """R119: who collects, who leads, who settles a dispute and finance see on their page what waits."""
        self.item(self.part_paid, self.rep).action_promise("2026-06-02")
        self.item(self.southern, self.rep_south).action_hand_over("No answer")
        with freeze_time("2026-06-04 02:00:00"):
            self.assertEqual(
                {key: line["count"] for key, line in self.lines(self.rep).items()},
                {"promises_broken": 1, "receivables_idle": 1},
            )
            self.assertEqual(self.lines(self.leader)["receivables_led"]["count"], 1)
            self.assertEqual(self.lines(self.finance)["receivables_finance"]["count"], 1)
            self.assertEqual(self.lines(self.clerk), {})
            opened = self.lines(self.rep)["receivables_idle"]["action"]
        rows = self.as_(self.rep, self.env[opened["res_model"]]).search(opened["domain"])
        self.assertEqual(rows.move_id, self.old)

    def test_today_without_the_room(self):
        """R119: the page is silent where the room is off."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertEqual(self.lines(self.rep), {})
