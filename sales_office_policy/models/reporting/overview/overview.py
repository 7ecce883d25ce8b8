from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.models import BaseModel

from ...books.metrics import METRICS
from ...commission.statement.statement import format_period
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc
from ...planning.target.periods import get_period, get_year_months

#: kinds of periods that can be chosen, by their names on targets
PERIODS = ("month", "quarter", "year")
#: metrics of the books that can be chosen: sums of money, of which a total says something
SHOWN_METRICS = ("invoiced", "ordered", "collected")


class Asked(NamedTuple):
    """What the overview is asked for, once it is known that the user may see it."""

    company: BaseModel
    #: the companies that could be chosen instead
    companies: BaseModel
    #: departments (sudo) of the company that the user may choose
    choices: BaseModel
    #: the one that was chosen (sudo), if any
    chosen: BaseModel
    #: the company as a whole, for its director
    is_whole: bool
    metric: str
    period_type: str
    first: date
    last: date

    @property
    def tops(self):
        """Departments (sudo) of which none is below another one: together all that is shown."""
        return self.chosen or self.choices.filtered(lambda department: department.parent_id not in self.choices)

    @property
    def teams(self):
        """Departments (sudo) one beside the other: the first below the top of which there is more than one."""
        teams = below = self.tops
        while len(teams) == 1 and below:
            below = self.choices.filtered(lambda department, above=teams: department.parent_id in above)
            teams = below or teams
        return teams

    @property
    def departments(self):
        """All departments (sudo) that are shown."""
        tops = self.tops
        return self.choices.filtered(lambda department: department._is_sales_office_part(tops))

    @property
    def months(self):
        """``[(first day, last day)]`` of the months of the year in which the period ends."""
        return get_year_months(self.last)


class Column(NamedTuple):
    """A column of a block's table."""

    key: str
    label: str
    #: ``amount``, ``count`` or ``percent``
    kind: str


