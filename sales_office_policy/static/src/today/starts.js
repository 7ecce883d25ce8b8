import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";

/** The "+" of Today: what somebody tells or asks for there and then, as far as they may. Asked for when it is opened. */
export class TodayStarts extends Component {
    static template = "sales_office_policy.TodayStarts";
    static components = { Dropdown, DropdownItem };
    static props = { onDone: Function };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.state = useState({ starts: [] });
    }

    async load() {
        if (!this.state.starts.length) {
            this.state.starts = await this.orm.call("sales.office.today", "get_starts", []);
        }
    }

    open(start) {
        return this.actionService.doAction(start.action, { onClose: () => this.props.onDone() });
    }
}
