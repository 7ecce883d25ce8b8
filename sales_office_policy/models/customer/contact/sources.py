"""What counts as a contact with a customer: one SELECT for each place where it is recorded, without the ORM.

Each has the columns of :data:`COLUMNS`: ``origin`` is the id of the row it comes from, ``user_id`` who of ours it was
(none where the customer wrote), ``partner_id`` the customer's commercial entity, ``direction`` who turned to whom.
"""

from typing import NamedTuple

from odoo.tools import SQL

COLUMNS = (
    "origin",
    "res_model",
    "res_id",
    "lead_id",
    "partner_id",
    "date",
    "kind",
    "direction",
    "user_id",
    "company_id",
)

#: the user behind the author of a message; the software itself is nobody
AUTHOR = SQL(
    """(SELECT MIN(person.id) FROM res_users person
         WHERE person.partner_id = author.id AND person.share IS NOT TRUE AND person.id != 1)"""
)


class Source(NamedTuple):
    """One SELECT; its number tells its rows from those of the others and stays the same for ever."""

    number: int
    sql: SQL
    #: whether its rows are all about a ``lead``, none is (``customer``), or ``both``
    about: str = "both"
    #: whether somebody did anything of the kind: a condition of rows of ``turn`` (whose, about which lead, since when),
    #: ``person`` (who that is) and ``customer`` (of the lead), by which more is found than counts; NULL: nobody knows
    trace: SQL = SQL("NULL")


#: whether a mail of ours was sent to an address of this customer
SENT_TO_CUSTOMER = SQL(
    """EXISTS (
             SELECT FROM mail_notification sent
               LEFT JOIN res_partner reader ON reader.id = sent.res_partner_id
              WHERE sent.mail_message_id = message.id AND sent.notification_type = 'email'
                AND sent.notification_status = 'sent' AND reader.partner_share IS NOT FALSE
                AND (customer.id IS NULL OR reader.id IS NULL
                     OR reader.commercial_partner_id = customer.commercial_partner_id
                     OR reader.email_normalized = customer.email_normalized))"""
)

#: whether this customer wrote a mail, as far as it is known who did
WRITTEN_BY_CUSTOMER = SQL(
    """(customer.id IS NULL OR author.id IS NULL
        OR author.commercial_partner_id = customer.commercial_partner_id
        OR author.email_normalized = customer.email_normalized)"""
)


def select_mails(model, thread, lead, company):
    """Return the mails of a kind of thread that the customer wrote, or that somebody wrote and that went out to them.

    Neither notes nor what is internal, nor what the software wrote or answered by itself, nor mass mailings; of ours
    only what was sent, by mail, to an address of this customer.

    :param str model: of the thread
    :param SQL thread: joins that bring the ``document``, and its ``customer`` (``res_partner``, maybe none)
    :param SQL lead: the id of the lead
    :param SQL company: the id of the company
    """
    return SQL(
        """
        SELECT message.id AS origin, %(model)s AS res_model, message.res_id, %(lead)s AS lead_id,
               customer.commercial_partner_id AS partner_id, message.date, 'mail' AS kind,
               CASE WHEN author.partner_share IS FALSE THEN 'out' ELSE 'in' END AS direction,
               CASE WHEN author.partner_share IS FALSE THEN %(author)s END AS user_id, %(company)s AS company_id
          FROM mail_message message
          %(thread)s
     LEFT JOIN res_partner author ON author.id = message.author_id
     LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
         WHERE message.model = %(model)s AND message.message_type IN ('comment', 'email')
           AND message.is_internal IS NOT TRUE AND subtype.internal IS NOT TRUE
           AND message.sales_office_is_automatic IS NOT TRUE
           AND CASE WHEN author.partner_share IS FALSE THEN %(author)s IS NOT NULL AND %(sent)s ELSE %(written)s END
        """,
        model=model,
        thread=thread,
        lead=lead,
        company=company,
        author=AUTHOR,
        sent=SENT_TO_CUSTOMER,
        written=WRITTEN_BY_CUSTOMER,
    )


def select_lead_mails():
    """Return the mails on leads."""
    thread = SQL(
        """JOIN crm_lead document ON document.id = message.res_id
           LEFT JOIN res_partner customer ON customer.id = document.partner_id"""
    )
    return select_mails("crm.lead", thread, SQL("document.id"), SQL("document.company_id"))


