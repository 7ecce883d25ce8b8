import { expect, test } from "@odoo/hoot";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { getPickerCell } from "@web/../tests/core/datetime/datetime_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    defineParams,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
    toggleActionMenu,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { formatPercent } from "@sales_office_policy/shared/percent";

class Rule extends models.Model {
    month = fields.Date();
    domain = fields.Char();
    filter_model = fields.Char();
    share = fields.Float();

    _records = [{ id: 1, share: 1607.4, month: "2025-03-01", domain: "[('name', '=', 'x')]", filter_model: "secret" }];
}

class Secret extends models.Model {
    name = fields.Char();
}

defineMailModels();
defineModels([Rule, Secret]);

const MONTH = `<form><field name="month" widget="sales_office_month"/></form>`;
const CONDITION = `
    <form>
        <field name="filter_model" invisible="1"/>
        <field name="domain" widget="sales_office_condition" options="{'model': 'filter_model'}"/>
    </form>`;

test("a month is shown as a month and chosen among months", async () => {
    mockDate("2025-04-15 12:00:00");
    onRpc("rule", "web_save", ({ args }) => expect.step(args[1].month));
    await mountView({ type: "form", resModel: "rule", resId: 1, arch: MONTH });
    expect(".o_field_widget[name=month] button").toHaveText("March 2025");
    await contains(".o_field_widget[name=month] button").click();
    await animationFrame();
    expect(".o_datetime_picker").toHaveCount(1);
    expect(".o_field_widget[name=month] input").toHaveCount(0, { message: "no day can be typed" });
    await contains(getPickerCell("May")).click();
    await animationFrame();
    expect(".o_field_widget[name=month] button").toHaveText("May 2025");
    await clickSave();
    expect.verifySteps(["2025-05-01"]);
});

test("a month is shown in the reader's language", async () => {
    defineParams({ lang: "zh_CN" });
    await mountView({ type: "form", resModel: "rule", resId: 1, arch: MONTH, readonly: true });
    expect(".o_field_widget[name=month]").toHaveText("2025年3月");
});

test("conditions about records one may not read are no invalid ones, and nothing is counted", async () => {
    onRpc("secret", "search_count", () => {
        throw makeServerError({ type: "AccessError" });
    });
    onRpc("/web/domain/validate", () => {
        expect.step("asked");
        return true;
    });
    await mountView({ type: "form", resModel: "rule", resId: 1, arch: CONDITION });
    await animationFrame();
    expect.verifySteps(["asked"]);
    expect(".o_field_domain_panel").toHaveText("");
    expect(".o_domain_show_selection_button").toHaveCount(0);
    expect(".o_tree_editor_condition").toHaveCount(1);
});

test("conditions that the server does not understand are called so", async () => {
    onRpc("/web/domain/validate", () => false);
    await mountView({ type: "form", resModel: "rule", resId: 1, arch: CONDITION });
    await animationFrame();
    expect(".o_field_domain_panel").toHaveText("Invalid domain");
});

test("a record is offered for deletion when that is granted", async () => {
    const arch = `
        <form js_class="sales_office_form" delete_when="month &gt; '2025-02-28' and domain">
            <field name="month"/><field name="domain"/>
        </form>`;
    await mountView({ type: "form", resModel: "rule", resId: 1, arch, actionMenus: {} });
    await toggleActionMenu();
    expect(".o-dropdown-item:contains(Delete)").toHaveCount(1);
    await toggleActionMenu();
    await contains(".o_field_widget[name=domain] input").edit("");
    await toggleActionMenu();
    expect(".o-dropdown-item:contains(Duplicate)").toHaveCount(1);
    expect(".o-dropdown-item:contains(Delete)").toHaveCount(0);
});

test("a share has its sign, and no more decimals than it needs", async () => {
    expect([12, 12.54, 0, false, undefined].map(formatPercent)).toEqual(["12 %", "12.5 %", "0 %", "", ""]);
});

test("a share beyond 1000 % is read in full", async () => {
    await mountView({
        type: "form",
        resModel: "rule",
        resId: 1,
        arch: `<form><field name="share" widget="sales_office_progress"/></form>`,
    });
    expect(".o_progressbar_value").toHaveText("1,607\n%");
});
