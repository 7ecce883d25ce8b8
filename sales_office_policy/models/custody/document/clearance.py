from odoo import models
from odoo.exceptions import UserError

from ...organization.record.phrases import join_names


class SalesOfficeDocument(models.Model):
    """To whom a document may be lent: by its confidentiality class and its category's rules (R015, R022)."""

    _inherit = "sales.office.document"

    def _check_borrower(self, employee, original=True):
        """Raise a ``UserError`` unless every document may be given to ``employee``.

        :param bool original: False for a copy, which may go to people who do not get the original
        """
        if refusal := self._get_refusal(employee, original):
            raise UserError(refusal)

    def _get_refusal(self, employee, original=True):
        """Return why these documents, or one of them, may not be given to ``employee``; empty if they may."""
        if not employee.active:
            return self.env._("The borrower has to be an employee who still works here.")
        if refused := self - self._filter_cleared(employee):
            return self.env._(
                "%(name)s may not have %(documents)s: the confidentiality class does not allow it.",
                name=employee.name,
                documents=join_names(self.env, refused.mapped("display_name")),
            )
        return self._get_refusal_of_category(employee) if original else ""

    def _get_refusal_of_category(self, employee):
        """Return why the rules of the categories do not let ``employee`` have the originals; empty if they do."""
        user = employee.sudo().user_id  # sudo: only their groups are asked
        is_leader = bool(user) and employee.company_id.id in user._get_sales_office_companies("team_leader")
        for document in self:
            category = document.category_id
            values = {"document": document.display_name, "category": category.name, "name": employee.name}
            if category.lent_to == "nobody" and category.may_copy:
                return self.env._(
                    "%(document)s stays with the clerk: nothing in %(category)s is lent. A copy may be given instead.",
                    **values,
                )
            if category.lent_to == "nobody":
                return self.env._("%(document)s stays with the clerk: nothing in %(category)s is lent.", **values)
            if category.lent_to == "leaders" and not is_leader:
                return self.env._(
                    "%(name)s may not have %(document)s: %(category)s are lent to leaders only.", **values
                )
        return ""

    def _filter_cleared(self, employee):
        """Return those of these documents that their class allows lending to ``employee`` (R022)."""
        documents, employee = self.sudo(), employee.sudo()  # sudo: the borrower's groups and scope are asked
        user, office = employee.user_id, employee.department_id.sales_office_id
        company_id = employee.company_id.id  # no paper is lent to another company
        is_leader = bool(user) and company_id in user._get_sales_office_companies("team_leader")
        is_director = is_leader and company_id in user._get_sales_office_companies("director")
        led = user._get_sales_office_scope().department_ids if is_leader else ()

        def is_cleared(document):
            if employee.company_id != document.company_id or document.confidentiality == "public":
                return employee.company_id == document.company_id
            if document.confidentiality == "internal":
                return bool(office)
            in_office = office == document.department_id.sales_office_id
            leads = is_director or document.department_id.id in led
            return leads or in_office and (is_leader or document.confidentiality == "confidential")

        return documents.filtered(is_cleared).sudo(self.env.su)

    def _check_leaving(self):
        """Raise a ``UserError`` unless every document may be taken out of the office."""
        for document in self:
            if not document.category_id.may_leave:
                raise UserError(
                    self.env._(
                        "%(document)s may not leave the office: %(category)s are read here.",
                        document=document.display_name,
                        category=document.category_id.name,
                    )
                )
