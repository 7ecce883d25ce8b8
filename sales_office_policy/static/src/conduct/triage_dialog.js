import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";

/** Says what is about to be done, and asks one reason for all that are dismissed and one for all that are waived. */
export class TriageDialog extends Component {
    static template = "sales_office_policy.TriageDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        counts: Object,
        confirm: Function,
    };

    setup() {
        this.state = useState({ dismiss: "", waive: "" });
        useAutofocus();
    }

    get title() {
        return _t("Do what is marked?");
    }

    get reported() {
        const count = this.props.counts.report;
        return _t("Reported: %(count)s. Each employee is told and asked to answer.", { count });
    }

    get usual() {
        return {
            dismiss: [_t("Cleared up in a talk"), _t("Too small to take further")],
            waive: [_t("With a customer"), _t("On an errand for the office"), _t("In a training")],
        };
    }

    /** @returns {string[]} the marks that take a reason, as far as they were made */
    get asked() {
        return ["dismiss", "waive"].filter((mark) => this.props.counts[mark]);
    }

    getQuestion(mark) {
        const count = this.props.counts[mark];
        return mark === "dismiss"
            ? _t("Dismissed: %(count)s. Why? It stays on record; the employees are not told.", { count })
            : _t("Waived: %(count)s. Why? The employees read it.", { count });
    }

    get isReady() {
        return this.asked.every((mark) => this.state[mark].trim());
    }

    confirm() {
        if (this.isReady) {
            this.props.close();
            this.props.confirm({ dismiss: this.state.dismiss.trim(), waive: this.state.waive.trim() });
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            this.confirm();
        }
    }
}
