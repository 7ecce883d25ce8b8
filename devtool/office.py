"""The office in a database: who may log in as what, and how much is in it."""

from .databases import identifier, literal
from .paths import ADDON_NAME

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
_LANGUAGE = """
    UPDATE res_partner SET lang = {lang} WHERE id IN (
        SELECT u.partner_id FROM res_users u JOIN res_groups_users_rel r ON r.uid = u.id
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
         WHERE d.module = '{module}' OR u.login = 'admin')
"""
_OUTWARD_JOBS = (
    "crm_iap_enrich.ir_cron_lead_enrichment",
    "mail.ir_cron_mail_scheduler_action",
    "mail.ir_cron_module_update_notification",
    "mail.ir_cron_web_push_notification",
    "sms.ir_cron_sms_scheduler_action",
    "snailmail.snailmail_print",
)
_SWITCH_OFF = """
    UPDATE ir_cron SET active = FALSE WHERE id IN (
        SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module || '.' || name IN ({wanted}))
"""
_COUNTED = {
    "employees": "hr_employee",
    "customers and contacts": "res_partner",
    "opportunities": "crm_lead",
    "sales orders": "sale_order",
    "invoices and entries": "account_move",
}


def people(databases, name):
    """Return lines: login, password, name, roles. The demo office's passwords equal the logins."""
    rows = databases.query(_PEOPLE, name)
    lines = [("Login", "Password", "Name", "Role")]
    if all(login != "admin" for login, *_ in rows):
        lines.append(("admin", "admin", "Administrator", "Odoo's own administrator"))
    for login, person, roles, demo in rows:
        known = demo == "t" or login == "admin"
        lines.append((login, login if known else "(as you set it)", person, roles))
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    return [
        "  ".join([*(text.ljust(width) for text, width in zip(line, widths, strict=False)), line[3]]) for line in lines
    ]


def size(databases, name):
    """Return lines: rows of the tables that matter, and the database's size."""
    own = "SELECT tablename FROM pg_tables WHERE tablename ~ '^sales_office_' AND tablename !~ '_rel$' ORDER BY 1"
    tables = {**_COUNTED, **{table: table for (table,) in databases.query(own, name)}}
    counts = " UNION ALL ".join(
        f"SELECT {literal(label)}, count(*) FROM {identifier(table)}" for label, table in tables.items()
    )
    found = [f"{number} {label}" for label, number in databases.query(counts, name) if number != "0"]
    ((total,),) = databases.query("SELECT pg_size_pretty(pg_database_size(current_database()))", name)
    return [f"Data: {', '.join(found)}; {total} on disk."]


def keep_in_house(databases, name):
    """Switch off the scheduled jobs that would send the demo office's data to other machines."""
    wanted = ", ".join(literal(xmlid) for xmlid in _OUTWARD_JOBS)
    databases.query(_SWITCH_OFF.format(wanted=wanted), name)


def set_language(databases, name, lang):
    """Give everybody of the office, and the administrator, a language."""
    databases.query(_LANGUAGE.format(lang=literal(lang), module=ADDON_NAME), name)