def select_customer_mails():
    """Return the mails on contacts."""
    thread = SQL("JOIN res_partner customer ON customer.id = message.res_id")
    return select_mails("res.partner", thread, SQL("NULL::integer"), SQL("customer.company_id"))


def select_order_mails():
    """Return the mails on quotations and orders."""
    thread = SQL(
        """JOIN sale_order document ON document.id = message.res_id
           JOIN res_partner customer ON customer.id = document.partner_id"""
    )
    return select_mails("sale.order", thread, SQL("document.opportunity_id"), SQL("document.company_id"))


def select_lead_calls():
    """Return the telephone calls about leads in which somebody spoke with the customer, see :func:`select_calls`."""
    joins = SQL(
        """JOIN crm_lead lead ON lead.id = call.lead_id
           LEFT JOIN res_partner customer ON customer.id = lead.partner_id"""
    )
    return select_calls(joins, SQL("TRUE"))


def select_customer_calls():
    """Return the telephone calls with customers that were about no lead, see :func:`select_calls`."""
    return select_calls(SQL("JOIN res_partner customer ON customer.id = call.partner_id"), SQL("call.lead_id IS NULL"))


def select_calls(joins, where):
    """Return telephone calls in which somebody spoke with the customer.

    Who took a call for somebody else spoke for the office: it is a contact, but not one of whom it was for.

    :param SQL joins: joins that bring the ``customer`` (``res_partner``, maybe none)
    :param SQL where: which calls
    """
    return SQL(
        """
        SELECT call.id AS origin, 'sales.office.call' AS res_model, call.id AS res_id, call.lead_id,
               customer.commercial_partner_id AS partner_id, call.call_at AS date, 'call' AS kind, call.direction,
               CASE WHEN call.direction = 'out' OR call.create_uid = call.user_id THEN call.user_id END AS user_id,
               call.company_id
          FROM sales_office_call call %s
         WHERE call.is_unanswered IS NOT TRUE AND %s
        """,
        joins,
        where,
    )


#: whether an appointment took place, as far as the visit that somebody made of it says
TOOK_PLACE = SQL(
    """NOT EXISTS (
             SELECT FROM sales_office_visit visit
              WHERE visit.event_id = event.id
                AND (visit.state IN ('missed', 'cancelled') OR visit.outcome = 'not_met'))"""
)


def select_lead_meetings(now):
    """Return the meetings about leads that are over."""
    return SQL(
        """
        SELECT event.id AS origin, 'calendar.event' AS res_model, event.id AS res_id, lead.id AS lead_id,
               customer.commercial_partner_id AS partner_id, event.stop AS date, 'meeting' AS kind,
               'both' AS direction, event.user_id, lead.company_id
          FROM calendar_event event
          JOIN crm_lead lead ON lead.id = event.opportunity_id
     LEFT JOIN res_partner customer ON customer.id = lead.partner_id
         WHERE event.active AND event.user_id != 1 AND event.stop < %s AND %s
        """,
        now,
        TOOK_PLACE,
    )


def select_customer_meetings(now):
    """Return the meetings that are over and about no lead, once for each customer invited who did not decline."""
    return SQL(
        """
        SELECT attendee.id AS origin, 'calendar.event' AS res_model, event.id AS res_id, NULL::integer AS lead_id,
               customer.commercial_partner_id AS partner_id, event.stop AS date, 'meeting' AS kind,
               'both' AS direction, event.user_id, NULL::integer AS company_id
          FROM calendar_event_res_partner_rel guest
          JOIN res_partner customer ON customer.id = guest.res_partner_id
          JOIN calendar_event event ON event.id = guest.calendar_event_id
          JOIN calendar_attendee attendee ON attendee.event_id = event.id AND attendee.partner_id = customer.id
         WHERE event.active AND event.user_id != 1 AND event.opportunity_id IS NULL AND event.stop < %s AND %s
           AND attendee.state != 'declined' AND customer.partner_share
           AND NOT EXISTS (
               SELECT FROM calendar_attendee other JOIN res_partner fellow ON fellow.id = other.partner_id
                WHERE other.event_id = event.id AND other.id < attendee.id AND other.state != 'declined'
                  AND fellow.partner_share AND fellow.commercial_partner_id = customer.commercial_partner_id)
        """,
        now,
        TOOK_PLACE,
    )


