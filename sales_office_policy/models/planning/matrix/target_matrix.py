from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.metrics import AMOUNTS
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc
from ...organization.splitting import split
from ..target.periods import get_last_year
from ..target.target import ADDITIVE
from .columns import Changes, Shares, get_columns
from .grid import Grid


class SalesOfficePlan(models.Model):
    """The targets of a plan as one table: departments and people by year, quarters and months (R103).

    It shows and writes the targets there are, by their own rules: who may set them, what stands still, what is a part
    of what. A new target becomes a part of the longer period of its owner where there is one, else of the same period
    of the department above. Saved is all or nothing.
    """

    _inherit = "sales.office.plan"

    @rpc(one=True)
    def action_open_target_matrix(self):
        """Open the table of this plan's targets."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_target_matrix_action")
        return action | {"context": {"active_id": self.id, "active_model": self._name}}

    @rpc
    @api.model
    @api.readonly
    def get_matrix_plans(self):
        """Return the plans whose table the user may open, ``[{id, name}]``, the one to begin with first."""
        year = fields.Date.context_today(self).year
        plans = self.search(Domain("state", "!=", "closed")) or self.search([], limit=20)

        def get_rank(plan):
            depth = len(plan.sudo().department_id.parent_path or "")
            return plan.year != year, plan.state != "approved", -plan.year, depth

        return [{"id": plan.id, "name": plan.display_name} for plan in plans.sorted(get_rank)]

    @rpc(one=True)
    @api.readonly
    def get_target_matrix(self, metric: Choice("metric", "sales.office.target") = ""):
        """Return the table of one metric, the plan's most used one by default, in a constant number of queries.

        :raises AccessError: the plan is not the user's to read
        """
        metric = metric or self._get_usual_metric()
        columns = get_columns(self.year)
        grid = Grid(self, metric, columns)
        last_year = self._get_last_year(grid)
        labels = dict(self.env["sales.office.target"]._fields["metric"]._description_selection(self.env))
        rows = [self._prepare_row(grid, row, last_year) for row in grid.rows]
        seasons = self.env["sales.office.season"]._get_weights(self.company_id)
        return {
            "plan": {"id": self.id, "name": self.display_name, "year": self.year, "state": self.state},
            "metric": metric,
            "metrics": [{"key": key, "label": label} for key, label in labels.items()],
            "additive": metric in ADDITIVE,
            "unit": float(self._get_matrix_unit(metric)),
            "currency": (metric in AMOUNTS and self.currency_id.symbol) or "",
            "seasons": [seasons.get(month, 1) for month in range(1, 13)],
            "columns": [self._prepare_column(column) for column in columns.values()],
            "reasons": self._get_matrix_reasons(),
            "states": dict(self.env["sales.office.target"]._fields["state"]._description_selection(self.env)),
            "rows": rows,
        }

    @rpc(one=True)
    def save_target_matrix(self, metric: Choice("metric", "sales.office.target"), changes: Changes()):
        """Set all these targets, or none; a value that somebody changed meanwhile is not overwritten.

        :param changes: ``[[owner, period, value, what it was]]``, owners as ``d<id>`` and ``e<id>``, periods as
            ``year``, ``quarter1``, ``month3``
        :return: how many were changed and made
        :raises UserError: names the cell that is refused
        """
        grid = Grid(self, metric, get_columns(self.year))
        nodes = self._find_nodes(grid, changes)
        known = grid.targets.browse(node.target.id for node, _change in nodes if node.target)
        known._lock()
        changed, made = {}, defaultdict(list)
        for node, change in nodes:
            self._check_cell(grid, node, change)
            if node.target:
                changed[node.target] = change.value
            else:
                made[self._place(grid, node, change.value)].append(node)
        known.sudo(False)._check_may_change()
        known._set_values({target: value for target, value in changed.items() if target.target_value != value})
        for _depth, level in sorted(made.items()):
            self._make(grid, level)
        return {"changed": len(changed), "made": sum(map(len, made.values()))}

    @rpc(one=True)
    @api.readonly
    def split_matrix_values(self, metric: Choice("metric", "sales.office.target"), shares: Shares()):
        """Return for each value its parts by their weights, which add up to it in the metric's smallest unit.

        Nothing is read or written but the unit. Of a share or a mark every part is to reach the same.

        :param shares: ``[[value, weights]]``
        """
        unit = self._get_matrix_unit(metric)
        if metric not in ADDITIVE:
            return [[value] * len(weights) for value, weights in shares]
        return [[float(part) for part in split(Decimal(str(value)), weights, unit)] for value, weights in shares]

    # ------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------

    def _get_usual_metric(self):
        groups = self.env["sales.office.target"].with_context(active_test=False)
        groups = groups._read_group([("plan_id", "=", self.id)], ["metric"], ["__count"])
        return max(groups, key=lambda group: (group[1], group[0] == "invoiced"), default=("invoiced",))[0]

    def _get_matrix_unit(self, metric):
        return self.env["sales.office.target"]._get_unit_of(metric, self.currency_id)

    def _prepare_column(self, column):
        month = column.kind == "month" and fields.Date.to_string(column.first)
        return {"key": column.key, "kind": column.kind, "name": column.name, "month": month, "above": column.above}

    def _get_matrix_reasons(self):
        """Return ``{key: why nothing is typed in a cell}``."""
        return {
            "locked": self.env._("The plan is locked: make a new version of it."),
            "others": self.env._("That is for who stands above its owner to set."),
            "agreed": self.env._("It was proposed or agreed. Take it back first."),
            "away": self.env._("They are not in this department then."),
            "elsewhere": self.env._("They have it in another department, or it is not shown to you."),
            "split": self.env._("What it would be a part of is split in another way: it is the sum of what is below."),
            "nothing": self.env._("It would be a part of nothing yet: set the year, or what is above it, first."),
            "changed": self.env._("Somebody changed it meanwhile. Load the page again."),
        }

    def _prepare_row(self, grid, row, last_year):
        hidden = self._get_hidden_parts(grid, row)
        return {
            "key": row.key,
            "owner": row.owner,
            "name": row.name,
            "level": row.level,
            "above": row.above or False,
            "is_person": bool(row.employee),
            "is_active": (row.employee or row.department).active,
            "is_partial": not grid.leads(row.department),
            "cells": [
                {**self._prepare_matrix_cell(grid, node), "last": last_year.get((row.owner, node.column.key), 0)}
                for node in grid.get_cells(row)
            ],
            "hidden": hidden,
        }

    def _get_hidden_parts(self, grid, row):
        """Return ``{column: sum}`` of parts of the row's targets that the user may not read, and that count as well."""
        sums = defaultdict(float)
        for node in grid.get_cells(row):
            if grid.is_shown(node) and grid.leads(row.department):
                hidden = node.target.child_ids.filtered(lambda t: t.id not in grid.readable)
                if hidden:
                    sums[node.column.key] = sum(hidden.mapped("target_value"))
        return dict(sums)

    def _prepare_matrix_cell(self, grid, node):
        shown = grid.is_shown(node)
        why = grid.why_not(node)
        target = node.target if shown else node.target.browse()
        in_use = self.state == "approved" and target.active
        return {
            "id": target.id or False,
            "value": target.target_value if shown else None,
            "state": target.state or False,
            "why": why,
            "axis": next(iter(sorted({axis for axis, _kind in node.kinds})), ""),
            "can_propose": bool(in_use and node.row.is_settable and target.state in ("draft", "disputed")),
            "can_accept": bool(in_use and target.state == "proposed" and target.is_owner),
        }

    def _get_last_year(self, grid):
        """Return ``{(owner, column): what the books say of the same period a year before}``, one query for all.

        Of whom the user leads, and of themselves: what is published of others is their target, not their sales.
        """
        if grid.metric not in ADDITIVE:
            return {}
        rows = {row.owner: row for row in grid.rows if grid.shows_sales(row)}
        months = [column for column in grid.columns.values() if column.kind == "month"]
        asked = [(row, column) for row in rows.values() for column in months]
        questions = [
            (row.employee, row.department, *get_last_year("month", column.first, column.last)) for row, column in asked
        ]
        answers = self.env["sales.office.books"]._get_values(self.company_id, grid.metric, questions)
        sums = defaultdict(float)
        for (row, column), answer in zip(asked, answers, strict=True):
            for key in (column.key, *column.above):
                sums[row.owner, key] += float(answer)
        return {key: round(value, 2) for key, value in sums.items() if value}

    # ------------------------------------------------------------
    # What is saved
    # ------------------------------------------------------------

    def _find_nodes(self, grid, changes):
        """Return ``[(Node, Change)]`` in the order of rows and columns, so that a whole comes before its parts.

        :raises UserError: there is no such cell on the user's table
        """
        found, refused = {}, {}
        for row in grid.rows:
            for node in grid.get_cells(row):
                # of a person in two departments the cell is where they have it, or could
                somewhere = refused if grid.why_not(node) in ("elsewhere", "away") else found
                somewhere.setdefault((row.owner, node.column.key), node)
        cells = {**refused, **found}
        order = {key: number for number, key in enumerate(cells)}
        for change in changes:
            node = cells.get(change[:2])
            if not node or node.target and not grid.is_shown(node):
                cell = f"{change.owner} {change.column}"
                raise UserError(self.env._("There is no such cell on your table: %(cell)s.", cell=cell))
        return [(cells[change[:2]], change) for change in sorted(changes, key=lambda change: order[change[:2]])]

    def _check_cell(self, grid, node, change):
        """Raise a ``UserError`` that names the cell unless it may be changed and stands as it was shown."""
        why = grid.why_not(node)
        stood = node.target.target_value if node.target else None
        if not why and stood != change.was:
            why = "changed"
        if why:
            self._refuse_cell(node, why)

    def _refuse_cell(self, node, why):
        reason = self._get_matrix_reasons()[why]
        raise UserError(self.env._("%(cell)s: %(reason)s Nothing was saved.", cell=node.name, reason=reason))

    def _place(self, grid, node, value):
        """Give a new cell its place in the tree and return how deep below what is saved it lies."""
        parent = grid.find_parent(node)
        if parent is False:
            self._refuse_cell(node, "split")
        if parent is None and not grid.is_root(node):
            self._refuse_cell(node, "nothing")
        if parent and not grid.leads(parent.row.department):
            self._refuse_cell(node, "others")
        node.parent, node.value = parent, value
        grid.nodes[node.row.owner, node.column.key] = node
        if not parent:
            return 0
        same_owner = parent.row.owner == node.row.owner
        parent.kinds.add(("period" if same_owner else "team", node.column.kind))
        node.depth = 0 if parent.target else parent.depth + 1
        return node.depth

    def _make(self, grid, nodes):
        """Make the targets of new cells, all of whose wholes are there."""
        made = self.env["sales.office.target"].create(
            [
                {
                    "plan_id": self.id,
                    "metric": grid.metric,
                    "parent_id": node.parent.target.id if node.parent else False,
                    "department_id": node.row.department.id,
                    "employee_id": node.row.employee.id,
                    "period_type": node.column.kind,
                    "date_from": node.column.first,
                    "target_value": node.value,
                }
                for node in nodes
            ]
        )
        for node, target in zip(nodes, made.sudo(), strict=True):
            node.target = target
