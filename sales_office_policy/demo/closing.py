from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from .demo import REPS

#: who closes the office in turn
ROTA = (*REPS, "leader1", "leader2")


class SalesOfficeDemo(models.AbstractModel):
    """Closing lists since the first of last month, coming duties, and what inspections found."""

    _inherit = "sales.office.demo"

    def _load_closing_room(self, dice):
        rota = self.env["sales.office.closing.rota"].create(
            {
                "department_id": self._ref("demo_department_sales").id,
                "active": False,  # until it is known whose turns were when
                "line_ids": [
                    Command.create({"employee_id": self._employee(login).id, "sequence": number})
                    for number, login in enumerate(ROTA)
                ],
            }
        )
        closings = self._load_past_closings(rota, dice)
        rota.active = True
        self._load_inspections()
        first, _last = self._last_month()
        checks = self.env.ref("sales_office_policy.check_closing_missed")
        checks |= self.env.ref("sales_office_policy.check_inspection_finding")
        checks.write({"mode": "suspect", "enforced_from": first})
        checks.run(first, fields.Date.today())
        # somebody had a good reason, so that what was suspected withdraws itself
        excused = closings.filtered(lambda closing: closing.state == "missed")[:1]
        excused.with_user(self._user("manager")).action_excuse("The fire drill emptied the building at half past five")
        wrong = self.env["sales.office.inspection.line"].search([("remark", "=", "No name tag")], limit=1)
        wrong.with_user(self._user("manager")).action_withdraw("He had handed it in for repair")
        checks.run(first, fields.Date.today())

    def _load_past_closings(self, rota, dice):
        """Done in time by whose turn it was, except for two evenings."""
        days = self._working_days()
        missed = (days[len(days) // 3], days[-4])
        template = self.env.ref("sales_office_policy.closing_template_daily")
        closings = self.env["sales.office.closing"]
        for number, day in enumerate(days):
            login = ROTA[number % len(ROTA)]
            closing = closings.create(closings._prepare_closing_vals(rota, day, template, self._employee(login), False))
            closings |= closing
            self.env["sales.office.closing.template.line"]._copy_to(closing)
            ticked = closing.line_ids[:4] if day in missed else closing.line_ids
            at = self._at(day, 17.6 + dice.random() / 4)
            ticked.write({"state": "done", "marked_by_id": self._user(login).id, "marked_at": at})
            if day in missed:
                closing.state = "missed"
            else:
                closing.write({"state": "done", "done_at": at, "done_by_id": self._user(login).id})
        return closings

    def _load_inspections(self):
        """Two walks that found something, and one that the clerk makes today."""
        days = self._working_days()
        file = self.env["sales.office.document"].search([("name", "=like", "Customer file Lotus%")], limit=1)
        office = self._walk(days[len(days) // 2], "clerk", "demo_department_market")
        self._find(office, "rep2", "desk", remark="Cups, newspapers and last week's offers all over the desk")
        self._find(office, "rep4", "document", remark="Lay open beside the keyboard", document_id=file.id)
        team = self._walk(days[-6], "leader1", "demo_department_corporate")
        self._find(team, "rep1", "badge", remark="No name tag")
        (office | team).write({"state": "done", "done_at": fields.Datetime.now() - timedelta(days=6)})
        self._walk(fields.Date.today(), "clerk", "demo_department_events")

    def _walk(self, day, login, department):
        return self.env["sales.office.inspection"].create(
            {"date": day, "inspector_id": self._employee(login).id, "department_id": self._ref(department).id}
        )

    def _find(self, inspection, login, item, **values):
        item = self.env.ref(f"sales_office_policy.inspection_item_{item}")
        line = inspection.line_ids.filtered(
            lambda line: line.employee_id == self._employee(login) and line.item_id == item
        )
        line.write({"result": "finding", **values})
