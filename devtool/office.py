"""The office in a database of ./dev run: who may log in as what, in which language, and what it keeps to itself."""

from .paths import ADDON_NAME
from .postgres import literal

# a user's roles: the groups of the add-on's privilege that the user was given
_PEOPLE = f"""
    SELECT u.login, p.name, string_agg(coalesce(g.name->>'en_US', ''), ', ' ORDER BY g.sequence, g.id),
           bool_or(demo.id IS NOT NULL)
      FROM res_users u
      JOIN res_partner p ON p.id = u.partner_id
      JOIN res_groups_users_rel r ON r.uid = u.id
      JOIN res_groups g ON g.id = r.gid
      JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id AND d.module = '{ADDON_NAME}'
 LEFT JOIN ir_model_data demo ON demo.model = 'res.users' AND demo.res_id = u.id AND demo.module = '{ADDON_NAME}'
     WHERE u.active AND u.login <> '__system__' AND g.privilege_id IS NOT NULL
  GROUP BY u.id, p.name
  ORDER BY max(g.sequence) DESC, max(g.id) DESC, u.login
"""
_LANGUAGE = f"""
    UPDATE res_partner SET lang = {{}} WHERE id IN (
        SELECT u.partner_id FROM res_users u JOIN res_groups_users_rel r ON r.uid = u.id
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
         WHERE d.module = '{ADDON_NAME}' OR u.login = 'admin')
"""
# would send the demo office's data to other machines
_OUTWARD_JOBS = """
    UPDATE ir_cron SET active = FALSE WHERE id IN (
        SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module || '.' || name IN (
            'crm_iap_enrich.ir_cron_lead_enrichment', 'mail.ir_cron_mail_scheduler_action',
            'mail.ir_cron_module_update_notification', 'mail.ir_cron_web_push_notification',
            'sms.ir_cron_sms_scheduler_action', 'snailmail.snailmail_print'))
"""


def people(databases, name):
    """Return lines: login, password, name, roles. The demo office's passwords equal the logins."""
    rows = databases.query(_PEOPLE, name)
    lines = [("Login", "Password", "Name", "Role")]
    if all(login != "admin" for login, *_ in rows):
        lines.append(("admin", "admin", "Administrator", "Odoo's own administrator"))
    for login, person, roles, demo in rows:
        known = demo == "t" or login == "admin"
        lines.append((login, login if known else "(as you set it)", person, roles))
    return table(lines)


def table(rows):
    """Return rows of texts as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def keep_in_house(databases, name):
    """Switch off the scheduled jobs that would send the demo office's data to other machines."""
    databases.query(_OUTWARD_JOBS, name)


def set_language(databases, name, lang):
    """Give everybody of the office, and the administrator, a language."""
    databases.query(_LANGUAGE.format(literal(lang)), name)
