from freezegun import freeze_time

from odoo.exceptions import AccessError

from ...common import SalesOfficeCommon


@freeze_time("2026-03-02 02:00:00")
class TestMarketNote(SalesOfficeCommon):
    def note(self, by=None, **values):
        values = {"name": "A new hotel opens in May", "source": "The planning office", **values}
        return self.as_(by or self.rep, self.env["sales.office.market.note"]).create(values)

    def readers(self, note):
        people = (
            self.rep | self.colleague | self.rep_south | self.leader_south | self.leader | self.manager | self.clerk
        )
        return {
            person.name
            for person in people
            if self.as_(person, self.env["sales.office.market.note"]).search([("id", "=", note.id)])
        }

    def test_read_by_everybody(self):
        """R062: what somebody learned serves everybody of the company, and nobody of another one."""
        note = self.note()
        self.assertEqual(self.readers(note), {"Rob", "Ann", "Ray", "Leo", "Lea", "Max", "Cleo"})
        with self.assertRaises(AccessError):
            self.as_(self.rep_valley, note).read(["name"])

    def test_confidential(self):
        """R062: what is confidential only its author and who leads reads, through no door anybody else."""
        note = self.note(is_confidential=True)
        self.assertEqual(self.readers(note), {"Rob", "Leo", "Lea", "Max"})
        other = self.as_(self.colleague, self.env["sales.office.market.note"])
        self.assertFalse(other.search_read([("name", "ilike", "hotel")]))
        self.assertFalse(other.formatted_read_group([], ["topic"], ["__count"]))
        with self.assertRaises(AccessError):
            self.as_(self.colleague, note)._export_rows([["name"]])

    def test_written_by_its_author(self):
        """R062: nobody else says that it is true no longer, but who leads them."""
        note = self.note()
        for act in ("action_confirm", "action_drop"):
            with self.assertRaises(AccessError):
                getattr(self.as_(self.colleague, note), act)()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, note).write({"name": "Nothing"})
        self.as_(self.leader, note).action_drop()
        self.assertFalse(note.active)

    def test_runs_out(self):
        """R062: its author is asked on Today whether it is still true, and says so with a button."""
        note = self.note(valid_until="2026-03-05")
        line = self._line("market_notes")
        self.assertEqual([button["call"] for button in line["items"][0]["buttons"]], ["action_confirm", "action_drop"])
        note.action_confirm()
        self.assertEqual(str(note.valid_until), "2026-06-02")
        self.assertFalse(self._line("market_notes"))
        with freeze_time("2026-07-02 02:00:00"):
            self.assertTrue(note.is_expired)
            self.assertIn(note, self.env["sales.office.market.note"].search([("is_expired", "=", True)]))

    def _line(self, key, employee=None):
        lines = self.as_(employee or self.rep, self.env["sales.office.today"]).get_lines()
        return next((line for line in lines if line["key"] == key), None)

    def test_what_it_changed(self):
        """R105: a leader says which version of the plan was written because of it; the plan shows it."""
        plan = self.env["sales.office.plan"].create({"year": 2026, "department_id": self.retail.id})
        note = self.note()
        self.as_(self.manager, note).plan_ids = plan
        self.assertEqual(self.as_(self.manager, plan).market_note_ids.ids, note.ids)
        with self.assertRaises(AccessError):
            self.note(plan_ids=plan.ids)  # Rob may not read the draft of a plan
        with self.assertRaises(AccessError):
            self.as_(self.manager, plan).write({"market_note_ids": False})

    def test_month_end(self):
        """R009 R062: the month-end meeting has what was learned and the risks, as far as each reader may see them."""
        note, secret = self.note(), self.note(is_confidential=True)
        risk = self.env["sales.office.risk"].create({"name": "The fair moves away", "employee_id": self.leader.id})
        meeting = self.env["sales.office.meeting"].create(
            {
                "name": "Month end",
                "kind": "monthly",
                "department_id": self.north.id,
                "start": "2026-03-30 02:00:00",
                "stop": "2026-03-30 04:00:00",
                "chair_id": self.leader.id,
            }
        )
        seen = self.as_(self.leader, meeting)
        self.assertEqual((set(seen.market_note_ids.ids), seen.risk_ids.ids), ({note.id, secret.id}, risk.ids))
        seen = self.as_(self.colleague, meeting.sudo())
        self.assertEqual(seen.sudo(False).market_note_ids.ids, note.ids)
        self.assertFalse(seen.sudo(False).risk_ids)

    def test_month_ends_in_a_list(self):
        """R062: the agendas of one meeting or of four take the same number of questions, and each has its own."""
        self.note()
        self.env["sales.office.risk"].create({"name": "The fair moves away", "employee_id": self.leader.id})
        meetings = self.env["sales.office.meeting"].create(
            [
                {
                    "name": "Month end",
                    "kind": "monthly",
                    "department_id": department.id,
                    "start": f"2026-0{month}-28 02:00:00",
                    "stop": f"2026-0{month}-28 04:00:00",
                    "chair_id": self.leader.id,
                }
                for month, department in ((2, self.north), (3, self.north), (3, self.south), (4, self.north))
            ]
        )
        counts = []
        for some in (meetings[:1], meetings[:1], meetings):
            self.env.flush_all()
            self.env.invalidate_all()
            seen = self.as_(self.leader, some)
            seen.mapped("name")
            before = self.env.cr.sql_log_count
            agendas = [(len(meeting.market_note_ids), len(meeting.risk_ids)) for meeting in seen]
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(agendas[1:], [(1, 1), (1, 0), (1, 1)])
        self.assertEqual(counts[1], counts[2])
