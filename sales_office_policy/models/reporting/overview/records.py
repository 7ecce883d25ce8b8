from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...conduct.violation.violation import ENDED, UNDER_WAY
from ...order.receivable.receivable import AGES
from .overview import Column

#: statuses of a day, in the order in which they are shown
STATUSES = ("present", "late", "early", "incomplete", "absent", "excused", "expected", "off")


class SalesOfficeOverview(models.AbstractModel):
    """What is open, due and found, grouped as the user: whatever the rules hide from them counts nowhere."""

    _inherit = "sales.office.overview"

    def _get_record_blocks(self, asked):
        """Return the blocks that group records: pipeline, receivables, attendance, conduct and commission."""
        return [
            self._is_open(asked, "", "crm.lead") and self._get_pipeline_block(asked),
            self._is_open(asked, "order", "sales.office.receivable") and self._get_receivable_block(asked),
            self._is_open(asked, "workday", "sales.office.day") and self._get_attendance_block(asked),
            self._is_open(asked, "conduct", "sales.office.violation") and self._get_conduct_block(asked),
            self._is_open(asked, "commission", "sales.office.statement") and self._get_commission_block(asked),
        ]

    def _get_sold_domain(self, asked):
        """Return which leads and receivables are shown: of people and teams of the departments, as they are now."""
        if asked.is_whole:
            return Domain.TRUE
        if not asked.chosen:
            return Domain("in_office_scope", "=", True)
        departments = asked.departments.ids
        # sudo: who belongs to the departments that the user leads
        people = self.env["hr.employee"].sudo().with_context(active_test=False)
        people = people.search([("department_id", "in", departments), ("company_id", "=", asked.company.id)])
        teams = self.env["crm.team"].sudo().search([("department_id", "in", departments)])  # sudo: as above
        return Domain("user_id", "in", people.user_id.ids) | Domain("team_id", "in", teams.ids)

    def _get_people_domain(self, asked):
        """Return what of records about people is shown: those of the departments, as it was on their day."""
        company = Domain("company_id", "=", asked.company.id)
        return company if asked.is_whole else company & Domain("department_id", "in", asked.departments.ids)

    def _get_open_leads_domain(self, asked):
        """Return the opportunities that are neither won nor lost."""
        mine = Domain("company_id", "in", [asked.company.id, False]) & self._get_sold_domain(asked)
        return mine & Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")

    def _prepare_rows(self, groups, name, columns):
        """Return rows of ``[(key, label, domain, values)]``: each figure opens the records it is made of."""
        return [
            {
                "key": key,
                "label": label,
                "cells": {
                    column: self._prepare_figure(value or 0, name, domain)
                    for column, value in zip(columns, values, strict=True)
                },
            }
            for key, label, domain, values in groups
        ]

    def _prepare_total(self, rows, name):
        """Return the last row: the sum of all of them, which opens them all; none for a single row."""
        if len(rows) < 2:
            return None
        cells = {
            column: self._prepare_figure(sum(row["cells"][column]["value"] for row in rows), name)
            for column in rows[0]["cells"]
        }
        return {"key": "total", "label": self.env._("All Together"), "cells": cells}

    def _get_labels(self, model, name):
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    def _get_pipeline_block(self, asked):
        """Return the open opportunities by stage, with what is expected of them and what Odoo weighs it by."""
        domain = self._get_open_leads_domain(asked)
        columns = ("count", "expected", "weighted")
        groups = self.env["crm.lead"]._read_group(
            domain, ["stage_id"], ["__count", "expected_revenue:sum", "prorated_revenue:sum"]
        )
        rows = self._prepare_rows(
            [
                (f"stage_{stage.id}", stage.name or "–", [("stage_id", "=", stage.id)], values)
                for stage, *values in groups
            ],
            "pipeline",
            columns,
        )
        return self._prepare_block(
            "pipeline",
            self.env._("Pipeline by Stage"),
            [
                Column("count", self.env._("Opportunities"), "count"),
                Column("expected", self.env._("Expected Revenue"), "amount"),
                Column("weighted", self.env._("By Probability"), "amount"),
            ],
            rows,
            total=self._prepare_total(rows, "pipeline"),
            note=self.env._("As it is now"),
            lists={"pipeline": ("crm.crm_lead_action_pipeline", domain)},
            chart={"columns": ["expected", "weighted"], "kind": "bar"},
        )

    def _get_receivable_block(self, asked):
        """Return what customers owe by how long it is due; money that is matched with nothing is taken off."""
        domain = Domain("company_id", "=", asked.company.id) & self._get_sold_domain(asked)
        labels = self._get_labels("sales.office.receivable", "age")
        groups = self.env["sales.office.receivable"]._read_group(domain, ["age"], ["__count", "residual:sum"])
        values = {age: values for age, *values in groups}
        rows = self._prepare_rows(
            [(age, labels[age], [("age", "=", age)], values[age]) for age, _label in AGES if age in values],
            "receivables",
            ("count", "residual"),
        )
        return self._prepare_block(
            "receivables",
            self.env._("Receivables by Age"),
            [Column("count", self.env._("Open Items"), "count"), Column("residual", self.env._("Still Due"), "amount")],
            rows,
            total=self._prepare_total(rows, "receivables"),
            note=self.env._("As it is now"),
            lists={"receivables": ("sales_office_policy.sales_office_receivable_action", domain)},
            chart={"columns": ["residual"], "kind": "bar"},
        )

    def _get_attendance_block(self, asked):
        """Return the last seven days until today, or of a period that is over, by what they say."""
        last = min(asked.last, max(asked.first, fields.Date.context_today(self)))
        first = last - timedelta(days=6)
        week = Domain("date", ">=", first) & Domain("date", "<=", last)
        domain = self._get_people_domain(asked) & week
        groups = self.env["sales.office.day"]._read_group(domain, ["date:day", "status"], ["__count"])
        numbers = {(date, status): count for date, status, count in groups}
        days = sorted({date for date, _status in numbers})
        labels = self._get_labels("sales.office.day", "status")
        used = [status for status in STATUSES if any((date, status) in numbers for date in days)]
        rows = [
            {
                "key": fields.Date.to_string(date),
                "label": format_date(self.env, date, date_format="E d"),
                "cells": {
                    status: self._prepare_figure(
                        numbers[date, status], "days", [("date", "=", date), ("status", "=", status)]
                    )
                    for status in used
                    if (date, status) in numbers
                },
            }
            for date in days
        ]
        return self._prepare_block(
            "attendance",
            self.env._("Attendance of Seven Days"),
            [Column(status, labels[status], "count") for status in used],
            rows,
            note=f"{format_date(self.env, first)} – {format_date(self.env, last)}",
            lists={"days": ("sales_office_policy.sales_office_day_action", domain)},
            chart={"columns": used, "kind": "stack", "upright": True},
        )

    def _get_conduct_block(self, asked):
        """Return the open cases by clause, suspicions apart, and what checks found in the period."""
        mine = self._get_people_domain(asked)
        cases = mine & Domain("state", "not in", ENDED)
        found = mine & Domain("date", ">=", asked.first) & Domain("date", "<=", asked.last)
        numbers = {}
        for clause, state, count in self.env["sales.office.violation"]._read_group(
            cases, ["clause_id", "state"], ["__count"]
        ):
            column = "under_way" if state in UNDER_WAY else "suspected"
            numbers.setdefault(clause, {}).setdefault(column, 0)
            numbers[clause][column] += count
        if self._is_open(asked, "conduct", "sales.office.finding"):
            for clause, state, count in self.env["sales.office.finding"]._read_group(
                found, ["clause_id", "state"], ["__count"]
            ):
                numbers.setdefault(clause, {})["found" if state == "open" else "withdrawn"] = count
        columns = {
            "under_way": (self.env._("Cases under Way"), "cases", Domain("state", "in", list(UNDER_WAY))),
            "suspected": (self.env._("Suspicions"), "cases", Domain("state", "=", "suspected")),
            "found": (self.env._("Found by Checks"), "findings", Domain("state", "=", "open")),
            "withdrawn": (self.env._("Withdrawn Again"), "findings", Domain("state", "=", "withdrawn")),
        }
        return self._prepare_block(
            "conduct",
            self.env._("Cases and Checks by Clause"),
            [Column(key, label, "count") for key, (label, _list, _domain) in columns.items()],
            self._prepare_clause_rows(numbers, columns),
            note=self.env._("Cases that are open now; found by checks in the period"),
            lists={
                "cases": ("sales_office_policy.sales_office_violation_action", cases),
                "findings": ("sales_office_policy.sales_office_finding_action", found),
            },
            chart={"columns": list(columns), "kind": "stack"},
        )

    def _prepare_clause_rows(self, numbers, columns):
        """Return a row for each clause, the one with the most first."""
        return [
            {
                "key": f"clause_{clause.id}",
                # sudo: what the records that the user reads are about
                "label": clause.sudo().display_name or self.env._("Without a Clause"),
                "cells": {
                    column: self._prepare_figure(
                        count, columns[column][1], columns[column][2] & Domain("clause_id", "=", clause.id)
                    )
                    for column, count in of_clause.items()
                },
            }
            for clause, of_clause in sorted(numbers.items(), key=lambda item: -sum(item[1].values()))
        ]

    def _get_commission_block(self, asked):
        """Return the statements that are not paid yet, by state, in the currency of their plan."""
        domain = self._get_people_domain(asked) & Domain("state", "!=", "paid")
        groups = self.env["sales.office.statement"]._read_group(
            domain, ["currency_id", "state"], ["__count", "net:sum"]
        )
        labels = self._get_labels("sales.office.statement", "state")
        places = {state: place for place, state in enumerate(labels)}
        own = asked.company.currency_id
        groups = sorted(groups, key=lambda group: (group[0] != own, group[0].id, places[group[1]]))
        rows = self._prepare_rows(
            [
                (
                    f"{state}_{currency.id}",
                    labels[state] if currency == own else f"{labels[state]} ({currency.name})",
                    [("state", "=", state), ("currency_id", "=", currency.id)],
                    values,
                )
                for currency, state, *values in groups
            ],
            "statements",
            ("count", "net"),
        )
        for row, (currency, _state, *_values) in zip(rows, groups, strict=True):
            row["cells"]["net"]["currency"] = currency.id
        one_currency = len({currency for currency, *_values in groups}) == 1
        return self._prepare_block(
            "commission",
            self.env._("Commission Not Paid Yet"),
            [Column("count", self.env._("Statements"), "count"), Column("net", self.env._("Net"), "amount")],
            rows,
            total=self._prepare_total(rows, "statements") if one_currency else None,
            note=self.env._("As it is now"),
            lists={"statements": ("sales_office_policy.sales_office_statement_action", domain)},
            chart={"columns": ["net"], "kind": "bar"} if one_currency else None,
        )
