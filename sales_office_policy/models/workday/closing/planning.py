from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...organization.local_time import get_zone
from ...organization.record.rows import insert_rows
from .closing import ACTIVITY

#: lists handled in one transaction
BATCH = 1000


class SalesOfficeClosing(models.Model):
    """How closing lists come into being, follow the rota (see ``sales.office.closing.rota``) and run out.

    Before the end time who is on duty is reminded; what was not done by then was missed.
    """

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

    def _is_running(self):
        """Return whether the list can still be changed: it is open, and its end time is to come."""
        return self.state == "open" and not self._is_over()

    def _is_begun(self):
        return any(line.state != "open" for line in self.line_ids)

    def _sync_with_schedule(self, wanted, coming, days, assigned):
        """Create, change and take back coming lists (sudo).

        :param dict wanted: ``{(rota, day, template): (employee, stands in)}``
        :param dict coming: as made by :meth:`_get_coming`
        :param dict days: ``{rota: (today, ...)}``
        :param dict assigned: ``{rota: {day: employee}}`` decided by hand just now
        """
        known = {(rota, day, closing.template_id): closing for (rota, day), cs in coming.items() for closing in cs}
        changeable = {key: closing for key, closing in known.items() if closing._is_running()}
        self.union(*(c for key, c in changeable.items() if key not in wanted))._take_back()
        kept = {key: closing for key, closing in changeable.items() if key in wanted}
        by_hand = {key for key in wanted if key[1] in assigned.get(key[0], {})}
        refreshed = {key: closing for key, closing in kept.items() if key[1] > days[key[0]][0]}
        self._follow_turns(kept, wanted, by_hand, refreshed)
        made = self._create_lists(wanted, known, by_hand)
        items = self.env["sales.office.closing.template.line"]
        items._copy_to(made)
        items._copy_names(self.union(*refreshed.values()))

    def _take_back(self):
        """Delete lists that nobody has begun to tick."""
        self.filtered(lambda closing: not closing._is_begun()).unlink()

    @api.model
    def _follow_turns(self, kept, wanted, by_hand, refreshed):
        """Bring lists in line with their turns, and say on them who is on duty now.

        :param dict kept: ``{(rota, day, template): list}``
        :param wanted: as in :meth:`_sync_with_schedule`
        :param set by_hand: the keys of what was assigned just now
        :param refreshed: the keys of the lists that follow their templates still
        """
        moved = {}
        for key, closing in kept.items():
            moved |= closing._follow(*wanted[key], key in by_hand, refresh=key in refreshed)
        if moved:
            self.browse(list(moved))._close_reminder()
            self.browse(list(moved))._message_log_batch(moved)

    @api.model
    def _create_lists(self, wanted, known, by_hand):
        """Return new lists, where none is known and the end time is to come; arguments as there."""
        now = fields.Datetime.now()
        vals_list = [
            {**self._prepare_closing_vals(*key, *turn), "by_hand": key in by_hand}
            for key, turn in wanted.items()
            if key not in known
        ]
        return insert_rows(self, [vals for vals in vals_list if vals["deadline"] > now])

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
        deadline = template._get_deadline(self.date, get_zone(self.office_id._get_sales_office_tz(self.company_id)))
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
            "state": "open",
        }

    def _prepare_items(self, template):
        return [
            Command.create({"item_id": item.id, "sequence": number, "name": item.name})
            for number, item in enumerate(template.line_ids)
        ]

    @api.model
    def _cron_watch(self):
        """Remind who is on duty, and mark as missed what was not done by the end time; a second run changes nothing."""
        now = fields.Datetime.now()
        rooms = self.env.ref("sales_office_policy.room_workday")
        in_use = Domain("company_id.sales_office_room_ids", "in", rooms.ids) & Domain("state", "=", "open")
        waiting = Domain("reminded_at", "=", False) & Domain("remind_at", "<=", now) & Domain("deadline", ">", now)
        missed = Domain("deadline", "<=", now)
        count = self.search_count(in_use & (waiting | missed))
        self.env["ir.cron"]._commit_progress(remaining=count)
        for domain, step in ((in_use & waiting, "_remind"), (in_use & missed, "_miss")):
            while closings := self.search(domain, limit=BATCH, order="id"):
                getattr(closings, step)()
                if not self.env["ir.cron"]._commit_progress(len(closings)):
                    return

    def _remind(self):
        """Tell whoever is on duty, once (sudo)."""
        self.write({"reminded_at": fields.Datetime.now()})
        self._give_activities("user_id", deadline="date", kind=ACTIVITY)

    def _miss(self):
        """Mark as missed, and have the checks look soon (sudo)."""
        self._finish({"state": "missed"})
        self.env["sales.office.check"]._trigger()
