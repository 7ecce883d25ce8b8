from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from .address import to_id


class PriceDecision(http.Controller):
    @http.route("/sales-office/price/<number>", type="http", auth="user", methods=["GET", "POST"])
    def decide_price(self, number, decision="", reason=""):
        """Show whoever follows the link in a message what is asked for, and take their decision (R053).

        Opening the address changes nothing, for scanners of mail open what they find. It answers with a form.

        :param str number: whatever stands there in the address
        :param str decision: ``approve`` or ``refuse``
        :param str reason: of a refusal, for whoever asked
        """
        approval = request.env["sales.office.price.approval"].browse(to_id(number))
        values = {"title": request.env._("Price Approval"), "reason": reason}
        try:
            approval.check_access("read")
        except (AccessError, MissingError):
            values["error"] = request.env._("There is no price here that you can decide.")
            return request.render("sales_office_policy.price_decision_page", values)
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    self._decide(approval, decision, reason)
            except UserError as error:
                values["error"] = str(error)
        values["approval"] = approval
        return request.render("sales_office_policy.price_decision_page", values)

    def _decide(self, approval, decision, reason):
        if decision == "approve":
            approval.action_approve()
        elif decision == "refuse":
            approval.action_refuse(reason)
