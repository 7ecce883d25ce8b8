import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { getPosition } from "./position";

/** Signs the user in to the meeting with one click, and with their position where the company records it. */
export class SignInButton extends Component {
    static template = "sales_office_policy.SignInButton";
    static props = { ...standardWidgetProps };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.state = useState({ busy: false });
    }

    async signIn() {
        const { record } = this.props;
        this.state.busy = true;
        try {
            const position = await getPosition(record.data.tracks_device);
            const action = await this.orm.call(record.resModel, "action_sign_in", [[record.resId]], position);
            await this.actionService.doAction(action);
        } finally {
            this.state.busy = false;
            await record.load();
        }
    }
}

registry.category("view_widgets").add("sales_office_sign_in", {
    component: SignInButton,
    fieldDependencies: [{ name: "tracks_device", type: "boolean" }],
});
