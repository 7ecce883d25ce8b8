import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** Shows what somebody still holds and asks whether they sign out all the same. */
export class PapersDialog extends Component {
    static template = "sales_office_policy.PapersDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        papers: { type: Array, element: Object },
        signOut: Function,
    };

    async onSignOut() {
        this.props.close();
        await this.props.signOut();
    }
}
