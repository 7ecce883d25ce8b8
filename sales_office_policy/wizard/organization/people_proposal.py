"""Whom the getting-started assistant lists, with which roles, and why."""

from odoo.fields import Domain

from ...models.organization.posts.title import join_title
from ...models.organization.record.phrases import join_names
from .job_title import get_title, guess_post


class PeopleProposal:
    """The people of the departments chosen in ``setup`` and everybody who holds a role today.

    Everything is read with sudo: a policy administrator, who sees it and decides, is neither
    an HR officer nor a sales manager.
    """

    def __init__(self, setup):
        self.env = setup.env(su=True)
        self.company = setup.company_id
        self.lines = setup.department_line_ids
        self.leaders = self.lines.leader_id
        self.clerks = self.lines.clerk_id
        self.teams = self.lines.team_ids.sudo()
        self.waiting = self._get_waiting()
        self.given_up = self.env["hr.department"].search([("id", "child_of", setup._get_given_up_offices().ids)])

    def get_vals(self):
        """Return ``{employee or user: values of their line}``, in the order of the departments."""
        vals = {employee: self._prepare_employee_vals(employee) for employee in self._get_employees()}
        vals |= {user: self._prepare_user_vals(user) for user in self._get_users_without_employee()}
        order = {line.id: sequence for sequence, line in enumerate(self.lines)}
        people = sorted(
            vals, key=lambda person: (order.get(vals[person]["department_line_id"], len(order)), person.name)
        )
        return {person: vals[person] for person in people}

    def _get_waiting(self):
        """Return ``{employee: [posts]}`` that were proposed and nobody confirmed yet."""
        waiting = {}
        for employee, post in self.env["sales.office.appointment"]._get_waiting():
            waiting.setdefault(employee.sudo(), []).append(post.sudo())
        return waiting

    def _get_team_users(self):
        return (self.teams.user_id | self.teams.member_ids).filtered(
            lambda user: not user.share and self.company in user.company_ids
        )

    def _get_employees(self):
        domain = Domain.OR(
            [
                Domain("department_id", "in", self.lines.department_id.ids),
                Domain("sales_office_role_ids", "!=", False),
                Domain("user_id", "in", self._get_team_users().ids),
                Domain("id", "in", (self.leaders | self.clerks).ids),
            ]
        )
        return self.env["hr.employee"].search(domain & Domain("company_id", "=", self.company.id))

    def _get_users_without_employee(self):
        """Return the members of the sales teams for whom an employee can be created in this company."""
        users = self._get_team_users()
        known = self.env["hr.employee"].with_context(active_test=False)  # somebody who left is restored, not doubled
        return users - known.search([("user_id", "in", users.ids), ("company_id", "=", self.company.id)]).user_id

    def _get_line(self, employee):
        return self.lines.filtered(lambda line: employee.department_id and line.department_id == employee.department_id)

    def _prepare_employee_vals(self, employee):
        line = self._get_line(employee)
        suggested, reasons = self._suggest(employee, employee.user_id, line)
        if not employee.user_id:
            reasons.append(self.env._("no user yet"))
        present = employee.sales_office_role_ids
        if employee.department_id in self.given_up:
            roles = present.browse()
            reasons.append(self.env._("no longer in a sales office"))
        elif (line and self._is_new(line)) or self._is_newly_chosen(employee):
            roles = (present | suggested)._reduce()
        else:
            roles = present
        return self._prepare_vals(line, roles, suggested, reasons, employee_id=employee.id, user_id=employee.user_id.id)

    def _prepare_user_vals(self, user):
        team = self.teams.filtered(lambda team: user in (team.user_id | team.member_ids))[:1]
        line = self.lines.filtered(lambda line: team in line.team_ids)[:1]
        suggested, reasons = self._suggest(self.env["hr.employee"], user, line)
        reasons.append(self.env._("has no employee: one is created"))
        roles = suggested if self._is_new(line) else suggested.browse()
        return self._prepare_vals(line, roles, suggested, reasons, user_id=user.id)

    def _prepare_vals(self, line, roles, suggested, reasons, **vals):
        return {
            "department_line_id": line.id,
            "role_ids": roles.ids,
            "suggested_role_ids": suggested.ids,
            "note": join_title(*reasons) or "",
            "is_added": False,
            **vals,
        }

    def _suggest(self, employee, user, line):
        """Return ``(roles, reasons)`` that follow from what the person does."""
        roles, reasons = self.env["sales.office.role"], []
        for led in self.lines.filtered(lambda led: employee and led.leader_id == employee):
            roles |= led._get_leader_role()
            reasons.append(self.env._("leads %(department)s", department=led.name))
        for kept in self.lines.filtered(lambda kept: employee and kept.clerk_id == employee):
            roles |= self.env.ref("sales_office_policy.role_clerk")
            reasons.append(self.env._("clerk of %(department)s", department=kept.name))
        teams = self.teams.filtered(lambda team: user and user in (team.user_id | team.member_ids))
        reasons += [self.env._("in sales team %(team)s", team=team.name) for team in teams]
        if not roles and not employee.sales_office_role_ids and (line or teams):
            roles, why = self._suggest_by_title(employee)
            reasons += why
        if waiting := self.waiting.get(employee):
            reasons.append(
                self.env._("to be confirmed: %(posts)s", posts=join_names(self.env, (post.name for post in waiting)))
            )
        return roles._reduce(), reasons

    def _suggest_by_title(self, employee):
        """Return ``(role, reasons)`` that follow from what somebody is called; most people represent."""
        if post := guess_post(title := get_title(employee)):
            role = self.env.ref(f"sales_office_policy.role_{post}")
            return role, [self.env._("called %(title)s", title=title)]
        return self.env.ref("sales_office_policy.role_representative"), []

    def _is_new(self, line):
        """Whether the department of this line has never been in a sales office."""
        return not line.department_id.sales_office_id

    def _is_newly_chosen(self, employee):
        """Whether somebody was made leader or clerk in this run."""
        return any(
            employee == line[name]
            for line in self.lines
            for name in line._get_changed_fields()
            if name in ("leader_id", "clerk_id")
        )
