"""What the getting-started assistant puts into its list of departments."""

from .job_title import get_title, guess_post

#: which titles speak of who leads a department: the office, and one below it
LEADING = {True: ("director", "manager"), False: ("manager", "team_leader")}


class DepartmentProposal:
    """The departments of the offices chosen in ``setup``, as they are and as they might be.

    Everything is read with sudo: a policy administrator, who sees it and decides, is neither
    an HR officer nor a sales manager. For a department that belongs to a sales office already
    nothing is proposed.
    """

    def __init__(self, setup):
        self.env = setup.env
        self.company = setup.company_id
        self.offices = setup.office_ids
        self.departments = self._get_departments()
        self.new = self.departments.filtered(lambda department: not department.sales_office_id)
        self.called = self._get_called()

    def _get_departments(self):
        """Return the departments of the offices, each right below the one it belongs to."""
        departments = self.env["hr.department"].search(
            [("id", "child_of", self.offices.ids), ("company_id", "in", [self.company.id, False])]
        )
        return departments.sorted("complete_name")

    def _get_called(self):
        """Return ``{(department, post): employees}`` of new departments, by the titles of their people."""
        domain = [("department_id", "in", self.new.ids), ("company_id", "=", self.company.id)]
        people = self.env["hr.employee"].sudo().search(domain)  # sudo: see the class
        return people.grouped(lambda employee: (employee.department_id.sudo(False), guess_post(get_title(employee))))

    def _find_called(self, department, posts):
        """Return the only one of a department whose title speaks of one of the posts, the highest first."""
        for post in posts:
            if people := self.called.get((department, post)):
                return people if len(people) == 1 else people.browse()
        return self.env["hr.employee"].sudo()

    def get_vals(self):
        """Return ``{department: values of its line}``."""
        teams = self._get_teams()
        return {department: self._prepare_vals(department, teams[department]) for department in self.departments}

    def _get_teams(self):
        """Return ``{department: teams}``: those linked; for new ones also those with its leader or its name."""
        found = dict.fromkeys(self.departments, self.env["crm.team"])
        for team in self.env["crm.team"].search([("company_id", "in", [self.company.id, False])]):
            department = team.department_id or self._guess_department(team)
            if department in found:
                found[department] |= team
        return found

    def _guess_department(self, team):
        led = self.new.filtered(lambda d: team.user_id and d.sudo().manager_id.user_id == team.user_id)
        called = self.new.filtered(lambda d: d.name == team.name)
        return led[-1:] or (called if len(called) == 1 else called.browse())

    def _prepare_vals(self, department, teams):
        present = get_present(department, self.company)
        if department in self.new:
            self._propose(present, department, teams)
        if department not in self.offices:
            present["calendar_id"] = present["calendar_id"].browse()
        return {
            "name": department.complete_name,
            "department_id": department.id,
            "team_ids": teams.ids,
            **{name: record.id for name, record in present.items()},
        }

    def _propose(self, present, department, teams):
        """Fill in for a new department: who leads its team or is called so, who is called its clerk, the hours."""
        is_office = department in self.offices
        of_team = teams.user_id.sudo().employee_ids.filtered(lambda employee: employee.company_id == self.company)[:1]
        present["leader_id"] = present["leader_id"] or of_team or self._find_called(department, LEADING[is_office])
        if is_office:
            present["clerk_id"] = present["clerk_id"] or self._find_called(department, ["clerk"])
        present["calendar_id"] = present["calendar_id"] or self.company.resource_calendar_id


def get_present(department, company):
    """Return ``{field of the line: record}`` of the department today, as far as ``company`` may choose it."""
    department = department.sudo()  # sudo: see DepartmentProposal
    waiting = department.sales_office_appointment_ids.filtered(lambda appointment: appointment.state == "proposed")
    present = {
        "leader_id": waiting.employee_id or department.manager_id,
        "clerk_id": department.sales_office_clerk_id,
        "calendar_id": department.sales_office_calendar_id,
    }
    companies = (company, company.browse())
    return {name: record.filtered(lambda r: r.active and r.company_id in companies) for name, record in present.items()}
