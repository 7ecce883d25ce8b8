from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from .target import ADDITIVE


class SalesOfficeTarget(models.Model):
    """How far agreed targets were reached, in percent, as commission asks (R057, R103).

    Agreed is what was accepted, or published and not disputed.
    """

    _inherit = "sales.office.target"

    @api.model
    def _get_achievement(self, owners, metric, date_from, date_to):
        """Return how far each owner reached his agreed target of exactly this period, from the books now.

        Without one of the whole period, the shorter ones that make it up count. A department without any of its
        own has those of its people together, of whoever was in it or below on the target's first day.

        :param owners: employees, or departments of one company
        :return: ``{owner: percent as Decimal, or None without a target}``
        """
        asked = (owners, metric, date_from, date_to)
        if owners._name == "hr.department":
            covers = self._get_department_covers(*asked)
            reached = self._get_department_reached(covers, *asked)
        else:
            covers = self._get_employee_covers(*asked)
            achieved = self.sudo().union(*covers.values())._get_achieved()
            reached = {owner: self._add_up(achieved[target] for target in covers[owner]) for owner in owners}
        wanted = {owner: self._add_up(covers[owner].mapped("target_value")) for owner in owners}
        return {owner: 100 * reached[owner] / wanted[owner] if wanted[owner] else None for owner in owners}

    def _add_up(self, numbers):
        return sum((Decimal(str(number)) for number in numbers), Decimal(0))

    def _get_employee_covers(self, employees, metric, date_from, date_to):
        """Return ``{employee: his agreed targets (sudo) that make up the period}``."""
        targets = self._get_agreed(Domain("employee_id", "in", employees.ids), metric, date_from, date_to)
        parts = targets.grouped("employee_id")
        return {e: parts.get(e.sudo(), targets.browse())._get_cover(date_from, date_to) for e in employees}

    def _get_department_covers(self, departments, metric, date_from, date_to):
        """Return ``{department: the agreed targets (sudo) that make up the period}``, its own or its people's."""
        days = (metric, date_from, date_to)
        nobody = Domain("employee_id", "=", False)
        own = self._get_agreed(Domain("department_id", "in", departments.ids) & nobody, *days).grouped("department_id")
        companies = departments.sudo().company_id or self.env.companies
        someone = ~nobody & Domain("company_id", "in", companies.ids)
        # whoever moved in the period has a target in each department: only all of his together make it up
        people = self._get_employee_covers(self._get_agreed(someone, *days).employee_id, *days)
        lines = self.sudo().union(*people.values())._get_lines()
        covers = {}
        for department in departments:
            inside = self.sudo().browse(target.id for target, line in lines.items() if department.id in line)
            covers[department] = own.get(department, inside.browse())._get_cover(date_from, date_to) or inside
        return covers

    def _get_lines(self):
        """Return ``{target: ids of its department and what stood above that}`` on the first day of each target."""
        stays = defaultdict(list)
        for company, targets in self.grouped("company_id").items():
            for stay in self.env["sales.office.membership"]._get_stays(company, targets.employee_id):
                stays[stay.employee_id, stay.department_id].append(stay)
        lines = {}
        for target in self:
            then = stays[target.employee_id.id, target.department_id.id]
            line = next((stay.line for stay in then if stay.first <= target.date_from <= stay.last), None)
            lines[target] = line or tuple(map(int, (target.department_id.parent_path or "").split("/")[:-1]))
        return lines

    def _get_department_reached(self, covers, departments, metric, date_from, date_to):
        """Return ``{department: what was reached}``: its books, or what was measured where no book has it."""
        if metric not in ADDITIVE:
            return {department: self._add_up(covers[department].mapped("manual_value")) for department in departments}
        reached = dict.fromkeys(departments, Decimal(0))
        planned = departments.filtered(lambda department: covers[department])
        for company, asked in planned.grouped(lambda department: covers[department].company_id[:1]).items():
            questions = [(self.env["hr.employee"], department, date_from, date_to) for department in asked]
            answers = self.env["sales.office.books"]._get_values(company, metric, questions)
            reached |= {department: Decimal(answer) for department, answer in zip(asked, answers, strict=True)}
        return reached

    def _get_agreed(self, whose, metric, date_from, date_to):
        """Return the agreed targets within the period (sudo: only percents leave :meth:`_get_achievement`)."""
        agreed = Domain("state", "=", "accepted") | (
            Domain("published_at", "!=", False) & Domain("state", "=", "proposed")
        )
        days = Domain("date_from", ">=", date_from) & Domain("date_to", "<=", date_to)
        in_force = Domain("active", "=", True)
        return self.sudo().search(in_force & agreed & whose & Domain("metric", "=", metric) & days)

    def _get_cover(self, date_from, date_to):
        """Return those of one owner's targets that make up the period, the longest first; nothing with a gap."""
        by_start = self.sorted(lambda t: (t.date_to, -t.id)).grouped("date_from")
        cover, day = self.browse(), date_from
        while day <= date_to and day in by_start:
            cover |= by_start[day][-1]
            day = cover[-1].date_to + timedelta(days=1)
        return cover if day > date_to else self.browse()
