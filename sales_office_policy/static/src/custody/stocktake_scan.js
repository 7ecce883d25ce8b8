import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { answerOrRefusal, ScanField } from "./scan_field";

/** Scans into the stock-take of the form around it. */
export class StocktakeScan extends Component {
    static template = "sales_office_policy.StocktakeScan";
    static components = { ScanField };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.mutex = new Mutex();
        this.state = useState({ answer: null });
        this.placeholder = _t("Scan what lies here");
    }

    scan(code) {
        return this.mutex.exec(async () => {
            const { resModel, resId } = this.props.record;
            this.state.answer = await answerOrRefusal(this.orm.call(resModel, "action_scan", [[resId], code]));
            await this.props.record.load();
        });
    }
}

registry.category("view_widgets").add("sales_office_stocktake_scan", { component: StocktakeScan });
