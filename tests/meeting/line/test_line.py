from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .lines import LinesCommon


@freeze_time("2025-03-04 00:10:00")  # Tuesday 08:10 in Shanghai
class TestLine(LinesCommon):
    def test_own_lines_before_and_in_the_meeting(self):
        """R006: everybody on the list writes, corrects and deletes their own lines until the meeting is closed."""
        line = self.report(self.rep, kind="movement", text="At the fair in the afternoon", time=14.5)
        self.assertEqual((line.employee_id, line.department_id), (self.rep, self.north))
        self.open()
        self.as_(self.rep, line).text = "At the fair all day"
        self.report(self.rep, kind="need", text="A car on Friday")
        self.as_(self.rep, line).unlink()
        self.assertEqual(self.lines(self.rep).kind, "need")

    def test_customer_of_others_in_the_context(self):
        """R135: nobody learns the name of an opportunity they cannot read by reporting about it."""
        lead = self.env["crm.lead"].create({"name": "Secret", "user_id": self.rep_south.user_id.id})
        lines = self.as_(self.rep, self.env["sales.office.meeting.line"]).with_context(default_lead_id=lead.id)
        with self.assertRaises(AccessError):
            lines.create({"meeting_id": self.meeting.id, "text": "Lotus Travel"})

    def test_blank_report(self):
        """R004: a blank is no report."""
        with self.assertRaisesRegex(UserError, "Write down"):
            self.report(self.rep, " \n")
        line = self.report(self.rep)
        with self.assertRaisesRegex(UserError, "Write down"):
            self.as_(self.rep, line).text = ""

    def test_closed_is_locked(self):
        """R005 R006: lines of a closed meeting stay as they are, whoever asks and whichever way."""
        line = self.report(self.rep)
        self.open()
        self.close()
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                with self.assertRaisesRegex(UserError, "locked"):
                    self.as_(employee, line).text = "Other"
                with self.assertRaisesRegex(UserError, "locked"):
                    self.as_(employee, line).unlink()
                with self.assertRaisesRegex(UserError, "locked"):
                    self.report(employee, "Late news", employee_id=self.rep.id)
        with self.assertRaisesRegex(UserError, "locked"):
            self.as_(self.leader, self.meeting).write({"line_ids": [Command.update(line.id, {"text": "Other"})]})

    def test_everybody_on_the_list_reads_all_lines(self):
        """R006: what is reported in a meeting is for all who are expected there, and for nobody else."""
        line = self.report(self.rep)
        for employee in (self.leader, self.rep, self.colleague, self.manager, self.director, self.clerk):
            with self.subTest(employee.name):
                self.env.invalidate_all()
                self.assertEqual(self.as_(employee, line).text, "Lotus Travel")
                self.assertEqual(self.as_(employee, line).search([("id", "=", line.id)]).sudo(), line)
        for employee in (self.rep_south, self.leader_south, self.relations, self.finance, self.director_valley):
            with self.subTest(employee.name):
                self.env.invalidate_all()
                self.assertFalse(self.as_(employee, line).search([("id", "=", line.id)]))
                with self.assertRaises(AccessError):
                    self.as_(employee, line).read(["text"])

    def test_nobody_writes_for_others(self):
        """R006: a colleague, who reads the line, neither changes nor deletes it, nor reports in another's name."""
        line = self.report(self.rep)
        for employee in (self.colleague, self.clerk, self.rep_south, self.finance):
            with self.subTest(employee.name):
                with self.assertRaises(AccessError):
                    self.as_(employee, line).text = "Nonsense"
                with self.assertRaises(AccessError):
                    self.as_(employee, line).unlink()
                with self.assertRaises(AccessError):
                    self.report(employee, "Nonsense", employee_id=self.rep.id)

    def test_who_is_not_expected_reports_nothing(self):
        """R006: nobody reports in a meeting they are not on the list of."""
        for employee in (self.rep_south, self.relations, self.finance):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.report(employee, employee_id=employee.id)
        with self.assertRaisesRegex(UserError, "not on the list"):
            self.report(self.clerk)

    def test_chair_edits_and_adds(self):
        """R007 R008: the chair corrects lines and adds actions and notices; so do those who lead the department."""
        line = self.report(self.rep, kind="problem", text="No rooms")
        for employee in (self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                self.as_(employee, line).write({"owner_id": self.colleague.id, "deadline": "2025-03-06"})
                for kind in ("action", "notice"):
                    added = self.report(employee, f"{kind} by {employee.name}", kind=kind)
                    self.assertEqual(added.employee_id, employee)
        reported = self.report(self.leader, "Said by phone", employee_id=self.colleague.id)
        self.assertEqual(reported.employee_id, self.colleague)
        with self.assertRaisesRegex(UserError, "not on the list"):
            self.report(self.leader, employee_id=self.rep_south.id)

    def test_actions_are_the_chairs(self):
        """R007: nobody but the chair has others do something, not by turning a line of theirs into an action either."""
        with self.assertRaises(AccessError):
            self.report(self.rep, kind="action", owner_id=self.colleague.id)
        line = self.report(self.rep)
        with self.assertRaises(AccessError):
            self.as_(self.rep, line).kind = "action"

    def test_named_chair_edits(self):
        """R006: whoever was named to chair may do as the leader does, and no more once somebody else chairs."""
        line = self.report(self.rep)
        self.meeting.chair_id = self.colleague
        self.as_(self.colleague, line).text = "Lotus Travel, at ten"
        self.meeting.chair_id = self.leader
        with self.assertRaises(AccessError):
            self.as_(self.colleague, line).text = "Lotus Travel, at eleven"

    def test_line_stays_with_person_and_meeting(self):
        line = self.report(self.rep)
        other = self._create_meeting(self.north, start="2025-03-05 00:15:00", stop="2025-03-05 00:35:00")
        for values in ({"meeting_id": other.id}, {"employee_id": self.colleague.id}):
            for employee in (self.rep, self.leader):
                with self.subTest(values, employee=employee.name), self.assertRaises(AccessError):
                    self.as_(employee, line).write(values)

    def test_fixed_fields(self):
        """R007: who is done, and where a line came from, is written by nobody, nor by a default."""
        line = self.report(self.rep, kind="problem")
        event = self._create_event(self.colleague, "2025-03-04 03:00:00")
        for values in (
            {"done": True},
            {"result": "Solved"},
            {"res_model": "calendar.event", "res_id": event.id},
            {"user_id": self.colleague.user_id.id},
            {"owner_user_id": self.rep.user_id.id},
        ):
            with self.subTest(values):
                with self.assertRaises(AccessError):
                    self.as_(self.rep, line).write(values)
                with self.assertRaises(AccessError):
                    self.report(self.rep, **values)
        forged = self.as_(self.rep, line).with_context(default_done=True, default_result="Solved")
        self.assertFalse(forged.create({"meeting_id": self.meeting.id, "text": "No rooms"}).done)

    def test_customer_and_opportunity_are_the_readers(self):
        """R006 R135: a line does not show the name of an opportunity its writer may not read."""
        foreign = self.env["crm.lead"].create({"name": "Secret tender", "user_id": self.rep_south.user_id.id})
        with self.assertRaises(AccessError):
            self.report(self.rep, lead_id=foreign.id)
        line = self.report(self.rep)
        with self.assertRaises(AccessError):
            self.as_(self.rep, line).lead_id = foreign
        own = self.env["crm.lead"].create({"name": "Fair", "user_id": self.rep.user_id.id})
        self.as_(self.rep, line).lead_id = own
        self.env.invalidate_all()
        seen = self.as_(self.colleague, line).web_read({"lead_id": {"fields": {"display_name": {}}}})
        self.assertEqual(seen[0]["lead_id"]["display_name"], "Fair", "Shared by who may read it")

    def test_owner_belongs_to_the_office_or_the_list(self):
        """R007: a problem is handed to somebody who is there or belongs to the office."""
        self.report(self.rep, kind="problem", owner_id=self.relations.id)
        with self.assertRaisesRegex(ValidationError, "Oscar"):
            self.report(self.rep, kind="problem", owner_id=self.outsider.id)
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            self.report(self.rep, kind="problem", owner_id=self.rep_valley.id)

    def test_own_record_rules_of_the_chair_outside(self):
        """R006: a chair from elsewhere reports as well, though they are not on the list."""
        self.meeting.chair_id = self.relations
        line = self.report(self.relations, "Complaints of the week", kind="notice")
        self.assertEqual(line.employee_id, self.relations)

    def test_deleted_with_the_meeting(self):
        """R006: lines go with a planned meeting that is deleted, and what was written about them too."""
        line = self.report(self.rep)
        self.as_(self.colleague, line).message_post(body="I come along")
        message = line.message_ids
        self.as_(self.leader, self.meeting).unlink()
        self.assertFalse(line.exists() or message.exists())

    def test_bad_time(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.report(self.rep, time=24)
            self.env.flush_all()

    def test_on_the_form_of_the_chair(self):
        """R006 R007: in the meeting's form the chair adds lines of each kind."""
        with Form(self.as_(self.leader, self.meeting)) as form:
            with form.plan_ids.new() as line:
                line.text = "Call all wedding planners"
                line.owner_id = self.rep
                line.deadline = "2025-03-07"
            with form.notice_ids.new() as line:
                line.text = "The lift is repaired until Friday"
            with form.report_line_ids.new() as line:
                line.text = "No rooms left"
        kinds = {line.kind: line for line in self.lines()}
        self.assertEqual(kinds["action"].owner_id, self.rep)
        self.assertEqual(kinds["notice"].employee_id, self.leader)
        self.assertEqual(kinds["problem"].text, "No rooms left")

    def test_cost_of_reading_does_not_grow(self):
        """R006: the lines of a meeting cost as many queries for forty as for four."""
        counts = []
        for size in (4, 36):
            self.env["sales.office.meeting.line"].create(
                [
                    {"meeting_id": self.meeting.id, "employee_id": self.colleague.id, "text": str(number)}
                    for number in range(size)
                ]
            )
            meeting = self.as_(self.rep, self.meeting)
            spec = {"report_line_ids": {"fields": {"text": {}, "can_follow_up": {}, "employee_id": {}}}}
            counts.append(self.count_queries(lambda meeting=meeting, spec=spec: meeting.web_read(spec)))
        self.assertLessEqual(counts[1], counts[0])