def select_quotations():
    """Return the quotations that were sent, or given to the customer and marked so."""
    return SQL(
        """
        SELECT sale.id AS origin, 'sale.order' AS res_model, sale.id AS res_id, sale.opportunity_id AS lead_id,
               customer.commercial_partner_id AS partner_id, sale.sales_office_sent_at AS date, 'quotation' AS kind,
               'out' AS direction, sale.sales_office_sent_by_id AS user_id, sale.company_id
          FROM sale_order sale
          JOIN res_partner customer ON customer.id = sale.partner_id
         WHERE sale.sales_office_sent_at IS NOT NULL
        """
    )


def select_complaints():
    """Return the complaints that were answered; those about somebody stay out of what they may look for."""
    return SQL(
        """
        SELECT complaint.id AS origin, 'sales.office.complaint' AS res_model, complaint.id AS res_id,
               NULL::int AS lead_id, complaint.commercial_partner_id AS partner_id, complaint.answered_at AS date,
               'complaint' AS kind, 'out' AS direction, complaint.answerer_id AS user_id, complaint.company_id
          FROM sales_office_complaint complaint
         WHERE complaint.answered_at IS NOT NULL AND complaint.commercial_partner_id IS NOT NULL
           AND complaint.about_id IS NULL
        """
    )


def select_visits():
    """Return the visits that were reported and on which somebody was met."""
    return SQL(
        """
        SELECT visit.id AS origin, 'sales.office.visit' AS res_model, visit.id AS res_id, visit.lead_id,
               customer.commercial_partner_id AS partner_id, COALESCE(visit.came_at, visit.planned_start) AS date,
               'visit' AS kind, 'both' AS direction, visit.user_id, visit.company_id
          FROM sales_office_visit visit
     LEFT JOIN crm_lead lead ON lead.id = visit.lead_id
     LEFT JOIN res_partner customer ON customer.id = COALESCE(visit.partner_id, lead.partner_id)
         WHERE visit.state = 'done' AND visit.outcome != 'not_met' AND (customer.id IS NOT NULL OR lead.id IS NOT NULL)
        """
    )


#: mails on the lead whose turn it is, and on its customer
ON_LEAD = SQL("message.res_id = turn.lead_id")
ON_CUSTOMER = SQL(
    """EXISTS (SELECT FROM res_partner met
                WHERE met.id = message.res_id AND met.commercial_partner_id = customer.commercial_partner_id)"""
)
#: meetings about no lead to which somebody of its customer was invited
WITH_CUSTOMER = SQL(
    """row.opportunity_id IS NULL AND EXISTS (
           SELECT FROM calendar_event_res_partner_rel guest JOIN res_partner met ON met.id = guest.res_partner_id
            WHERE guest.calendar_event_id = row.id AND met.commercial_partner_id = customer.commercial_partner_id)"""
)


def of_lead(column):
    """Return whether a ``row`` is about the lead whose turn it is, by the column that names its lead."""
    return SQL("%s = turn.lead_id", SQL.identifier("row", column))


def of_none(column):
    """Return whether a ``row`` is about no lead, by the column that names its lead."""
    return SQL("%s IS NULL", SQL.identifier("row", column))


def of_lead_or_none(column):
    """Return whether a ``row`` is about no other lead than that whose turn it is."""
    return SQL("(%s OR %s)", of_lead(column), of_none(column))


def trace_mails(model, about=None):
    """Return whether somebody (``person``) wrote in a kind of thread during their ``turn``.

    :param SQL about: of ``message``: which threads
    """
    return SQL(
        """EXISTS (SELECT FROM mail_message message
                    WHERE message.author_id = person.partner_id AND message.model = %s AND %s
                      AND message.date >= turn.assigned_at AND message.message_type IN ('comment', 'email')
                      AND message.is_internal IS NOT TRUE)""",
        model,
        about or SQL("TRUE"),
    )


def trace(table, user, moment, *conditions):
    """Return whether somebody did something during their ``turn``.

    :param str table: in which it is recorded
    :param str user: the column that says who did it
    :param SQL moment: when
    :param conditions: SQL: what else is asked of a ``row``
    """
    done = SQL("%s = turn.user_id AND %s >= turn.assigned_at", SQL.identifier("row", user), moment)
    return SQL("EXISTS (SELECT FROM %s row WHERE %s)", SQL.identifier(table), SQL(" AND ").join([done, *conditions]))
