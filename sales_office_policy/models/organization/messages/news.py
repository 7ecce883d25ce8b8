from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, models

#: a win is news for so long, and told for so long where it could not be sent
RECENT, OF_USE = timedelta(days=1), timedelta(days=3)
#: of one person in that time, told one by one
MOST_WINS = 5


class News(NamedTuple):
    """Something that a group is told. What has the same key is one message: lines come together, counts are added."""

    #: code of the room; switched off, nothing of it is sent (empty: of no room)
    room: str
    #: code of the ``sales.office.message.kind``
    kind: str
    #: which fact it is: it is told once
    key: str
    #: id of the department it is about; its group and those above are told
    department_id: int
    title: str
    #: pairs of a text and how many there are (0: nothing is counted)
    lines: tuple = ()
    link: str = ""
    #: since when it is news; now, without
    at: datetime | None = None
    #: from when on it is none any more (naive UTC); the end of the day, without
    until: datetime | None = None


class SalesOfficeNews(models.AbstractModel):
    """What there is to tell groups about the current company, in the language of the context; the software asks.

    A room adds its own by extending :meth:`_get_news` and :meth:`_get_daily_news`, with few queries and none per
    record; who sends it knows no room by name. Nothing in it is personal beyond names: no cases, no money and no
    customers.
    """

    _name = "sales.office.news"
    _description = "Sales Office News"

    @api.model
    def _get_news(self, now):
        """Return what is told as it happens, a list of :class:`News`; extended by each room.

        :param datetime now: naive UTC
        """
        return self._get_win_news(now)

    @api.model
    def _get_daily_news(self, day, zone):
        """Return what is told once a day; extended by each room.

        :param date day: of the office
        :param zone: of the office
        """
        return []

    def _get_win_news(self, now):
        """Return who won a deal lately; neither with whom nor for how much."""
        company = self.env.company
        won = [("won_status", "=", "won"), ("date_closed", ">", now - RECENT), ("user_id", "!=", False)]
        leads = self.env["crm.lead"].search([*won, ("company_id", "in", (company.id, False))], order="date_closed, id")
        sellers = [("user_id", "in", leads.user_id.ids), ("company_id", "=", company.id)]
        employees = self.env["hr.employee"].search([*sellers, ("department_id.sales_office_id", "!=", False)])
        by_user = employees.grouped("user_id")
        wins = leads.filtered(lambda lead: lead.user_id in by_user).grouped("user_id")
        return [one for user, won in wins.items() for one in self._prepare_wins(by_user[user][0], won)]

    def _prepare_wins(self, employee, won):
        """Return what is told of the leads that somebody won; of many at once, as an import brings them, one thing."""
        told = [(f"won:{lead.id}", lead, self.env._("%(name)s has won a deal", name=employee.name)) for lead in won]
        if len(won) > MOST_WINS:
            last = won[-1]
            title = self.env._("%(name)s has won %(count)s deals", name=employee.name, count=len(won))
            told = [(f"won:{employee.id}:{last.date_closed.date()}", last, title)]
        return [
            News(
                *("", "wins", key, employee.department_id.id, title),
                lines=((employee.department_id.name, 0),),
                at=lead.date_closed,
                until=lead.date_closed + OF_USE,
            )
            for key, lead, title in told
        ]

    def _prepare_deadlines(self, room, day, text, counts):
        """Return what of a room is due on ``day``, for the message that has all of that.

        :param str text: what is counted
        :param dict counts: ``{department id: number}``
        """
        return self._prepare_counts(room, "deadlines", self.env._("Deadlines of today"), day, text, counts)

    def _prepare_approvals(self, room, day, text, counts):
        """Return what of a room waits for a decision; arguments as in :meth:`_prepare_deadlines`."""
        return self._prepare_counts(room, "approvals", self.env._("Decisions that wait"), day, text, counts)

    def _prepare_counts(self, room, kind, title, day, text, counts):
        key, link = f"{kind}:{day}", self._get_link("sales-office")
        return [
            News(room, kind, key, department_id, title, ((text, count),), link)
            for department_id, count in counts.items()
            if department_id and count
        ]

    def _get_link(self, model, record_id=None):
        """Return the address of a record, or of a page, in this Odoo."""
        # sudo: the address of the server
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        return f"{base}/odoo/{model}/{record_id}" if record_id else f"{base}/odoo/{model}"
