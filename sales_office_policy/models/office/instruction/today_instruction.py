from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_own_instruction_lines() + self._get_led_instruction_lines()

    def _get_own_instruction_lines(self):
        """Return one line for each decision or task the user has to carry out, and each report he owes."""
        instructions = self.env["sales.office.instruction"].search(
            Domain("user_id", "=", self.env.uid)
            & Domain("state", "in", ("decided", "acting"))
            & Domain("report", "=", False),
            order="report_due_at, id",
        )
        return [
            self._prepare_line(
                "office",
                f"instruction_{instruction.id}",
                instruction._get_author_summary(),
                self._prepare_action("sales_office_policy.sales_office_instruction_action_my", instruction),
                detail=self._get_instruction_detail(instruction),
                urgent=instruction.is_overdue or instruction.state == "acting",
                icon="fa-tasks",
            )
            for instruction in instructions
        ]

    def _get_instruction_detail(self, instruction):
        if not instruction.report_due_at:
            return ""
        moment = format_datetime(self.env, instruction.report_due_at, dt_format="short")
        if instruction.is_overdue:
            return self.env._("Was due %(moment)s", moment=moment)
        return self.env._("Until %(moment)s", moment=moment)

    def _get_led_instruction_lines(self):
        """Return what waits for the user as the superior: questions, reports, and what is late below him."""
        mine = self.env["sales.office.instruction"].search(
            Domain("is_addressed", "=", True) & Domain("state", "in", ("asked", "acting", "decided")), order="id"
        )
        asked = mine.filtered(lambda i: i.state == "asked" or i.state == "acting" and not i.report)
        reported = mine.filtered(lambda i: i.report and i.needs_report)
        late = (mine - asked - reported).filtered("is_overdue")
        urgent = asked.filtered(lambda i: i.urgency != "normal" or i.is_overdue)
        lines = (
            ("instruction_asked", self.env._("Questions to decide"), asked, bool(urgent), "fa-question-circle-o"),
            ("instruction_reported", self.env._("Reports to take note of"), reported, False, "fa-check-circle-o"),
            ("instruction_late", self.env._("Reports not handed in to you"), late, True, "fa-clock-o"),
        )
        return [
            self._prepare_line(
                "office",
                key,
                title,
                self._prepare_action("sales_office_policy.sales_office_instruction_action_team", found),
                count=len(found),
                urgent=is_urgent,
                icon=icon,
            )
            for key, title, found, is_urgent, icon in lines
            if found
        ]
