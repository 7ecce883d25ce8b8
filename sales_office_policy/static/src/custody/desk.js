import { Component, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { joinTitle } from "../shared/join";
import { answerOrRefusal, ScanField } from "./scan_field";

const DESK = "sales.office.document.desk";
const DOCUMENT = "sales.office.document";
/** Milliseconds after which nobody stands at the desk any more. */
export const IDLE = 120000;
const REFRESH = 60000;

/** The clerk's screen for the whole day: badge, paper, paper; or a paper that comes back. */
export class Desk extends Component {
    static template = "sales_office_policy.Desk";
    static components = { Layout, ScanField };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.mutex = new Mutex();
        this.reason = useRef("reason");
        this.pending = 0;
        this.display = { controlPanel: {} };
        // as much as a phone shows of it
        this.placeholder = this.env.isSmall ? _t("Scan, or type a name") : _t("Scan a badge or a document, or type a name");
        this.state = useState({ desk: null, borrower: null, badge: "", answer: null, found: null });
        onWillStart(async () => {
            this.state.desk = await this.orm.call(DESK, "get_desk", []);
        });
        this.timer = browser.setInterval(() => this.refresh(), REFRESH);
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            browser.clearTimeout(this.idleTimer);
        });
        useHotkey("escape", () => this.finish(), { bypassEditableProtection: true });
    }

    /** @returns {string} who has a paper that is not lent, or where it is */
    describe(row) {
        return joinTitle([row.borrower || row.holder, row.state_label, row.place]);
    }

    getNext(row) {
        return _t("Next: %(name)s", { name: row.next });
    }

    getWaiting(row) {
        return _t("In line: %(count)s", { count: row.waiting });
    }

    get panels() {
        return [
            { key: "overdue", title: _t("Overdue"), color: "danger", empty: _t("Nothing is overdue") },
            { key: "due_today", title: _t("Due Today"), color: "warning", empty: _t("Nothing more is due today") },
            { key: "requests", title: _t("Requests"), color: "info", empty: _t("Nobody waits for a paper") },
        ];
    }

    /** Others hand out and take back meanwhile, and time makes papers overdue. */
    async refresh() {
        if (!this.pending && !document.hidden) {
            const desk = await this.orm.silent.call(DESK, "get_desk", []);
            if (!this.pending) {
                this.state.desk = desk;
            }
        }
    }

    /** Asks the server one thing after the other: a scanner is faster than the network. */
    async ask(method, args) {
        this.pending++;
        try {
            await this.mutex.exec(async () => this.show(await answerOrRefusal(this.orm.call(DESK, method, args()))));
        } finally {
            this.pending--;
        }
    }

    scan(code, borrower = null, reason = "") {
        return this.ask("scan", () => {
            const present = !borrower || borrower === this.state.borrower?.id;
            return [code, borrower || this.state.borrower?.id || false, present ? this.state.badge : "", reason];
        });
    }

    /** What a row shows may have changed hands since: its loan is ended, or nothing. */
    takeBack(row) {
        return this.ask("take_back", () => [row.loan_id, this.state.borrower?.id || false]);
    }

    /** Hands out what is kept for somebody else, once the clerk has said why. */
    passOver() {
        const { code, borrower_id } = this.state.answer;
        const reason = this.reason.el.value.trim();
        return reason ? this.scan(code, borrower_id, reason) : this.reason.el.focus();
    }

    choose(person) {
        return this.ask("get_borrower", () => [person.id]);
    }

    show(answer) {
        this.state.answer = answer;
        this.state.found = answer.kind === "found" ? answer : null;
        this.state.desk = answer.desk || this.state.desk;
        if (answer.kind === "borrower") {
            this.state.badge = answer.badge || "";
        }
        if (answer.borrower && (answer.kind === "borrower" || answer.borrower.id === this.state.borrower?.id)) {
            this.state.borrower = answer.borrower;
        }
        browser.clearTimeout(this.idleTimer);
        this.idleTimer = browser.setTimeout(() => this.finish(), IDLE);
    }

    /** The next person comes. */
    finish() {
        Object.assign(this.state, { borrower: null, badge: "", answer: null, found: null });
    }

    openDocument(id) {
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: DOCUMENT,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openDocuments(filter) {
        return this.actionService.doAction("sales_office_policy.sales_office_document_action", {
            additionalContext: { search_default_kept: 0, [`search_default_${filter}`]: 1 },
        });
    }

    openPanel(key) {
        const filter = key === "requests" ? "requested" : key;
        return this.actionService.doAction("sales_office_policy.sales_office_document_loan_action", {
            additionalContext: { search_default_on_loan: 0, [`search_default_${filter}`]: 1 },
        });
    }
}

registry.category("actions").add("sales_office_policy.desk", Desk);
