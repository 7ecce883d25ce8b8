"""The targets of a plan and a metric as rows and columns: who has which cell, and what may be typed in it."""

from collections import defaultdict

from odoo.fields import Domain


class Row:
    """A department or one of its people."""

    def __init__(self, department, employee, level, above, is_settable):
        self.department, self.employee, self.level, self.above = department, employee, level, above
        self.is_settable = is_settable
        self.owner = f"e{employee.id}" if employee else f"d{department.id}"
        self.key = f"d{department.id}e{employee.id}" if employee else self.owner
        self.name = (employee or department).name or ""
        self.columns = set()  # of a person: those in whose period they are there


class Node:
    """A cell: the target there is, or the one that would be made."""

    def __init__(self, row, column, target, parent=None):
        self.row, self.column, self.target, self.parent = row, column, target, parent
        self.kinds = set()  # along which axis and into which periods it is split
        self.value = None  # to be made with
        self.depth = 0  # of a new one: how many of its wholes are new as well

    def accepts(self, axis, kind):
        """Return whether it may have a part along ``axis``, with periods of this kind."""
        return self.kinds <= {(axis, kind)}

    @property
    def name(self):
        return f"{self.row.name} {self.column.name}"


class Grid:
    """All of it, read in a number of queries that does not depend on how many there are."""

    def __init__(self, plan, metric, columns):
        self.env, self.plan, self.metric, self.columns = plan.env, plan.sudo(), metric, columns
        targets = plan.env["sales.office.target"].with_context(active_test=False)
        domain = Domain("plan_id", "=", plan.id) & Domain("metric", "=", metric)
        self.readable = set(targets.search(domain).ids)
        # sudo: what is split how has to be known of all; shown is what the user may read
        self.targets = targets.sudo().search(domain)
        self.may_set = self.targets._get_may_set()
        user = self.env.user
        self.is_director = self.plan.company_id.id in user._get_sales_office_companies("director")
        self.led = set(user._get_sales_office_scope().department_ids)
        self.rows = self._get_rows()
        self.nodes = self._get_nodes()

    def leads(self, department):
        """Return whether the user leads it, which splitting its targets takes."""
        return self.is_director or department.id in self.led

    def shows_sales(self, row):
        """Return whether the user may know what the row sold: of whom they lead, and of themselves."""
        return self.leads(row.department) or row.employee.user_id == self.env.user

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------

    def _get_rows(self):
        departments = self.env["hr.department"].sudo()  # sudo: a name, of whom the user leads or whose target they read
        departments = departments.search([("id", "child_of", self.plan.department_id.id)], order="name, id")
        shown = self.targets.filtered(lambda target: target.id in self.readable)
        departments |= shown.department_id
        people = self._get_people(departments, shown)
        visible = departments.filtered(lambda d: self.leads(d) or d in shown.department_id)
        below = defaultdict(departments.browse)
        for department in visible:
            above = next((a for a in self._get_line(department) if a in visible), departments.browse())
            below[above.id] |= department
        rows = []
        self._add_rows(rows, below, people, departments.browse(), 0)
        return rows

    def _add_rows(self, rows, below, people, above, level):
        """Add the departments right below ``above``, each with its people and what is below it."""
        for department in below[above.id]:
            nobody = self.env["hr.employee"].sudo()
            is_settable = self.may_set(self.plan, department, nobody)
            rows.append(Row(department, nobody, level, above and f"d{above.id}", is_settable))
            for employee, columns in people.get(department, {}).items():
                is_settable = self.may_set(self.plan, department, employee)
                row = Row(department, employee, level + 1, f"d{department.id}", is_settable)
                row.columns = columns
                rows.append(row)
            self._add_rows(rows, below, people, department, level + 1)

    def _get_line(self, department):
        """Return the departments above it, the nearest first."""
        ids = department._get_sales_office_line()[-2::-1]
        return department.browse(ids)

    def _get_people(self, departments, shown):
        """Return ``{department: {employee: keys of the columns}}``: who has a target there, and who could have one."""
        days = {column.first for column in self.columns.values()}
        led = departments.filtered(self.leads)
        sellers = self.targets._find_sellers(self.plan.company_id, led, days)
        people = defaultdict(lambda: defaultdict(set))
        by_day = defaultdict(list)
        for key, column in self.columns.items():
            by_day[column.first].append(key)
        for (department_id, day), employees in sellers.items():
            department = departments.browse(department_id)
            if department not in led:
                continue
            for employee in employees:
                if self.may_set(self.plan, department, employee):
                    people[department][employee].update(by_day[day])
        for target in shown.filtered("employee_id"):
            people[target.department_id].setdefault(target.employee_id, set())
        return {
            department: dict(sorted(found.items(), key=lambda item: (item[0].name or "", item[0].id)))
            for department, found in people.items()
        }

    # ------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------

    def _get_nodes(self):
        """Return ``{(owner, column): Node}`` of the targets there are, unreadable ones as well."""
        keys = {(column.kind, column.first): column for column in self.columns.values()}
        rows = {row.key: row for row in self.rows}
        nodes, by_target = {}, {}
        for target in self.targets:
            column = keys.get((target.period_type, target.date_from))
            if not column:
                continue
            department, employee = target.department_id, target.employee_id
            row = rows.get(f"d{department.id}e{employee.id}" if employee else f"d{department.id}")
            row = row or Row(department, employee, 0, False, False)
            by_target[target] = nodes[row.owner, column.key] = Node(row, column, target)
        for target in self.targets.filtered("parent_id"):
            if node := by_target.get(target.parent_id):
                node.kinds.add((target._get_axis(), target.period_type))
        for target, node in by_target.items():
            node.parent = by_target.get(target.parent_id)
        return nodes

    def get_cells(self, row):
        """Return ``[Node]``, one for each column: what belongs to the row, or what could."""
        cells = []
        for key, column in self.columns.items():
            node = self.nodes.get((row.owner, key))
            cells.append(node if node and node.row is row else Node(row, column, self.targets.browse()))
        return cells

    def is_shown(self, node):
        """Return whether the user may read what stands in the cell."""
        return node.target.id in self.readable

    def why_not(self, node):
        """Return why nothing may be typed in the cell, a key of ``_get_matrix_reasons``; nothing if it may."""
        if self.plan.state == "closed" or self.is_root(node) and self.plan.state != "draft":
            return "locked"
        if not node.row.is_settable:
            return "others"
        if node.target:
            return self._why_not_change(node.target)
        return self._why_not_make(node)

    def _why_not_change(self, target):
        plan = self.plan
        if not target.active or plan.supersedes_id and target.previous_id and target.date_to < plan.date_from:
            return "locked"
        return "" if target.state in ("draft", "disputed") else "agreed"

    def _why_not_make(self, node):
        row, key = node.row, node.column.key
        if (row.owner, key) in self.nodes:
            return "elsewhere"
        if row.employee and key not in row.columns:
            return "away"
        return "" if self.find_parent(node) is not False else "split"

    def find_parent(self, node):
        """Return what a new target is a part of: a Node; None if nothing is there; False if that is split otherwise.

        It is a longer period of its owner, or the same period of the nearest department above.
        """
        row, column = node.row, node.column
        own = [self.nodes[row.owner, key] for key in column.above if (row.owner, key) in self.nodes]
        for above in own:
            if above.accepts("period", column.kind):
                return above
        chain = [row.department, *self._get_line(row.department)] if row.employee else self._get_line(row.department)
        for department in chain:
            if above := self.nodes.get((f"d{department.id}", column.key)):
                return above if above.accepts("team", column.kind) else False
        return False if own else None

    def is_root(self, node):
        """Return whether it is the plan's own department's, which is a part of nothing and agreed with the plan."""
        return not node.row.employee and node.row.department == self.plan.department_id
