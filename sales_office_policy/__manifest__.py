{
    "name": "Sales Office Policy",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "summary": "Run the sales department's rule book: hierarchy, meetings, custody of papers, "
    "fair sanctions, targets and commission",
    "author": "Sales Office Policy maintainers",
    "license": "LGPL-3",
    "website": "https://github.com/sales-office-policy/sales-office-policy",
    "depends": [
        "sale_crm",
        "sale_management",
        "sale_margin",
        "hr_attendance",
        "rating",
        "gamification",
    ],
    "data": [
        # organization
        "security/organization/sales_office_groups.xml",
        "security/organization/ir.model.access.csv",
        "security/organization/ir.rule.csv",
        "data/organization/sales_office_role_data.xml",
        "data/organization/ir_cron_data.xml",
        "views/organization/sales_office_today_views.xml",
        "views/organization/sales_office_setup_views.xml",
        "views/organization/sales_office_settings_views.xml",
        "views/organization/res_config_settings_views.xml",
        "views/organization/sales_office_role_views.xml",
        "views/organization/sales_office_deputy_views.xml",
        "views/organization/hr_department_views.xml",
        "views/organization/hr_employee_views.xml",
        "views/organization/hr_employee_public_views.xml",
        "views/organization/hr_job_views.xml",
        "views/organization/crm_team_views.xml",
        "views/organization/res_users_views.xml",
        # policy
        "security/policy/ir.model.access.csv",
        "security/policy/ir.rule.csv",
        "data/policy/sales_office_room_data.xml",
        "data/policy/sales_office_policy_data.xml",
        "data/policy/ir_cron_data.xml",
        "report/policy/sales_office_policy_templates.xml",
        "wizard/policy/sales_office_policy_compare_views.xml",
        "wizard/policy/sales_office_policy_send_back_views.xml",
        "views/policy/sales_office_settings_views.xml",
        "views/policy/sales_office_policy_acknowledgement_views.xml",
        "views/policy/sales_office_policy_clause_views.xml",
        "views/policy/sales_office_policy_views.xml",
        # conduct
        # meeting
        # custody
        "security/custody/ir.model.access.csv",
        "security/custody/ir.rule.csv",
        "data/custody/sales_office_room_data.xml",
        "data/custody/ir_sequence_data.xml",
        "data/custody/sales_office_document_category_data.xml",
        "views/custody/sales_office_settings_views.xml",
        "views/custody/sales_office_document_category_views.xml",
        "views/custody/sales_office_document_handling_views.xml",
        "views/custody/sales_office_document_loan_views.xml",
        "views/custody/sales_office_document_views.xml",
        # commission
        # menus of all rooms, once their actions exist
        "views/sales_office_menus.xml",
    ],
    "demo": [
        "demo/sales_office_organization_demo.xml",
        "demo/sales_office_people_demo.xml",
        "demo/sales_office_life_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "sales_office_policy/static/src/**/*",
        ],
        "web.assets_tests": [
            "sales_office_policy/static/tests/tours/**/*",
        ],
        "web.assets_unit_tests": [
            "sales_office_policy/static/tests/**/*.test.js",
        ],
    },
    "application": True,
}
