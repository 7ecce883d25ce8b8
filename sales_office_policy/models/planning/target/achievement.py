from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, float_round, split_every

from ...books.metrics import AMOUNTS, explained
from ...organization.alike import only_alike
from ...organization.asking import ask
from .target import ADDITIVE

#: targets read from the books at once
BATCH = 1000
#: days after its end that a target is still read again, because books are written late
LATE = 62
#: sums of what each metric counts differently
SUMS = {f"{name}:sum" for name in ("target_value", "manual_value", "achieved_snapshot", "parts_value", "difference")}


class Measured(NamedTuple):
    """What was reached of a target, and what it comes to at the pace so far."""

    achieved_value: float
    forecast_value: float
    progress: float
    forecast_percent: float


class SalesOfficeTarget(models.Model):
    """How far a target is reached: from the books as they are when it is opened, and every night for charts."""

    _inherit = "sales.office.target"

    unit = fields.Char(
        string="Counted in",
        compute="_compute_unit",
        help="Currency of an amount, % of a share; a number has none.",
    )
    manual_value = fields.Float(
        string="Measured",
        digits=(16, 2),
        copy=False,
        tracking=True,
        help="Market share or satisfaction as it was measured: no book has it.",
    )
    achieved_value = fields.Float(
        string="Achieved",
        digits=(16, 2),
        compute="_compute_achieved_value",
        compute_sudo=True,
        help=explained("What the books say now, or what was measured where no book has it."),
    )
    progress = fields.Float(string="Achieved (%)", compute="_compute_achieved_value", compute_sudo=True)
    forecast_value = fields.Float(
        string="Forecast",
        digits=(16, 2),
        compute="_compute_achieved_value",
        compute_sudo=True,
        help=explained("What the period comes to at the pace so far, by the office's working days."),
    )
    forecast_percent = fields.Float(string="Forecast (%)", compute="_compute_achieved_value", compute_sudo=True)
    achieved_snapshot = fields.Float(
        string="Achieved (Last Night)",
        digits=(16, 2),
        readonly=True,
        copy=False,
        help=explained("Read from the books every night, for charts and tables."),
    )
    progress_snapshot = fields.Float(
        string="Achieved (%, Last Night)", digits=(16, 1), readonly=True, copy=False, aggregator="avg"
    )
    refreshed_at = fields.Datetime(string="Last Refreshed", readonly=True, copy=False)

    @api.depends("metric", "currency_id")
    def _compute_unit(self):
        for target in self:
            shown = target.currency_id.symbol if target.metric in AMOUNTS else "%"
            target.unit = shown if target.metric in AMOUNTS or target.metric not in ADDITIVE else False

    @api.depends("target_value", "manual_value", "metric", "employee_id", "department_id", "date_from", "date_to")
    def _compute_achieved_value(self):
        # of what is saved: a form that is still typed in must not say what anybody else sells
        measured = self._measure(self._origin._get_achieved())
        for target in self:
            target.update(measured[target]._asdict())

    def _read_group_select(self, aggregate_spec, query):
        """Add up no money with customers or other money, no whole with its parts; of shares and marks take the mean."""
        selected = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec not in SUMS:
            return selected
        mean = super()._read_group_select(aggregate_spec.replace(":sum", ":avg"), query)
        names = ("metric", "period_type", "parent_path", "id", "currency_id")
        metric, period, path, number, currency = (self._field_to_sql(self._table, name, query) for name in names)
        either = SQL("CASE WHEN MIN(%s) IN %s THEN %s ELSE %s END", metric, ADDITIVE, selected, mean)
        above = SQL("STRING_TO_ARRAY(STRING_AGG(REGEXP_REPLACE(%s, '[0-9]+/$', ''), ''), '/')", path)
        apart = SQL("CASE WHEN NOT %s && ARRAY_AGG(%s::text) THEN %s END", above, number, either)
        return only_alike(
            apart, metric, period, SQL("CASE WHEN %s IN %s THEN %s END", metric, tuple(AMOUNTS), currency)
        )

    def _measure(self, achieved):
        """Return ``{target: Measured}``.

        :param achieved: ``{target as it is saved: what was reached}``
        """
        paces, measured = self._get_paces(), {}
        for target in self:
            value = achieved.get(target._origin, 0) if target.metric in ADDITIVE else target.manual_value
            forecast, wanted = float_round(value * paces[target], 2), target.target_value
            percents = (100 * value / wanted, 100 * forecast / wanted) if wanted else (0, 0)
            measured[target] = Measured(float_round(value, 2), forecast, *percents)
        return measured

    def _get_achieved(self):
        """Return ``{target: what was reached}``, one query per company and metric for all of them."""
        [achieved] = ask(self.env, [self._ask_achieved()])
        return achieved

    def _ask_achieved(self, stays=None):
        """Return, as a question (see ``organization/asking``), ``{target: what was reached}``.

        :param stays: ``{company: Stays}`` of those they are about, as far as they are known
        """
        achieved = {target: target.manual_value for target in self}
        known = self.filtered(lambda target: target.metric in ADDITIVE and target.date_from and target.date_to)
        groups = known.grouped(lambda target: (target.company_id, target.metric))
        asked = [
            (company, metric, [(t.employee_id, t.department_id, t.date_from, t.date_to) for t in targets])
            for (company, metric), targets in groups.items()
        ]
        answers = yield from self.env["sales.office.books"]._ask_values(asked, stays=stays)
        for targets, values in zip(groups.values(), answers, strict=True):
            achieved |= {target: float(value) for target, value in zip(targets, values, strict=True)}
        return achieved

    def _get_paces(self):
        """Return ``{target: by what to multiply what was reached until today}``, 1 once the period is over."""
        today = fields.Date.context_today(self)
        running = self.filtered(lambda t: t.metric in ADDITIVE and t.date_to and t.date_from <= today < t.date_to)
        days = running._get_working_days()
        paces = dict.fromkeys(self, 1)
        for target in running:
            worked = [
                day for day in days[target.department_id.sales_office_id] if target.date_from <= day <= target.date_to
            ]
            begun = sum(day <= today for day in worked)
            paces[target] = len(worked) / begun if begun else 1
        return paces

    @api.model
    def _get_department_paces(self, departments, metric, period_type, date_from):
        """Return ``{department: pace}``, see :meth:`_get_paces`, whether any of them has a target of the period."""
        values = {"metric": metric, "period_type": period_type, "date_from": date_from}
        asked = {d: self.sudo().new({**values, "department_id": d.id}) for d in departments}
        paces = self.sudo().union(*asked.values())._get_paces()
        return {department: paces[target] for department, target in asked.items()}

    def _get_working_days(self):
        """Return ``{office: days on which it is open}`` of the targets' offices, for all of their periods."""
        if not self:
            return {}
        first, last = min(self.mapped("date_from")), max(self.mapped("date_to"))
        schedules = {
            office: (office.sales_office_calendar_id or company.resource_calendar_id, company, office)
            for target in self
            for office, company in [(target.department_id.sales_office_id, target.company_id)]
        }
        hours = (
            self.env["resource.calendar"].sudo()._get_sales_office_intervals_batch(set(schedules.values()), first, last)
        )
        return {
            office: [day for day, (_hours, opening) in hours[schedule].items() if opening]
            for office, schedule in schedules.items()
        }

    @api.model
    def _get_achievement(self, owners, metric, date_from, date_to):
        """Return how far each owner reached their agreed target of exactly this period, from the books now.

        Without one of the whole period, the shorter ones that make it up count. A department without any of its
        own has those of its people together, of whoever was in it or below on the target's first day.

        :param owners: employees, or departments of one company
        :return: ``{owner: percent as Decimal, or None without a target}``
        """
        [achieved] = ask(self.env, [self._ask_achievement(owners, metric, date_from, date_to)])
        return achieved

    @api.model
    def _ask_achievement(self, owners, metric, date_from, date_to, stays=None):
        """Return, as a question (see ``organization/asking``), what :meth:`_get_achievement` does.

        :param stays: ``{company: Stays}`` of the owners, as far as they are known
        """
        asked = (owners, metric, date_from, date_to)
        if owners._name == "hr.department":
            covers = self._get_department_covers(*asked)
            reached = yield from self._ask_department_reached(covers, *asked, stays)
        else:
            covers = self._get_employee_covers(*asked)
            achieved = yield from self.sudo().union(*covers.values())._ask_achieved(stays)
            reached = {owner: self._add_up(achieved[target] for target in covers[owner]) for owner in owners}
        wanted = {owner: self._add_up(covers[owner].mapped("target_value")) for owner in owners}
        return {owner: 100 * reached[owner] / wanted[owner] if wanted[owner] else None for owner in owners}

    def _add_up(self, numbers):
        return sum((Decimal(str(number)) for number in numbers), Decimal(0))

    def _get_employee_covers(self, employees, metric, date_from, date_to):
        """Return ``{employee: their agreed targets (sudo) that make up the period}``."""
        targets = self._get_agreed(Domain("employee_id", "in", employees.ids), metric, date_from, date_to)
        parts = targets.grouped("employee_id")
        return {e: parts.get(e.sudo(), targets.browse())._get_cover(date_from, date_to) for e in employees}

    def _get_department_covers(self, departments, metric, date_from, date_to):
        """Return ``{department: the agreed targets (sudo) that make up the period}``, its own or its people's."""
        period = (date_from, date_to)
        own = self._get_own_covers(departments, metric, [period])
        without = departments.filtered(lambda department: not own[department, period])
        people = self._get_people_covers(without, metric, [period]) if without else {}
        return {department: own[department, period] or people[department, period] for department in departments}

    @api.model
    def _get_own_covers(self, departments, metric, periods):
        """Return ``{(department, period): its own agreed targets (sudo) that make up the period}``, in one query.

        :param periods: ``[(first day, last day)]``
        """
        nobody = Domain("employee_id", "=", False)
        days = min(first for first, _last in periods), max(last for _first, last in periods)
        agreed = self._get_agreed(Domain("department_id", "in", departments.ids) & nobody, metric, *days)
        own = agreed.grouped("department_id")
        return {
            (department, period): own.get(department.sudo(), agreed.browse())._get_cover_within(*period)
            for department in departments
            for period in periods
        }

    @api.model
    def _get_people_covers(self, departments, metric, periods):
        """Return ``{(department, period): the agreed targets (sudo) of its people that make up the period}``.

        Of whoever was in it or below on a target's first day. Who moved in the period has a target in each department:
        only all of their together make it up.
        """
        companies = departments.sudo().company_id or self.env.companies
        someone = Domain("employee_id", "!=", False) & Domain("company_id", "in", companies.ids)
        days = min(first for first, _last in periods), max(last for _first, last in periods)
        agreed = self._get_agreed(someone, metric, *days)
        by_person = agreed.grouped("employee_id").values()
        covers = {
            period: agreed.browse().union(*(t._get_cover_within(*period) for t in by_person)) for period in periods
        }
        lines = agreed.browse().union(*covers.values())._get_lines()
        return {
            (department, period): cover.filtered(lambda target, at=department.id: at in lines[target])
            for department in departments
            for period, cover in covers.items()
        }

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
            lines[target] = line or tuple(target.department_id._get_sales_office_line())
        return lines

    def _ask_department_reached(self, covers, departments, metric, date_from, date_to, stays):
        """Return, as a question, ``{department: what was reached}``: its books, or what was measured where no book has
        it.
        """
        if metric not in ADDITIVE:
            return {department: self._add_up(covers[department].mapped("manual_value")) for department in departments}
        reached = dict.fromkeys(departments, Decimal(0))
        planned = departments.filtered(lambda department: covers[department])
        nobody = self.env["hr.employee"]
        groups = planned.grouped(lambda department: covers[department].company_id[:1])
        asked = [
            (company, metric, [(nobody, department, date_from, date_to) for department in of_company])
            for company, of_company in groups.items()
        ]
        answers = yield from self.env["sales.office.books"]._ask_values(asked, stays=stays)
        for of_company, values in zip(groups.values(), answers, strict=True):
            reached |= {department: Decimal(value) for department, value in zip(of_company, values, strict=True)}
        return reached

    def _get_agreed(self, whose, metric, date_from, date_to):
        """Return the agreed targets within the period (sudo: only percents leave :meth:`_get_achievement`)."""
        agreed = Domain("state", "=", "accepted") | (
            Domain("published_at", "!=", False) & Domain("state", "=", "proposed")
        )
        days = Domain("date_from", ">=", date_from) & Domain("date_to", "<=", date_to)
        in_force = Domain("active", "=", True)
        # what is asked of them does not depend on their order, which would ask what their owners are called
        return self.sudo().search(in_force & agreed & whose & Domain("metric", "=", metric) & days, order="id")

    def _get_cover(self, date_from, date_to):
        """Return those of one owner's targets that make up the period, the longest first; nothing with a gap."""
        by_start = self.sorted(lambda t: (t.date_to, -t.id)).grouped("date_from")
        cover, day = self.browse(), date_from
        while day <= date_to and day in by_start:
            cover |= by_start[day][-1]
            day = cover[-1].date_to + timedelta(days=1)
        return cover if day > date_to else self.browse()

    def _get_cover_within(self, date_from, date_to):
        """Return :meth:`_get_cover` of those of one owner's targets that lie within the period."""
        within = self.filtered(lambda target: date_from <= target.date_from and target.date_to <= date_to)
        return within._get_cover(date_from, date_to)

    @api.model
    def _cron_refresh(self):
        """Keep charts, departments of people who moved and Odoo's team targets up to date, once a night.

        What an interrupted run has done already is left out by the next one.
        """
        pending = self._get_pending()
        teams = self.env["crm.team"]._get_synced_teams()
        self.env["ir.cron"]._commit_progress(remaining=len(pending) + len(teams))
        for ids in split_every(BATCH, pending.ids):
            pending.browse(ids)._refresh()
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return
        for company_teams in teams.grouped("company_id").values():
            company_teams._sync_invoiced_target()
            if not self.env["ir.cron"]._commit_progress(len(company_teams)):
                return

    def _get_pending(self):
        """Return the targets of running plans that were not refreshed in the last hours."""
        now = fields.Datetime.now()
        live = Domain("active", "=", True) & Domain("company_id.sales_office_room_ids.code", "=", "planning")
        recent = Domain("date_to", ">=", now.date() - timedelta(days=LATE)) | Domain("refreshed_at", "=", False)
        latest = (now + timedelta(hours=14)).date()  # somewhere it is this day already
        begun = recent & Domain("date_from", "<=", latest)
        coming = Domain("employee_id", "!=", False) & Domain("date_from", ">", latest)
        stale = Domain("refreshed_at", "=", False) | Domain("refreshed_at", "<", now - timedelta(hours=6))
        return self.search(live & (begun | coming) & stale, order="company_id, metric, id")

    def _refresh(self):
        """Read these targets' figures from the books, those to come only where their owner belongs by then."""
        today = {company: company._get_sales_office_today() for company in self.company_id}
        coming = self.filtered(lambda target: target.date_from > today[target.company_id])
        self.env.add_to_compute(self._fields["department_id"], coming.filtered("employee_id"))
        for target, value in (self - coming)._get_achieved().items():
            percent = round(100 * value / target.target_value, 1) if target.target_value else 0
            if (target.achieved_snapshot, target.progress_snapshot) != (round(value, 2), percent):
                target.write({"achieved_snapshot": value, "progress_snapshot": percent})
        self.refreshed_at = fields.Datetime.now()
        self.env.flush_all()