class SalesOfficeOverview(models.AbstractModel):
    """The company on one screen: what is sold against targets, open, due and found, each figure with its list.

    Nothing is counted here in a way of its own: what was sold is asked of the books, targets and forecasts of the
    targets, and everything else is grouped as the user, whose rules apply. A block is there if its room is switched on
    and the user may read its records. Whoever leads nobody in a company sees nothing of it.

    A block is a table, with a chart of some of its columns: ``columns`` and ``rows`` of ``cells``, each a figure with
    the domain of the list it opens (``lists``) or, of what was sold, the question that its parts are asked with
    (``sales.office.overview.sale``).
    """

    _name = "sales.office.overview"
    _description = "Sales Office Overview"

    @rpc
    @api.model
    @api.readonly
    def get_overview(
        self,
        company_id: int = 0,
        department_id: int = 0,
        period_type: str = "month",
        day: date = None,
        metric: Choice("metric", "sales.office.target") = "invoiced",
    ):
        """Return the overview of a company that the user works in just now and leads somebody in.

        :param int company_id: the first one with such a team, if left out
        :param int department_id: one that the user leads; all of them, if left out
        :param str period_type: month, quarter or year
        :param date day: any day of the period, today if left out
        :param str metric: invoiced, ordered or collected
        :return: dict with ``company``, ``period``, the choices there are, and ``blocks``
        :raises AccessError: a company or department that the user does not lead
        :raises UserError: a period or metric that cannot be chosen
        """
        asked = self._prepare_asked(company_id, department_id, period_type, day, metric)
        if not asked:
            return {"companies": [], "blocks": []}
        return {
            **self._describe(asked),
            "blocks": [block for block in (*self._get_sales_blocks(asked), *self._get_record_blocks(asked)) if block],
        }

    @rpc
    @api.model
    def _read_question(
        self,
        date_from: date,
        date_to: date,
        company_id: int = 0,
        department_id: int = 0,
        employee_id: int = 0,
        metric: Choice("metric", "sales.office.target") = "invoiced",
    ):
        """Return what a figure of the books is about: :class:`Asked` of its days, and the employee (sudo) or none.

        It comes with a context, which may be forged: called with anything, it asks what :meth:`get_overview` asks.

        :raises AccessError: a company, department or employee that the user does not lead
        :raises UserError: days that are not in one year, or a metric that cannot be chosen
        """
        asked = self._prepare_asked(company_id, department_id, "year", date_to, metric)
        if not asked:
            raise AccessError(self.env._("You lead nobody in this company."))
        if not asked.first <= date_from <= date_to:
            raise UserError(self.env._("Choose days of one year."))
        person = self._find_seller(asked, employee_id, date_to)
        return asked._replace(first=date_from, last=date_to), person

    def _prepare_asked(self, company_id, department_id, period_type, day, metric):
        """Return what is :class:`Asked`, or None where there is nothing to choose from."""
        if period_type not in PERIODS:
            raise UserError(self.env._("Choose a month, a quarter or a year."))
        if metric not in SHOWN_METRICS:
            raise UserError(self.env._("Choose what was invoiced, ordered or collected."))
        companies = self._get_companies()
        company = companies.filtered(lambda company: company.id == company_id) if company_id else companies[:1]
        if company_id and not company:
            raise AccessError(self.env._("You lead nobody in this company."))
        choices = self._get_choices(company)
        chosen = choices.filtered(lambda department: department.id == department_id)
        if department_id and not chosen:
            raise AccessError(self.env._("You do not lead this department."))
        if not choices:
            return None
        is_whole = not chosen and self._directs(company)
        first, last = get_period(period_type, day or fields.Date.context_today(self))
        return Asked(company, companies, choices, chosen, is_whole, metric, period_type, first, last)

    def _get_companies(self):
        """Return the companies the user works in just now that use the room and in which they lead a team."""
        led = self.env.user._get_sales_office_companies("team_leader")
        companies = self.env.company | self.env.companies  # the current one first
        return companies.filtered(lambda c: c.id in led and c._sales_office_uses("reporting") and self._get_choices(c))

    def _get_choices(self, company):
        """Return the departments (sudo) of a company's sales offices that the user leads, a director all of them."""
        if not company:
            return self.env["hr.department"].sudo()
        # sudo: a company's tree of departments is no secret, and only what the user leads is left
        found = Domain("sales_office_id", "!=", False) & Domain("company_id", "in", [company.id, False])
        if not self._directs(company):
            found &= Domain("id", "in", self.env.user._get_sales_office_scope().department_ids)
        return self.env["hr.department"].sudo().search(found).sorted("complete_name")

    def _directs(self, company):
        return company.id in self.env.user._get_sales_office_companies("director")

    def _describe(self, asked):
        """Return what is shown, and what could be chosen instead."""
        currency = asked.company.currency_id
        labels = dict(self.env["sales.office.target"]._fields["metric"]._description_selection(self.env))
        return {
            "company": {"id": asked.company.id, "name": asked.company.name},
            "companies": [{"id": company.id, "name": company.name} for company in asked.companies],
            "currency": {"id": currency.id, "name": currency.name},
            "department": {"id": asked.chosen.id, "name": asked.chosen.name or ""},
            "departments": [{"id": d.id, "name": d.complete_name} for d in asked.choices],
            "metric": asked.metric,
            "metrics": [{"id": key, "name": labels[key]} for key, _label in METRICS if key in SHOWN_METRICS],
            "period": {
                "type": asked.period_type,
                "first": fields.Date.to_string(asked.first),
                "last": fields.Date.to_string(asked.last),
                "name": format_period(self.env, asked.first, asked.last),
            },
            "now": fields.Datetime.to_string(fields.Datetime.now()),
        }

    def _is_open(self, asked, room, model):
        """Return whether the company uses a room ('': any does) and the user may read records of a model of it."""
        return (not room or asked.company._sales_office_uses(room)) and self.env[model].has_access("read")

    @api.model
    def _prepare_block(self, key, title, columns, rows, **values):
        """Return a block, or None without any rows.

        :param str key: stable name of the block
        :param columns: list of ``Column``
        :param rows: ``[{"key", "label", "cells": {column: figure}}]``, see :meth:`_prepare_figure`
        :param values: ``note`` (what it is about), ``lists`` (``{name: (XML id of an action, domain)}``), ``total``
            (the last row), ``chart`` (``{"columns", "kind"}``), ``tiles`` (large figures instead of a table)
        """
        if not rows:
            return None
        lists = {
            name: {"action": self._read_list_action(xmlid), "domain": list(domain)}
            for name, (xmlid, domain) in values.pop("lists", {}).items()
        }
        columns = [column._asdict() for column in columns]
        return {"key": key, "title": title, "columns": columns, "rows": rows, "lists": lists, **values}

    @api.model
    def _prepare_figure(self, value, list_name="", domain=(), **values):
        """Return a figure: a number and the list that it opens.

        :param domain: what is added to that of the list
        :param values: ``currency`` (the company's, if left out); ``question`` of what was sold
        """
        if list_name:
            values["open"] = {
                "list": list_name,
                "domain": list(Domain(domain)),
                "question": values.pop("question", None),
            }
        return {"value": float(value), **values}

    @api.model
    def _read_list_action(self, xmlid):
        """Return an action as the client takes it, opening as a list and without the filters it usually begins with."""
        action = self.env["sales.office.today"]._read_action(xmlid)
        views = sorted(action["views"], key=lambda view: view[1] != "list")
        return action | {"views": views, "view_mode": ",".join(kind for _id, kind in views), "context": {}}
