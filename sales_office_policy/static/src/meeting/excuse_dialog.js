import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks why somebody is excused. */
export class ExcuseDialog extends Component {
    static template = "sales_office_policy.ExcuseDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        name: String,
        reason: String,
        confirm: Function,
    };

    setup() {
        this.state = useState({ reason: this.props.reason });
        useAutofocus();
    }

    get title() {
        return _t("Why is %(name)s excused?", { name: this.props.name });
    }

    get usual() {
        return [_t("With a customer"), _t("On an errand for the office"), _t("In a training")];
    }

    confirm(reason = this.state.reason) {
        if (reason.trim()) {
            this.props.close();
            this.props.confirm(reason.trim());
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            this.confirm();
        }
    }
}
