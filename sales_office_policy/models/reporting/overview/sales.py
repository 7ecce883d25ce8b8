from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ...books.scope import Conditions
from ...commission.contest.ranking import rank
from ...commission.statement.statement import format_period
from ...planning.target.tree import SELLERS
from .overview import Column

#: the lists that figures about sales open: what is in them, each figure says
SALES_LISTS = {
    "sold": ("sales_office_policy.sales_office_overview_sale_action", Domain.TRUE),
    "targets": ("sales_office_policy.sales_office_target_action_cascade", Domain.TRUE),
}


class SalesOfficeOverview(models.AbstractModel):
    """What was sold, against targets: by team, by month and by person, as the books and the targets say it."""

    _inherit = "sales.office.overview"

    def _get_sales_blocks(self, asked):
        """Return the blocks about what was sold: large figures, by team, by month and the ranking."""
        people = self._get_sellers(asked)
        sold = self._get_sold(asked, people)
        covers = self._get_target_covers(asked, people)
        paces = self._get_paces(asked)
        total = self._prepare_sales_cells(sold, covers, asked.tops, (asked.first, asked.last), paces=paces)
        return [
            self._get_headline_block(asked, total),
            self._get_team_block(asked, sold, covers, paces, total),
            self._get_month_block(asked, sold, covers),
            self._get_ranking_block(asked, people, sold, covers),
        ]

    def _get_sellers(self, asked):
        """Return the employees (sudo) who sell in the departments that are shown, on the last day that has come."""
        day = min(asked.last, max(asked.first, fields.Date.context_today(self)))
        groups = self.env["res.groups"].union(*map(self.env.ref, SELLERS))
        # sudo: who belongs where and sells, of those that the user leads
        found = Domain("id", "in", self._get_members(asked, day))
        found &= Domain("sales_office_role_ids.group_id", "in", groups.ids)
        return self.env["hr.employee"].sudo().with_context(active_test=False).search(found, order="name, id")

    def _get_members(self, asked, day):
        """Return the ids of who belonged to the departments on a day, without who stands above the user."""
        stays = self.env["sales.office.membership"]._get_grouped_stays(asked.company)
        members = {
            stay.employee_id for top in asked.tops for stay in stays.below[top.id] if stay.first <= day <= stay.last
        }
        return sorted(members.difference(self.env.user._get_sales_office_scope().superior_ids))

    def _find_seller(self, asked, employee_id, day):
        """Return the employee (sudo) with that id, or none; raise unless the user leads them."""
        person = self.env["hr.employee"].sudo()
        if not employee_id:
            return person
        if employee_id not in self._get_members(asked, min(day, max(asked.first, fields.Date.context_today(self)))):
            raise AccessError(self.env._("You do not lead this employee."))
        return person.browse(employee_id)

    def _get_sold(self, asked, people):
        """Return ``{owner: {month: Decimal}}`` of departments and people, of the year, in one question to the books."""
        books = self.env["sales.office.books"]
        nobody, nowhere = self.env["hr.employee"], self.env["hr.department"]
        days = asked.months[0][0], asked.months[-1][1]
        owners = [*(asked.tops | asked.teams), *people]
        questions = [
            (owner, nowhere, *days) if owner._name == "hr.employee" else (nobody, owner, *days) for owner in owners
        ]
        windows = [window._replace(period_type="month") for window in books._get_windows(asked.company, questions)]
        sold = defaultdict(lambda: defaultdict(Decimal))
        for (index, month), sums in books._get_sums(asked.company, asked.metric, [(Conditions(), windows)]).items():
            sold[owners[index]][month] = Decimal(sums[0])
        return sold

    def _get_target_covers(self, asked, people):
        """Return ``{(owner, period): agreed targets that make it up}``, those that the user may read.

        A department without a target of its own has those of its parts together, one without parts those of its people.
        """
        if not self._is_open(asked, "planning", "sales.office.target"):
            return {}
        Target = self.env["sales.office.target"]
        period = (asked.first, asked.last)
        periods = list(dict.fromkeys([period, *asked.months]))
        covers = self._get_department_covers(asked, periods)
        for person, cover in Target._get_employee_covers(people, asked.metric, *period).items():
            covers[person, period] = cover
        # sudo: agreed targets of those that the user leads; what the rules hide from them is left out here
        everything = Target.browse({id_ for cover in covers.values() for id_ in cover.ids})
        readable = everything._filtered_access("read")
        return {
            key: cover.with_env(self.env) for key, cover in covers.items() if cover and not cover.sudo(False) - readable
        }

    def _get_department_covers(self, asked, periods):
        """Return ``{(department, period): targets (sudo)}`` of those on top, and of the teams below them."""
        Target = self.env["sales.office.target"]
        departments = asked.departments
        own = Target._get_own_covers(departments, asked.metric, periods)
        below = departments.grouped("parent_id")

        def find(department, period):
            parts = (find(part, period) for part in below.get(department, ()))
            return own[department, period] or Target.sudo().union(*parts)

        shown = asked.tops | asked.teams
        covers = {(department, period): find(department, period) for department in shown for period in periods}
        missing = self.env["hr.department"].union(*(department for (department, _period), c in covers.items() if not c))
        if missing:
            people = Target._get_people_covers(missing, asked.metric, periods)
            covers |= {key: people[key] for key, cover in covers.items() if not cover}
        return covers

    def _get_total(self, owners, sold, period):
        """Return what the owners sold together in the months of a period."""
        first, last = period
        amounts = (amount for owner in owners for month, amount in sold[owner].items() if first <= month <= last)
        return sum(amounts, Decimal(0))

    def _prepare_sold(self, value, owner, first, last):
        """Return a figure of the books, with the question that its parts are asked with."""
        question = {"date_from": fields.Date.to_string(first), "date_to": fields.Date.to_string(last)}
        if owner._name == "hr.employee":
            question["employee_id"] = owner.id
        elif owner:
            question["department_id"] = owner.id
        return self._prepare_figure(value, "sold", question=question)

    def _prepare_sales_cells(self, sold, covers, owners, period, *, paces=None):
        """Return ``{column: figure}`` of the owners together in a period: sold, target, share of it, forecast.

        :param paces: ``{department: pace}``; no forecast without
        """
        value = self._get_total(owners, sold, period)
        owner = owners if len(owners) == 1 else owners.browse()
        cells = {"sold": self._prepare_sold(value, owner, *period)}
        found = [covers[o, period] for o in owners if (o, period) in covers]
        target = 0
        if found:
            cover = self.env["sales.office.target"].union(*found)
            target = sum(cover.mapped("target_value")) if len(found) == len(owners) else 0
            domain = [("id", "in", cover.ids)]
            cells["target"] = self._prepare_figure(sum(cover.mapped("target_value")), "targets", domain)
        if target:
            cells["percent"] = self._prepare_figure(100 * float(value) / target)
        if paces:
            heading = sum(self._get_total(o, sold, period) * Decimal(paces[o]) for o in owners)
            cells["forecast"] = {**cells["sold"], "value": float(heading)}
            if target:
                cells["forecast_percent"] = self._prepare_figure(100 * float(heading) / target)
        return cells

    def _get_paces(self, asked):
        """Return ``{department: pace}`` while the period runs, see the forecast of a target."""
        if not asked.first <= fields.Date.context_today(self) < asked.last:
            return {}
        departments = asked.tops | asked.teams
        Target = self.env["sales.office.target"]
        return Target._get_department_paces(departments, asked.metric, asked.period_type, asked.first)

    def _get_headline_block(self, asked, total):
        """Return the large figures of all that is shown, with what the pipeline is expected to bring in the period."""
        cells, lists = dict(total), dict(SALES_LISTS)
        if self._is_open(asked, "", "crm.lead"):
            closing = self._get_open_leads_domain(asked)
            closing &= Domain("date_deadline", ">=", asked.first) & Domain("date_deadline", "<=", asked.last)
            ((weighted, count),) = self.env["crm.lead"]._read_group(closing, [], ["prorated_revenue:sum", "__count"])
            if count:
                cells["weighted"] = self._prepare_figure(weighted or 0, "pipeline")
                lists["pipeline"] = ("crm.crm_lead_action_pipeline", closing)
        if not any(figure["value"] for figure in cells.values()):
            return None
        title = format_period(self.env, asked.first, asked.last)
        rows = [{"key": "all", "label": title, "cells": cells}]
        columns = self._get_sales_columns(asked, rows)
        return self._prepare_block("headline", title, columns, rows, lists=lists, tiles=True)

    def _get_metric_label(self, asked):
        return dict(self.env["sales.office.target"]._fields["metric"]._description_selection(self.env))[asked.metric]

    def _get_sales_columns(self, asked, rows):
        """Return the columns of which any row has a figure."""
        columns = [
            Column("sold", self._get_metric_label(asked), "amount"),
            Column("target", self.env._("Target"), "amount"),
            Column("percent", self.env._("Target Reached"), "percent"),
            Column("forecast", self.env._("Forecast at This Pace"), "amount"),
            Column("forecast_percent", self.env._("Forecast of the Target"), "percent"),
            Column("weighted", self.env._("Expected from the Pipeline"), "amount"),
        ]
        return [column for column in columns if any(column.key in row["cells"] for row in rows)]

    def _get_team_block(self, asked, sold, covers, paces, total):
        """Return what each team sold in the period, against its target."""
        period = (asked.first, asked.last)
        rows = [
            {
                "key": f"department_{team.id}",
                "label": team.name,
                "department": team.id if team != asked.chosen else 0,
                "cells": self._prepare_sales_cells(sold, covers, team, period, paces=paces),
            }
            for team in asked.teams
        ]
        rows = [row for row in rows if self._says_something(row)]
        columns = self._get_sales_columns(asked, rows)
        return self._prepare_block(
            "teams",
            self.env._("Sales by Team"),
            columns,
            rows,
            total=self._get_total_row(asked, total) if asked.teams != asked.tops else None,
            note=format_period(self.env, *period),
            lists=dict(SALES_LISTS),
            chart={"columns": ["sold", "target"], "kind": "bar"},
        )

    def _says_something(self, row):
        return any(figure["value"] for figure in row["cells"].values())

    def _get_total_row(self, asked, cells):
        label = asked.tops.name if len(asked.tops) == 1 else self.env._("All Together")
        return {"key": "total", "label": label, "cells": cells}

    def _get_month_block(self, asked, sold, covers):
        """Return what was sold in each month of the year, all together and by team."""
        teams = asked.teams if asked.teams != asked.tops else asked.tops.browse()
        rows = []
        for first, last in asked.months:
            cells = self._prepare_sales_cells(sold, covers, asked.tops, (first, last))
            for team in teams:
                of_team = self._prepare_sales_cells(sold, covers, team, (first, last))
                cells |= {f"{name}_{team.id}": figure for name, figure in of_team.items() if name != "percent"}
            label = format_date(self.env, first, date_format="LLL")
            rows.append({"key": fields.Date.to_string(first), "label": label, "cells": cells})
        if not any(map(self._says_something, rows)):
            return None
        columns = self._get_sales_columns(asked, rows)
        columns += [Column(f"sold_{team.id}", team.name, "amount") for team in teams]
        return self._prepare_block(
            "months",
            self.env._("Sales by Month"),
            columns,
            rows,
            note=f"{asked.last:%Y}",
            # a team's target stands below what it sold
            below={f"sold_{team.id}": f"target_{team.id}" for team in teams},
            lists=dict(SALES_LISTS),
            chart={"columns": ["sold", "target"], "kind": "bar", "upright": True},
        )

    def _get_ranking_block(self, asked, people, sold, covers):
        """Return who sold most in the period; who ties has the same place, as in a contest."""
        period = (asked.first, asked.last)
        cells = {person: self._prepare_sales_cells(sold, covers, person, period) for person in people}
        places = rank({person: Decimal(str(of["sold"]["value"])) for person, of in cells.items()})
        rows = [
            {"key": f"employee_{person.id}", "label": f"{place}. {person.name}", "cells": cells[person]}
            for person, place in sorted(places.items(), key=lambda item: item[1])
        ]
        if not any(map(self._says_something, rows)):
            return None
        columns = self._get_sales_columns(asked, rows)
        return self._prepare_block(
            "ranking",
            self.env._("Ranking of the Period"),
            columns,
            rows,
            note=format_period(self.env, *period),
            lists=dict(SALES_LISTS),
            chart={"columns": ["sold"], "kind": "bar"},
        )
