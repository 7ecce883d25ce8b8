from odoo import models


class SalesOfficeFigures(models.AbstractModel):
    """The figures of what happened with customers: leads and visits."""

    _inherit = "sales.office.figures"

    def _get_lead_rows(self, period):
        self.env["crm.lead"].flush_model()
        return self._query(
            """
            SELECT person.employee_id,
                   COUNT(*) FILTER (WHERE lead.create_date >= person.start
                                      AND lead.create_date < person.stop) AS new_leads,
                   COUNT(*) FILTER (WHERE lead.won_status = 'won' AND lead.date_closed >= person.start
                                      AND lead.date_closed < person.stop) AS won,
                   COUNT(*) FILTER (WHERE lead.won_status = 'lost' AND lead.date_closed >= person.start
                                      AND lead.date_closed < person.stop) AS lost
              FROM %(people)s
              JOIN crm_lead lead
                ON lead.user_id = person.user_id AND COALESCE(lead.company_id, person.company_id) = person.company_id
             WHERE lead.create_date >= person.start OR lead.date_closed >= person.start
          GROUP BY 1
            """,
            period,
        )

    def _get_visit_rows(self, period):
        """Meetings that are over; somebody from outside is neither a user nor an employee nor one of our companies."""
        self.env["calendar.event"].flush_model()
        self.env["calendar.attendee"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["hr.employee"].flush_model(["work_contact_id"])
        return self._query(
            """
            SELECT person.employee_id, COUNT(*) AS visits
              FROM %(people)s
              JOIN res_users ON res_users.id = person.user_id
              JOIN calendar_attendee host
                ON host.partner_id = res_users.partner_id AND host.state IS DISTINCT FROM 'declined'
              JOIN calendar_event event ON event.id = host.event_id
             WHERE event.active AND event.stop <= %(now)s
               AND CASE WHEN event.allday THEN event.start_date BETWEEN %(date_from)s AND %(date_to)s
                        ELSE event.start >= person.start AND event.start < person.stop END
               AND EXISTS (
                   SELECT FROM calendar_attendee guest
                     JOIN res_partner partner ON partner.id = guest.partner_id
                    WHERE guest.event_id = event.id AND guest.state IS DISTINCT FROM 'declined'
                      AND partner.commercial_partner_id NOT IN (SELECT partner_id FROM res_company)
                      AND NOT EXISTS (SELECT FROM res_users inside
                                       WHERE inside.partner_id = partner.id AND NOT inside.share)
                      AND NOT EXISTS (SELECT FROM hr_employee inside WHERE inside.work_contact_id = partner.id))
          GROUP BY 1
            """,
            period,
        )
