import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Says what winning the deal on the form would add to the reader's commission.
 *
 * Asked after the form is shown, and again after each save, so that it never keeps anybody waiting.
 */
export class CommissionEstimate extends Component {
    static template = "sales_office_policy.CommissionEstimate";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.state = useState({ text: "" });
        this.asked = 0;
        onWillUnmount(() => this.asked++);
        useEffect(
            () => {
                this.ask();
            },
            () => [this.props.record.resId, this.props.record.data.write_date?.toMillis()]
        );
    }

    async ask() {
        const { resModel, resId } = this.props.record;
        const question = ++this.asked;
        const text = resId
            ? await this.orm.silent.call(resModel, "get_commission_estimate", [[resId]])
            : "";
        // a later question, or none any more, has made this answer stale
        if (question === this.asked) {
            this.state.text = text;
        }
    }

    async open() {
        const { record } = this.props;
        if (await record.save()) {
            const action = await this.orm.call(record.resModel, "action_open_commission_estimate", [
                [record.resId],
            ]);
            this.actionService.doAction(action);
        }
    }
}

registry.category("view_widgets").add("sales_office_commission_estimate", {
    component: CommissionEstimate,
    fieldDependencies: [{ name: "write_date", type: "datetime" }],
});
