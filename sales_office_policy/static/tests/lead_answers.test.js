import { expect, test } from "@odoo/hoot";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Lead extends models.Model {
    _name = "crm.lead";
    name = fields.Char();
    sales_office_is_stale = fields.Boolean();
    sales_office_lacks_step = fields.Boolean();
    sales_office_last_contact_text = fields.Char();
    sales_office_next_step = fields.Char();
    sales_office_response_state = fields.Char();
    sales_office_response_text = fields.Char();

    _records = [
        { id: 1, name: "Annual meeting", sales_office_last_contact_text: "Monday, Call Answered" },
        { id: 2, name: "Gala", sales_office_lacks_step: true },
    ];
}

defineMailModels();
defineModels([Lead]);

/** Note what a page asks, and what is asked once it is shown. */
function noteQuestions() {
    onRpc("crm.lead", "web_search_read", ({ kwargs }) => expect.step(Object.keys(kwargs.specification)));
    onRpc("crm.lead", "search_read", ({ kwargs }) => expect.step(kwargs.domain));
}

async function waitForAnswers() {
    await runAllTimers();
    await animationFrame();
}

test("a list comes without what takes long, which one call fills in for all rows", async () => {
    noteQuestions();
    const arch = `
        <list js_class="sales_office_lead_list">
            <field name="name"/>
            <field name="sales_office_last_contact_text" widget="sales_office_filled_later"/>
            <field name="sales_office_next_step" widget="sales_office_filled_later"/>
        </list>`;
    await mountView({ type: "list", resModel: "crm.lead", arch });
    await waitForAnswers();
    expect.verifySteps([["name"], [["id", "in", [1, 2]]]]);
    expect(".o_data_row:first td[name=sales_office_last_contact_text]").toHaveText("Monday, Call Answered");
    expect(".o_data_row:last td[name=sales_office_last_contact_text]").toHaveText("");
});

test("a list that shows no such column asks nothing more", async () => {
    noteQuestions();
    const arch = `
        <list js_class="sales_office_lead_list">
            <field name="name"/>
            <field name="sales_office_next_step" widget="sales_office_filled_later" optional="hide"/>
        </list>`;
    await mountView({ type: "list", resModel: "crm.lead", arch });
    await waitForAnswers();
    expect.verifySteps([["name"]]);
});

test("cards have their lines before one call fills them", async () => {
    noteQuestions();
    const arch = `
        <kanban>
            <templates>
                <t t-name="card"><field name="name"/><widget name="sales_office_follow_up_card"/></t>
            </templates>
        </kanban>`;
    await mountView({ type: "kanban", resModel: "crm.lead", arch });
    expect(".o_sales_office_follow_up_line").toHaveCount(4);
    await waitForAnswers();
    expect.verifySteps([["name"], [["id", "in", [1, 2]]]]);
    expect(".o_kanban_record:contains('Annual meeting')").toHaveText(/Call Answered/);
    expect(".o_kanban_record:contains('Gala')").toHaveText(/No Next Step/);
    expect(".o_sales_office_follow_up_line").toHaveCount(4);
});
