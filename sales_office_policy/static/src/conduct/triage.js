import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { nextWaiting, useRowFocus, useRowKeys } from "../shared/keys";
import { TriageDialog } from "./triage_dialog";
import { countKinds, filterRows, groupMarks, MARK_KEYS, MARKS } from "./triage_marks";

const VIOLATION = "sales.office.violation";

/** Suspicions one below the other, with their facts: each gets a mark by touch or by key, and all are done together. */
export class Triage extends Component {
    static template = "sales_office_policy.Triage";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.list = useRef("list");
        this.state = useState({ rows: [], more: 0, marks: {}, index: 0, kind: 0, leftOut: [], busy: false });
        onWillStart(async () => this.show(await this.orm.call(VIOLATION, "get_triage", [])));
        this.focusSelected = useRowFocus(this.list, this.state, () => [this.state.kind, this.state.rows]);
        useRowKeys(this.state, {
            getRows: () => this.rows,
            markKeys: MARK_KEYS,
            mark: (mark) => this.mark(this.state.index, mark),
            finish: () => this.finish(),
            canFinish: () => Boolean(this.markedCount),
        });
    }

    get rows() {
        return filterRows(this.state.rows, this.state.kind);
    }

    get kinds() {
        return countKinds(this.state.rows);
    }

    get groups() {
        return groupMarks(this.state.marks);
    }

    get markedCount() {
        return Object.keys(this.state.marks).length;
    }

    get marked() {
        return _t("Marked: %(marked)s / %(shown)s", { marked: this.markedCount, shown: this.state.rows.length });
    }

    get more() {
        return _t("There are more: %(count)s. They come when these are done.", { count: this.state.more });
    }

    getProposal(row) {
        return _t("Ladder: %(proposal)s", { proposal: row.proposal });
    }

    getAlso(row) {
        return _t("Also: %(kinds)s", { kinds: row.also });
    }

    get marks() {
        return [
            { mark: "report", label: _t("Report"), key: "R", icon: "fa-gavel", color: "primary" },
            { mark: "dismiss", label: _t("Dismiss"), key: "D", icon: "fa-times", color: "secondary" },
            { mark: "waive", label: _t("Waive"), key: "W", icon: "fa-check", color: "info" },
        ];
    }

    /** @returns {string} what stays with a row for who cannot see colours */
    getMarkLabel(row) {
        return this.marks.find(({ mark }) => mark === this.state.marks[row.id])?.label || "";
    }

    show({ rows, more }) {
        const known = new Set(rows.map((row) => row.id));
        Object.assign(this.state, { rows, more, index: 0 });
        this.state.marks = Object.fromEntries(
            Object.entries(this.state.marks).filter(([id]) => known.has(Number(id)))
        );
        if (!rows.some((row) => row.kind_id === this.state.kind)) {
            this.state.kind = 0;
        }
    }

    choose(kind) {
        Object.assign(this.state, { kind, index: 0 });
    }

    select(index) {
        this.state.index = index;
    }

    /** Marks a row, or takes its mark back; nothing is done yet. The selection goes on to what has none. */
    mark(index, mark) {
        const row = this.rows[index];
        if (!row || this.state.busy) {
            return;
        }
        this.state.index = index;
        if (mark && !row.can[mark]) {
            this.notification.add(this.getRefusal(mark), { type: "warning" });
        } else if (!mark || this.state.marks[row.id] === mark) {
            delete this.state.marks[row.id];
        } else {
            this.state.marks[row.id] = mark;
            this.state.index = nextWaiting(this.rows, index, ({ id }) => !this.state.marks[id]);
        }
    }

    /** Marks all that are shown and have no mark, as far as it may be done with them. */
    markAll(mark) {
        for (const row of this.rows.filter((row) => row.can[mark] && !this.state.marks[row.id])) {
            this.state.marks[row.id] = mark;
        }
    }

    getRefusal(mark) {
        return {
            report: _t("This one is not yours to report."),
            dismiss: _t("Suspicions are dismissed by a manager above the employee."),
            waive: _t("Facts of this kind cannot be waived here: open the case to see where they come from."),
        }[mark];
    }

    finish() {
        if (!this.markedCount || this.state.busy) {
            return;
        }
        const counts = Object.fromEntries(MARKS.map((mark) => [mark, this.groups[mark].length]));
        this.dialog.add(
            TriageDialog,
            { counts, confirm: (reasons) => this.send(reasons) },
            { onClose: () => this.focusSelected() }
        );
    }

    async send({ dismiss, waive }) {
        const reasons = { dismiss_reason: dismiss, waive_reason: waive };
        this.state.busy = true;
        try {
            const answer = await this.orm.call(VIOLATION, "action_triage", [], { ...this.groups, ...reasons });
            this.state.leftOut = answer.left_out;
            this.state.marks = {};
            this.show(answer);
            const count = Object.values(answer.done).reduce((sum, number) => sum + number, 0);
            this.notification.add(_t("Done: %(count)s", { count }), { type: "success" });
        } finally {
            this.state.busy = false;
        }
    }

    openCase(row) {
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: VIOLATION,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_office_policy.triage", Triage);
