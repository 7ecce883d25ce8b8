import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Kind extends models.Model {
    name = fields.Char();

    _records = [
        { id: 1, name: "Napping" },
        { id: 2, name: "Shouting" },
    ];
}

class Incident extends models.Model {
    kind_id = fields.Many2one({ relation: "kind" });
    kind_ids = fields.Many2many({ relation: "kind" });
    facts = fields.Text();
    proposals = fields.Json();

    _records = [
        {
            id: 1,
            kind_id: 1,
            proposals: { kind_id: [{ id: 2, name: "Shouting" }], kind_ids: [{ id: 1, name: "Napping" }] },
        },
        { id: 2, kind_id: 2 },
    ];
}

defineMailModels();
defineModels([Kind, Incident]);

const SEARCH = `<search><filter name="group_kind" context="{'group_by': 'kind_id'}"/></search>`;
const FORM = `
    <form>
        <field name="proposals" invisible="1"/>
        <field name="kind_id" widget="sales_office_chips" options="{'then': 'facts'}"/>
        <field name="kind_ids" widget="sales_office_chips_many" options="{'then': 'facts'}"/>
        <field name="facts"/>
    </form>`;

for (const [jsClass, groups] of [
    ["kanban", 2],
    ["sales_office_cards", 0],
]) {
    test(`an action that groups a list makes ${groups} groups of cards as ${jsClass}`, async () => {
        const arch = `
            <kanban js_class="${jsClass}">
                <templates><t t-name="card"><field name="kind_id"/></t></templates>
            </kanban>`;
        const context = { search_default_group_kind: 1 };
        await mountView({ type: "kanban", resModel: "incident", arch, searchViewArch: SEARCH, context });
        expect(".o_kanban_group").toHaveCount(groups);
        expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(2);
    });
}

test("one tap chooses, a second takes back, and the keyboard goes on once all is chosen", async () => {
    onRpc("incident", "web_save", ({ args }) => expect.step(args[1]));
    await mountView({ type: "form", resModel: "incident", resId: 1, arch: FORM });
    const [kind, kinds] = ["kind_id", "kind_ids"].map((name) => `.o_field_widget[name=${name}] button[aria-pressed]`);
    await contains(kinds).click();
    await animationFrame();
    expect(kinds).toHaveAttribute("aria-pressed", "true");
    expect("[name=facts] textarea").not.toBeFocused({ message: "a kind is still to be tapped" });
    await contains(kinds).click();
    await animationFrame();
    expect(kinds).toHaveAttribute("aria-pressed", "false");
    await contains(kinds).click();
    await contains(kind).click();
    await animationFrame();
    expect(".o_field_widget[name=kind_id] input").toHaveValue("Shouting");
    expect("[name=facts] textarea").toBeFocused();
    await contains(".o_form_button_save").click();
    expect.verifySteps([{ kind_id: 2, kind_ids: [[4, 1]] }]);
});
