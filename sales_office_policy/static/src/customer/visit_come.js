import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { getPosition } from "../meeting/position";

/** Notes that the user is at the customer's now; the browser is asked where that is only if the company compares it. */
export class VisitCome extends Component {
    static template = "sales_office_policy.VisitCome";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ busy: false });
    }

    async come() {
        const { record } = this.props;
        this.state.busy = true;
        try {
            await record.save();
            const position = await getPosition(record.data.asks_place);
            await this.orm.call(record.resModel, "action_come", [[record.resId]], position);
        } finally {
            this.state.busy = false;
            await record.load();
        }
    }
}

registry.category("view_widgets").add("sales_office_visit_come", {
    component: VisitCome,
    fieldDependencies: [{ name: "asks_place", type: "boolean" }],
});
