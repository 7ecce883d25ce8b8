from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime, format_time

#: rows of each list on the screen; the number beside its title counts all
ROWS = 50


class SalesOfficeDocumentDesk(models.AbstractModel):
    """What the desk shows: who holds what, what is due, who asks for something. Copies on loan count like originals."""

    _inherit = "sales.office.document.desk"

    def _prepare_desk(self, departments):
        """Return the lists of the desk; each is short, the counts are of all."""
        Document = self.env["sales.office.document"].sudo()  # sudo: of the offices whose papers the user keeps
        office = Domain("department_id", "in", departments.ids) & Domain("state", "in", ("on_loan", "missing"))
        states = dict(Document._read_group(office, ["state"], ["__count"]))
        lent = self._get_loan_domain(departments, "on_loan")
        domains = {
            "overdue": lent & Domain("due_at", "<", "now"),
            "due_today": lent & Domain("due_at", ">=", "now") & Domain("due_at", "<", "today +1d"),
            "requests": self._get_loan_domain(departments, "requested"),
        }
        Loan = self.env["sales.office.document.loan"].sudo()  # sudo: as above
        lists = {
            name: Loan.search(domain, order="create_date, id" if name == "requests" else "due_at, id", limit=ROWS)
            for name, domain in domains.items()
        }
        return {
            "counts": {
                "on_loan": states.get("on_loan", 0),
                "missing": states.get("missing", 0),
                **{name: Loan.search_count(domain) for name, domain in domains.items()},
            },
            "holders": self._prepare_holders(Loan, lent),
            **{name: [self._prepare_loan(loan) for loan in loans] for name, loans in lists.items()},
        }

    def _get_loan_domain(self, departments, *states):
        return Domain("document_id.department_id", "in", departments.ids) & Domain("state", "in", states)

    def _prepare_holders(self, Loan, lent):
        """Return who holds how many papers, the most urgent first."""
        now = fields.Datetime.now()
        groups = Loan._read_group(lent, ["employee_id"], ["__count", "due_at:min"], order="due_at:min", limit=ROWS)
        return [
            {**self._prepare_person(holder), "count": count, "due": self._format_moment(due), "overdue": due < now}
            for holder, count, due in groups
        ]

    def _prepare_borrower(self, employee, departments):
        """Return who stands at the desk, what he holds and what he asked for."""
        domain = self._get_loan_domain(departments, "on_loan", "requested") & Domain("employee_id", "=", employee.id)
        # sudo: as in _prepare_desk
        loans = self.env["sales.office.document.loan"].sudo().search(domain, order="create_date, id", limit=ROWS)
        held = loans.filtered(lambda loan: loan.state == "on_loan")
        return {
            **self._prepare_person(employee),
            "held": [self._prepare_loan(loan) for loan in held],
            "requests": [self._prepare_loan(loan) for loan in loans - held],
        }

    def _prepare_person(self, employee):
        return {"id": employee.id, "name": employee.name, "department": employee.department_id.name or ""}

    def _prepare_document(self, document):
        """Return a row about a document (sudo), with who is next in line and how many wait."""
        states = dict(document._fields["state"]._description_selection(self.env))
        return {
            "id": document.id,
            "reference": document.reference,
            "name": document.name,
            "state": document.state,
            "state_label": states[document.state],
            "holder": document.holder_id.name or "",
            "place": document.home_location or "",
            "due": self._format_moment(document.due_at),
            "overdue": document.is_overdue,
            "next": document._get_next_in_line().name or "",
            "waiting": document.hold_count,
        }

    def _prepare_loan(self, loan):
        """Return a row about a loan or request (sudo); one out says who has it and until when."""
        row = self._prepare_document(loan.document_id)
        row |= {"borrower_id": loan.employee_id.id, "borrower": loan.employee_id.name}
        if loan.state != "on_loan":
            return row
        lent = {"loan_id": loan.id, "state": "on_loan", "reference": loan._get_code(), "copy": loan.copy_number}
        if loan.copy_number:
            lent |= {"next": "", "waiting": 0}
        return row | lent | {"due": self._format_moment(loan.due_at), "overdue": loan.is_overdue}

    def _format_moment(self, moment):
        """Return the time of day if ``moment`` is today in the clerk's time zone, else the day too."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self, moment)
        if local.date() == fields.Date.context_today(self):
            return format_time(self.env, local.time(), time_format="short")
        return format_datetime(self.env, moment, dt_format="short")
