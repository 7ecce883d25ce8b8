from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from .address import to_id


class MeetingSignIn(http.Controller):
    @http.route("/sales-office/sign-in/<number>/<code>", type="http", auth="user", methods=["GET", "POST"])
    def sign_in(self, number, code, ticket=None, latitude=None, longitude=None):
        """Sign the logged-in user in with the code they scanned from the chair's screen, and say what came of it.

        Opening the address changes nothing, for scanners and browsers open one before anybody wants to go there.
        It answers with a form that sends itself, with the position where the company records it.

        :param str number: whatever stands there in the address; what is no meeting's is a code of the past
        :param str ticket: proves that the code was good when it was scanned
        """
        meeting = request.env["sales.office.meeting"].browse(to_id(number))
        values = {"title": request.env._("Sign In")}
        try:
            if request.httprequest.method == "POST":
                meeting._check_ticket(ticket or "")
                meeting.action_sign_in(_to_float(latitude), _to_float(longitude))
            else:
                meeting._check_code(code)
                meeting.check_access("read")
            row = meeting._get_own_rows()
            if row.signed_in_at:
                values |= {"row": row, "is_late": row.state == "late", "message": row._get_sign_in_text()}
            else:
                values |= {"ticket": meeting._get_ticket(), "asks_position": meeting.tracks_device}
        except (AccessError, MissingError):
            values["error"] = request.env._("You are not on the list of this meeting. Ask the chair to add you.")
            # sudo: a guest without a post in a sales office reads no meetings; asks about themselves only
            if request.env.user in meeting.sudo().exists().attendance_ids.user_id:
                values["error"] = request.env._("Guests do not sign in themselves. Ask the chair to mark you.")
        except UserError as error:
            values["error"] = str(error)
        return request.render("sales_office_policy.meeting_sign_in_page", values)


def _to_float(value):
    """Return what the phone sent as degrees; it need not have sent any."""
    try:
        degrees = float(value)
    except (TypeError, ValueError):
        return False
    return abs(degrees) <= 180 and degrees  # nor need it be a number of this world
