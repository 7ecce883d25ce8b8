import { ActivityMenu } from "@hr_attendance/components/attendance_menu/attendance_menu";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

import { PapersDialog } from "./papers_dialog";

/**
 * Tells whoever opens the attendance menu which papers they still hold. Where the company chose so they are asked
 * before they sign out with them. The question is made of what the menu knows already: nothing that fails here
 * keeps anybody from signing out.
 */
patch(ActivityMenu.prototype, {
    setup() {
        super.setup();
        this.dialog = useService("dialog");
    },

    _searchReadEmployeeFill() {
        super._searchReadEmployeeFill();
        this.state.salesOfficePapers = this.employee.sales_office_papers || [];
    },

    async signInOut() {
        const papers = this.state.salesOfficePapers || [];
        if (!this.state.checkedIn || !this.employee.sales_office_ask_papers || !papers.length) {
            return super.signInOut();
        }
        this.dropdown.close();
        this.dialog.add(PapersDialog, { papers, signOut: () => super.signInOut() });
    },
});
