import hashlib

from odoo import http
from odoo.http import request


class CalendarFeed(http.Controller):
    @http.route(
        "/sales-office/calendar/<secret>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def read_calendar(self, secret):
        """Give a calendar program the meetings and visits of whoever made the link.

        Whatever is wrong with the link, the answer is the same: there is nothing here.

        :param str secret: whatever stands there in the address
        """
        feed = request.env["sales.office.calendar.feed"]._find(secret)
        if not feed:
            raise request.not_found()
        calendar = feed._get_calendar()
        response = request.make_response(
            calendar,
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", 'inline; filename="sales-office.ics"'),
                ("Cache-Control", "private, max-age=300"),
                ("X-Robots-Tag", "noindex, nofollow"),
            ],
        )
        response.set_etag(hashlib.sha256(calendar).hexdigest())
        return response.make_conditional(request.httprequest)

    @http.route("/sales-office/calendar", type="http", auth="user", methods=["GET", "POST"], sitemap=False)
    def show_link(self, step=""):
        """Make, renew or end one's own link. A new one is shown once, in the answer to what made it.

        :param str step: ``renew`` or ``end``
        """
        feeds = request.env["sales.office.calendar.feed"]
        values = {"title": request.env._("Calendar Link"), "is_open": bool(feeds._get_companies(request.env.user))}
        if request.httprequest.method == "POST" and step == "renew" and values["is_open"]:
            secret = feeds._renew()
            values["link"] = f"{feeds.get_base_url()}/sales-office/calendar/{secret}.ics"
        elif request.httprequest.method == "POST" and step == "end":
            feeds._get_own().unlink()
        values["feed"] = feeds._get_own()
        response = request.render("sales_office_policy.calendar_link_page", values)
        response.headers["Cache-Control"] = "no-store"
        return response
