from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ...organization.record.phrases import count_days
from ...organization.rpc.rpc import rpc
from .receivable import RESTING

TEMPLATE = "sales_office_policy.mail_template_receivable_reminder"


class SalesOfficeReceivable(models.Model):
    """Reminders: one e-mail to each customer about all that is chosen, at most one every so many days (R119).

    Nobody is reminded of what they have promised, dispute, or may have paid already: money that is matched with
    nothing yet covers the oldest first.
    """

    _inherit = "sales.office.receivable"

    @rpc
    def action_remind(self):
        """Send a reminder to each of these customers; what cannot be reminded of now is left out and said.

        :raises UserError: nothing is left to be reminded of, for the reason it says
        """
        items = self._chase()
        refused = items._get_unreminded()
        chosen = items.filtered(lambda item: item not in refused)
        if not chosen:
            raise UserError(next(iter(refused.values())) if refused else self.env._("Choose what is overdue."))
        template = self.env.ref(TEMPLATE)
        customers = chosen.grouped(lambda item: (item.company_id, item.partner_id))
        for (_company, partner), theirs in customers.items():
            template.with_context(receivable_lines=theirs._get_reminded_lines()).send_mail(partner.id)
        chosen._take_step("reminded", "")
        chosen._log_reminder()
        return self._get_notice(customers, refused)

    def _get_unreminded(self):
        """Return ``{instalment: why its customer is not reminded of it now}``."""
        pause = timedelta(days=1)
        refused, covered = {}, self._get_covered()
        for item in self:
            days = item.company_id.sudo().sales_office_reminder_days
            if item.days_overdue < 1:
                refused[item] = self.env._("%(name)s is not overdue.", name=item.display_name)
            elif item.status in RESTING:
                labels = dict(self._fields["status"]._description_selection(self.env))
                refused[item] = self.env._(
                    "%(name)s: %(status)s. Nobody is reminded of that.",
                    name=item.display_name,
                    status=labels[item.status],
                )
            elif item in covered:
                refused[item] = self.env._(
                    "%(name)s: the customer has paid as much, and it is not matched yet. Ask finance first.",
                    name=item.display_name,
                )
            elif item.reminded_at and item.reminded_at > fields.Datetime.now() - days * pause:
                refused[item] = self.env._(
                    "%(name)s: reminded on %(day)s already; the next one may go %(days)s later.",
                    name=item.display_name,
                    day=format_date(self.env, fields.Datetime.context_timestamp(self, item.reminded_at).date()),
                    days=count_days(self.env, days),
                )
            elif not item.partner_id.email:
                refused[item] = self.env._("%(name)s has no e-mail address.", name=item.partner_id.display_name)
        return refused

    def _get_covered(self):
        """Return those of these that money and credit notes not matched yet would pay, the oldest first."""
        covered = self.browse()
        for theirs in self.grouped(lambda item: (item.company_id, item.partner_id)).values():
            left = theirs[:1].unmatched
            for item in theirs.sorted("date_due"):
                if item.company_currency_id.compare_amounts(item.residual, left) <= 0:
                    covered |= item
                left = max(0, left - item.residual)
        return covered

    def _get_reminded_lines(self):
        """Return what the e-mail lists, in the customer's language."""
        env = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        return [
            {
                "invoice": item.sudo().move_id.name,  # sudo: who collects may not read what somebody else sold
                "due": format_date(env, item.date_due),
                "amount": format_amount(env, item.residual_currency, item.currency_id),
            }
            for item in self.sorted("date_due")
        ]

    def _log_reminder(self):
        """Write on each invoice, where finance looks, that its customer was reminded."""
        moves = self.sudo().move_id  # sudo: who collects writes no invoice
        body = self.env._("The customer was reminded of this invoice by e-mail.")
        moves._message_log_batch(bodies=dict.fromkeys(moves.ids, body), author_id=self.env.user.partner_id.id)

    def _get_notice(self, customers, refused):
        """Return the notification that says how many were reminded, and why others were not."""
        message = self.env._("Customers reminded: %(count)s", count=len(customers))
        if refused:
            message += "\n" + "\n".join(list(refused.values())[:3])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
