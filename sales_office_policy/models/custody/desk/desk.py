from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime, format_time

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc

#: what a search by name shows
MATCHES = 12
#: seconds in which the same label read again is a slip of the hand
SLIP = 5
#: rows of each list on the screen; the number beside its title counts all
ROWS = 50


class SalesOfficeDocumentDesk(models.AbstractModel):
    """The clerk's desk: one screen for handing out, taking back and finding, driven by scans (R015, R017).

    The screen asks once when it opens and once for each scan. Whoever keeps an office's papers
    may ask, about their offices only; the documents' own actions decide the rest. It shows who holds what, what is due,
    who asks for something; copies on loan count like originals.
    """

    _name = "sales.office.document.desk"
    _description = "Clerk's Desk"

    @rpc
    @api.model
    @api.readonly
    def get_desk(self):
        """Return all lists of the desk, in a constant number of queries.

        :return: dict of ``counts`` and the lists ``holders``, ``overdue``, ``due_today`` and ``requests``
        :raises AccessError: for who keeps no office's papers
        """
        return self._prepare_desk(self._get_departments())

    @rpc
    @api.model
    @api.readonly
    def get_borrower(self, employee_id: Record("hr.employee")):
        """Return the result of choosing somebody by name instead of their badge.

        :param employee_id: ``hr.employee`` who stands at the desk
        """
        departments = self._get_departments()
        employee = self._get_employees([("id", "=", employee_id.id)])
        return self._prepare_borrower_result(employee, departments)

    @rpc
    @api.model
    def scan(self, code: str, borrower_id: Record("hr.employee") = None, badge: str = "", reason: str = ""):
        """Do what the scanned code asks for and say what was done.

        A badge chooses the borrower. A document that is on loan is taken back; one that is here
        goes to the borrower. Anything else is looked up as a part of a title, a reference or a name.

        :param str code: what the scanner read or the clerk typed
        :param int borrower_id: ``hr.employee`` chosen before
        :param str badge: the borrower's badge, if it was what chose them: a hand-over they attend is signed for
        :param str reason: why the borrower gets what is kept for somebody else; without one, ``kind`` is ``kept``
        :return: dict ``kind``, ``level`` (success, info, warning), ``text`` and the ``desk`` as it is now
        :raises UserError: the code is unknown, foreign or destroyed, or the action is refused
        """
        departments = self._get_departments()
        code = code.strip()
        if not code:
            raise UserError(self.env._("Scan a badge or a document."))
        borrower = self._get_employees([("id", "=", borrower_id and borrower_id.id)])
        if document := self.env["sales.office.document"]._get_by_code(code):
            result = self._handle(document, borrower, badge, reason)
            if borrower:
                result["borrower"] = self._prepare_borrower(borrower, departments)
        elif copy := self.env["sales.office.document.loan"]._get_copy_by_code(code):
            result = self._take_back(copy)
        elif badge_holder := self._get_employees([("barcode", "=", code)]):
            result = {**self._prepare_borrower_result(badge_holder, departments), "badge": code}
        else:
            result = self._find(code, departments)
        return {**result, "desk": self._prepare_desk(departments)}

    @rpc
    @api.model
    def take_back(self, loan_id: int, borrower_id: Record("hr.employee") = None):
        """Take back precisely this loan, the original or a copy, and answer as :meth:`scan` does.

        :param int borrower_id: ``hr.employee`` who stands at the desk
        :param int loan_id: of ``sales.office.document.loan``, as :meth:`scan` told it
        :raises UserError: it has ended meanwhile
        """
        departments = self._get_departments()
        result = self._take_back(self.env["sales.office.document.loan"].browse(loan_id).exists())
        if borrower := self._get_employees([("id", "=", borrower_id and borrower_id.id)]):
            result["borrower"] = self._prepare_borrower(borrower, departments)
        return {**result, "desk": self._prepare_desk(departments)}

    def _get_departments(self):
        """Return the departments (sudo) of the offices whose papers the current user keeps."""
        # sudo: the departments decide about access, so they cannot themselves depend on it
        Department = self.env["hr.department"].sudo()
        offices = Domain("sales_office_id.sales_office_clerk_id.user_id", "=", self.env.uid)
        own = Domain("sales_office_id", "in", self.env.user._get_sales_offices().ids)
        offices |= own & Department._get_post_domain("clerk")
        departments = Department.search(offices & Domain("company_id", "in", self.env.companies.ids))
        if not departments:
            raise AccessError(self.env._("The desk is for the clerk of a sales office."))
        return departments

    def _get_employees(self, domain):
        """Return the one employee (sudo) meant, or none; whom another company employs is as unknown as nobody.

        :raises UserError: they no longer work here
        """
        domain = Domain(domain) & Domain("company_id", "in", self.env.companies.ids)
        # sudo: badges are hidden from the clerk; only a name leaves
        employee = self.env["hr.employee"].sudo().with_context(active_test=False).search(domain, limit=1)
        if employee and not employee.active:
            raise UserError(self.env._("%(name)s no longer works here.", name=employee.name))
        return employee

    def _handle(self, document, borrower, badge, reason):
        """Hand the document out or take it back, whichever its state asks for."""
        if slip := self._get_slip(document):
            return self._prepare_result("slip", "warning", slip, document)
        if document.state == "on_loan":
            return self._take_back(document._get_open_loans().sudo(False))
        if document.state != "available":
            document._refuse_in_state()
        if not borrower:
            return self._prepare_result("here", "info", self._get_place(document), document)
        return self._hand_out(document, borrower, badge, reason)

    def _hand_out(self, document, borrower, badge, reason):
        """Hand the document out, or say for whom it is kept so that the clerk can give a reason."""
        document._check_borrower(borrower)
        if not reason and (refusal := document._get_turn_refusal(borrower)):
            kept = self._prepare_result("kept", "warning", refusal, document)
            return {**kept, "code": document.reference, "borrower_id": borrower.id}
        loan = document.action_hand_out(borrower, reason)
        if badge and borrower._get_sales_office_receipt(badge) == "badge":
            loan.action_confirm_at_desk(badge)
        text = self.env._(
            "%(document)s goes to %(name)s until %(time)s.",
            document=document.display_name,
            name=borrower.name,
            time=format_datetime(self.env, loan.sudo().due_at, dt_format="short"),  # sudo: just made by the clerk
        )
        return self._prepare_result("handed_out", "success", text, document)

    def _take_back(self, loan):
        """End the loan of a document or a copy."""
        if not loan:
            raise UserError(self.env._("Only what was lent can have come back."))
        loan.action_take_back()
        text = self.env._(
            "%(document)s is back from %(name)s.", document=loan._get_title(), name=loan.employee_id.sudo().name
        )
        return self._prepare_result("taken_back", "success", text, loan.document_id)

    def _get_slip(self, document):
        """Return what to say when the label was handled just now, which nobody means to undo."""
        since = fields.Datetime.now() - timedelta(seconds=SLIP)
        recent = Domain("handed_over_at", ">", since) | Domain("returned_at", ">", since)
        # sudo: the clerk keeps the document; a slip is one whoever was the borrower
        loan = document.sudo().loan_ids.search(
            Domain("document_id", "=", document.id) & Domain("copy_number", "=", 0) & recent, limit=1
        )
        if not loan:
            return ""
        values = {"document": document.display_name, "name": loan.employee_id.name}
        if loan.state == "on_loan":
            return self.env._(
                "%(document)s went to %(name)s just now. Scan it again in a moment to take it back.", **values
            )
        return self.env._(
            "%(document)s came back from %(name)s just now. Scan it again in a moment to hand it out.", **values
        )

    def _get_place(self, document):
        if document.home_location:
            return self.env._(
                "%(document)s is here, kept in: %(place)s. To hand it out, scan a badge first.",
                document=document.display_name,
                place=document.home_location,
            )
        return self.env._("%(document)s is here. To hand it out, scan a badge first.", document=document.display_name)

    def _find(self, text, departments):
        """Return documents and people with this text in their names.

        :raises UserError: nothing has it
        """
        keeps = Domain("department_id", "in", departments.ids)
        named = Domain("reference", "ilike", text) | Domain("name", "ilike", text)
        # sudo: documents of the clerk's offices, and names of people
        documents = self.env["sales.office.document"].sudo().search(keeps & named, limit=MATCHES)
        people = (
            self.env["hr.employee"]
            .sudo()
            .search([("name", "ilike", text), ("company_id", "in", self.env.companies.ids)], limit=MATCHES)
        )
        if len(people) == 1 and not documents:
            return self._prepare_borrower_result(people, departments)
        if not people and not documents:
            raise UserError(self.env._("Nothing here has the code or name %(code)s.", code=text))
        found = self.env._("%(count)s found", count=len(documents) + len(people))
        firsts = documents._get_next_in_line()
        return {
            **self._prepare_result("found", "info", found),
            "documents": [
                {**self._prepare_document(document, firsts), "loan_id": document._get_open_loans().id}
                for document in documents
            ],
            "people": [self._prepare_person(person) for person in people],
        }

    def _prepare_result(self, kind, level, text, document=None):
        return {"kind": kind, "level": level, "text": text, "document_id": document.id if document else False}

    def _prepare_borrower_result(self, employee, departments):
        if not employee:
            raise UserError(self.env._("This person is not known here."))
        if employee.user_id == self.env.user:
            raise UserError(
                self.env._("Nobody hands a document to themselves: let another clerk of the office sign for it.")
            )
        text = self.env._("%(name)s: scan what is handed out.", name=employee.name)
        return {
            **self._prepare_result("borrower", "info", text),
            "borrower": self._prepare_borrower(employee, departments),
        }

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
            **{name: self._prepare_loans(loans) for name, loans in lists.items()},
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
        """Return who stands at the desk, what they hold and what they asked for."""
        domain = self._get_loan_domain(departments, "on_loan", "requested") & Domain("employee_id", "=", employee.id)
        # sudo: as in _prepare_desk
        loans = self.env["sales.office.document.loan"].sudo().search(domain, order="create_date, id", limit=ROWS)
        held = loans.filtered(lambda loan: loan.state == "on_loan")
        return {
            **self._prepare_person(employee),
            "held": self._prepare_loans(held),
            "requests": self._prepare_loans(loans - held),
        }

    def _prepare_person(self, employee):
        return {"id": employee.id, "name": employee.name, "department": employee.department_id.name or ""}

    def _prepare_document(self, document, firsts):
        """Return a row about a document (sudo), with who is next in line and how many wait.

        :param firsts: ``{document: employee}``
        """
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
            "next": firsts[document].name or "",
            "waiting": document.hold_count,
        }

    def _prepare_loans(self, loans):
        """Return a row about each loan or request (sudo)."""
        firsts = loans.document_id._get_next_in_line()
        return [self._prepare_loan(loan, firsts) for loan in loans]

    def _prepare_loan(self, loan, firsts):
        """Return a row about a loan or request (sudo); one out says who has it and until when."""
        row = self._prepare_document(loan.document_id, firsts)
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
