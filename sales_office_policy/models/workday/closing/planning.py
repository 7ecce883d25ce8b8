from collections import defaultdict

from pytz import timezone

from odoo import fields, models
from odoo.fields import Command


class SalesOfficeClosing(models.Model):
    """How closing lists come into being and follow the rota; see ``sales.office.closing.rota``."""

    _inherit = "sales.office.closing"

    def _get_coming(self, rotas, days):
        """Return ``{(rota, day): lists}`` of these rotas' offices, from the earliest of their todays on (sudo)."""
        by_office = {(rota.department_id, rota.company_id): rota for rota in rotas}
        found = self.search(
            [
                ("office_id", "in", rotas.department_id.ids),
                ("company_id", "in", rotas.company_id.ids),
                ("date", ">=", min(today for today, _open_days in days.values())),
            ]
        )
        coming = defaultdict(self.browse)
        for (office, company, day), closings in found.grouped(lambda c: (c.office_id, c.company_id, c.date)).items():
            if rota := by_office.get((office, company)):
                coming[rota, day] = closings.with_prefetch(found._prefetch_ids)
        return coming

    def _get_settled_turn(self, is_today, is_there):
        """Return ``(employee, stands in)`` of the lists of one evening if that does not follow the rota any more.

        What is over is settled. What was assigned, swapped, begun or is today is settled as
        long as the person is there.
        """
        for closing in self:
            over = closing.state != "open" or closing._is_over()
            kept = closing.by_hand or closing.swap_employee_id or is_today or closing._is_begun()
            if over or kept and is_there(closing.employee_id, closing.date):
                return closing.employee_id, closing.stands_in
        return None

    def _is_begun(self):
        return any(line.state != "open" for line in self.line_ids)

    def _bring_in_line(self, wanted, coming, days, assigned):
        """Create, change and take back coming lists (sudo).

        :param dict wanted: ``{(rota, day, template): (employee, stands in)}``
        :param dict coming: as made by :meth:`_get_coming`
        :param dict days: ``{rota: (today, ...)}``
        :param dict assigned: ``{rota: {day: employee}}`` decided by hand just now
        """
        now = fields.Datetime.now()
        known = {(rota, day, closing.template_id): closing for (rota, day), cs in coming.items() for closing in cs}
        changeable = {
            key: closing for key, closing in known.items() if closing.state == "open" and closing.deadline > now
        }
        gone = [c.id for key, c in changeable.items() if key not in wanted and not c._is_begun()]
        self.browse(gone).unlink()
        by_hand = {key: day_turn for key, day_turn in wanted.items() if key[1] in assigned.get(key[0], {})}
        moved = {}
        for key, closing in changeable.items():
            if key in wanted:
                moved |= closing._follow(*wanted[key], key in by_hand, refresh=key[1] > days[key[0]][0])
        if moved:
            self.browse(list(moved))._close_reminder()
            self.browse(list(moved))._message_log_batch(moved)
        vals_list = [
            {**self._prepare_closing_vals(*key, *turn), "by_hand": key in by_hand}
            for key, turn in wanted.items()
            if key not in known
        ]
        quiet = self.with_context(mail_create_nolog=True, tracking_disable=True)
        made = quiet.create([vals for vals in vals_list if vals["deadline"] > now])
        kept = self.browse([c.id for key, c in changeable.items() if key in wanted and key[1] > days[key[0]][0]])
        items = self.env["sales.office.closing.template.line"]
        items._copy_to(made)
        items._copy_names(kept)

    def _follow(self, employee, stands_in, by_hand, refresh):
        """Bring one list in line with its turn, and before its day with its template.

        :return: ``{id: note}`` if somebody else is on duty now
        """
        self.ensure_one()
        moved = {}
        if self.employee_id != employee:
            moved[self.id] = self.env._(
                "%(name)s is on duty instead of %(before)s.", name=employee.name, before=self.employee_id.name
            )
            swap = {"swap_employee_id": False, "swap_closing_id": False}
            self.write({"employee_id": employee.id, "reminded_at": False, **swap})
        if self.stands_in != stands_in:
            self.stands_in = stands_in
        if by_hand and not self.by_hand:
            self.by_hand = True
        if refresh and not self._is_begun():
            self._refresh()
        return moved

    def _refresh(self):
        """Take over times and items of the template as they are now."""
        template = self.template_id
        deadline = template._get_deadline(self.date, timezone(self.office_id._get_sales_office_tz(self.company_id)))
        if self.deadline != deadline:
            self.deadline = deadline
        if self.remind_at != (remind_at := template._get_reminder(deadline)):
            self.remind_at = remind_at
        if [line.item_id for line in self.line_ids] != list(template.line_ids):
            self.line_ids = [Command.clear(), *self._prepare_items(template)]

    def _prepare_closing_vals(self, rota, day, template, employee, stands_in):
        deadline = template._get_deadline(day, rota._get_zone())
        return {
            "office_id": rota.department_id.id,
            "template_id": template.id,
            "date": day,
            "employee_id": employee.id,
            "stands_in": stands_in,
            "deadline": deadline,
            "remind_at": template._get_reminder(deadline),
        }

    def _prepare_items(self, template):
        return [
            Command.create({"item_id": item.id, "sequence": number, "name": item.name})
            for number, item in enumerate(template.line_ids)
        ]
