"""What the getting-started assistant puts into its list of departments."""


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

    def _get_departments(self):
        """Return the departments of the offices, each right below the one it belongs to."""
        departments = self.env["hr.department"].search(
            [("id", "child_of", self.offices.ids), ("company_id", "in", [self.company.id, False])]
        )
        return departments.sorted("complete_name")

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
        return led[-1:] or self.new.filtered(lambda d: d.name == team.name)[:1]

    def _prepare_vals(self, department, teams):
        present = get_present(department, self.company)
        if department in self.new:
            # who leads the team leads the department, and the hours of an office are the company's
            present["leader_id"] = (
                present["leader_id"]
                or teams.user_id.sudo().employee_ids.filtered(lambda employee: employee.company_id == self.company)[:1]
            )
            present["calendar_id"] = present["calendar_id"] or self.company.resource_calendar_id
        if department not in self.offices:
            present["calendar_id"] = present["calendar_id"].browse()
        return {
            "name": department.complete_name,
            "department_id": department.id,
            "team_ids": teams.ids,
            **{name: record.id for name, record in present.items()},
        }


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
