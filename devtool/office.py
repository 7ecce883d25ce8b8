"""The office in a database of ./dev run: who may log in as what, in which language, and what it keeps to itself."""

import unicodedata

from .paths import ADDON_NAME
from .postgres import literal

# a user's roles: the groups of the add-on's privilege that the user was given, in the language {lang}; last those of
# the demo office who are beside it, by the name of their post
_PEOPLE = f"""
    SELECT login, person, roles, demo FROM (
    SELECT u.login, p.name AS person,
           string_agg(coalesce(g.name->>{{lang}}, g.name->>'en_US', ''), ', ' ORDER BY g.sequence, g.id) AS roles,
           bool_or(demo.id IS NOT NULL) AS demo, max(g.sequence) AS sequence, max(g.id) AS last
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN res_groups_users_rel r ON r.uid = u.id
      JOIN res_groups g ON g.id = r.gid
      JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id AND d.module = '{ADDON_NAME}'
 LEFT JOIN ir_model_data demo ON demo.model = 'res.users' AND demo.res_id = u.id AND demo.module = '{ADDON_NAME}'
     WHERE u.active AND u.login <> '__system__' AND g.privilege_id IS NOT NULL
  GROUP BY u.id, p.name
     UNION ALL
    SELECT u.login, p.name, coalesce(job.name->>{{lang}}, job.name->>'en_US', ''), TRUE, -1, 0
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN ir_model_data demo ON demo.model = 'res.users' AND demo.res_id = u.id AND demo.module = '{ADDON_NAME}'
      JOIN hr_employee e ON e.user_id = u.id
      JOIN hr_version v ON v.id = e.current_version_id
      JOIN hr_job job ON job.id = v.job_id
     WHERE u.active AND NOT EXISTS (
               SELECT FROM res_groups_users_rel r
                 JOIN res_groups g ON g.id = r.gid AND g.privilege_id IS NOT NULL
                 JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id AND d.module = '{ADDON_NAME}'
                WHERE r.uid = u.id)
    ) AS people
  ORDER BY sequence DESC, last DESC, login
"""
_LANGUAGE = f"""
    UPDATE res_partner SET lang = {{}} WHERE id IN (
        SELECT u.partner_id FROM res_users u JOIN res_groups_users_rel r ON r.uid = u.id
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
         WHERE d.module = '{ADDON_NAME}' OR u.login = 'admin')
"""
# what links in messages begin with
_ADDRESS = "UPDATE ir_config_parameter SET value = {} WHERE key = 'web.base.url'"
# what the demo office has done: at most six figures, so that they are read
_SUMMARY = f"""
    SELECT partner.name, min(company.create_date)::date,
           (SELECT count(*) FROM hr_employee e WHERE e.company_id = company.id AND e.active),
           (SELECT count(*) FROM sale_order o WHERE o.company_id = company.id AND o.state = 'sale'),
           (SELECT count(*) FROM account_move m WHERE m.company_id = company.id AND m.move_type = 'out_invoice'),
           (SELECT count(*) FROM sales_office_meeting m WHERE m.company_id = company.id AND m.state = 'closed'),
           (SELECT count(*) FROM sales_office_violation v WHERE v.company_id = company.id),
           (SELECT count(*) FROM sales_office_statement s WHERE s.company_id = company.id)
      FROM res_company company
      JOIN res_partner partner ON partner.id = company.partner_id
      JOIN ir_model_data d ON d.model = 'res.company' AND d.res_id = company.id
     WHERE d.module = '{ADDON_NAME}' AND d.name = 'demo_company'
  GROUP BY company.id, partner.name
"""
# would send the demo office's data to other machines
_OUTWARD_JOBS = """
    UPDATE ir_cron SET active = FALSE WHERE id IN (
        SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module || '.' || name IN (
            'crm_iap_enrich.ir_cron_lead_enrichment', 'mail.ir_cron_mail_scheduler_action',
            'mail.ir_cron_module_update_notification', 'mail.ir_cron_web_push_notification',
            'sms.ir_cron_sms_scheduler_action', 'snailmail.snailmail_print'))
"""


def people(databases, name, lang="en_US"):
    """Return lines: role, login, password, name, from the top down. The demo office's passwords equal the logins."""
    rows = databases.query(_PEOPLE.format(lang=literal(lang)), name)
    lines = [("Role", "Login", "Password", "Name")]
    for login, person, roles, demo in rows:
        known = demo == "t" or login == "admin"
        lines.append((roles, login, login if known else "(as you set it)", person))
    if all(login != "admin" for login, *_ in rows):
        lines.append(("Odoo's own administrator", "admin", "admin", "Administrator"))
    return table(lines)


def summary(databases, name):
    """Return what there is to see in the demo office, in words; nothing where there is none."""
    for company, day, people_, orders, invoices, meetings, cases, statements in databases.query(_SUMMARY, name):
        return (
            f"{company} was made on {day} and has worked since the first of the month before: its {people_} people "
            f"took {orders} orders, sent {invoices} invoices and met {meetings} times; there are {cases} cases of "
            f"conduct and {statements} commission statements. Everybody begins on the page of what waits for them."
        )
    return ""


def table(rows):
    """Return rows of texts as lines with aligned columns; a Chinese character is two columns wide."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_fill, row, widths)).rstrip() for row in rows]


def _fill(text, width):
    return text + " " * (width - _width(text))


def _width(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def keep_in_house(databases, name):
    """Switch off the scheduled jobs that would send the demo office's data to other machines."""
    databases.query(_OUTWARD_JOBS, name)


def set_address(databases, name, address):
    """Let the links of the office lead to the address where it runs."""
    databases.query(_ADDRESS.format(literal(address)), name)


def set_language(databases, name, lang):
    """Give everybody of the office there is by now, and the administrator, a language: the demo office takes theirs."""
    databases.query(_LANGUAGE.format(literal(lang)), name)
