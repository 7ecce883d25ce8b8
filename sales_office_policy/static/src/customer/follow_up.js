import { Component, onWillUnmount, toRaw, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const FIELDS = [
    "sales_office_is_stale",
    "sales_office_lacks_step",
    "sales_office_last_contact_text",
    "sales_office_next_step",
    "sales_office_response_state",
    "sales_office_response_text",
];
/** What was asked of a lead each time its form was loaded, once for all that show something of it. */
const answers = new WeakMap();

function ask(orm, record) {
    const values = toRaw(record._values);
    if (!answers.has(values)) {
        const specification = Object.fromEntries(FIELDS.map((name) => [name, {}]));
        answers.set(values, orm.silent.webRead(record.resModel, [record.resId], { specification }));
    }
    return answers.get(values);
}

/**
 * Says in the form of a lead until when it is to be answered, what comes next, and whether it was left alone.
 *
 * That is found in all that was ever exchanged with the customer, so it is asked after the form is shown, and whenever
 * it is loaded anew; nobody waits for it.
 */
export class FollowUp extends Component {
    static template = "sales_office_policy.FollowUp";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ lead: {}, known: false });
        this.asked = 0;
        onWillUnmount(() => this.asked++);
        useEffect(
            () => {
                this.ask();
            },
            () => [this.props.record.resId, toRaw(this.props.record._values)]
        );
    }

    async ask() {
        const { record } = this.props;
        const question = ++this.asked;
        const [lead = {}] = record.resId ? await ask(this.orm, record) : [];
        // a later question, or none any more, has made this answer stale
        if (question === this.asked) {
            Object.assign(this.state, { lead, known: true });
        }
    }
}

/** Says on its button when somebody was in contact about the lead last. */
export class LastContact extends FollowUp {
    static template = "sales_office_policy.LastContact";
}

registry.category("view_widgets").add("sales_office_follow_up", {
    component: FollowUp,
    additionalClasses: ["d-contents"],
});
registry.category("view_widgets").add("sales_office_last_contact", { component: LastContact });
