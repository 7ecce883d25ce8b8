import { onWillUnmount, useComponent, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Deferred } from "@web/core/utils/concurrency";
import { useRecordObserver } from "@web/model/relational_model/utils";

const MODEL = "crm.lead";
const FIELDS = [
    "sales_office_is_stale",
    "sales_office_lacks_step",
    "sales_office_last_contact_text",
    "sales_office_next_step",
    "sales_office_response_state",
    "sales_office_response_text",
];

/** The leads that somebody waits to be told of, by their ids, until they are asked for. */
let waiting = new Map();

function ask(orm, id) {
    if (!waiting.size) {
        browser.setTimeout(() => answer(orm));
    }
    if (!waiting.has(id)) {
        waiting.set(id, new Deferred());
    }
    return waiting.get(id);
}

/** Ask once for all that wait; of a lead that the reader may not read (any more) there is nothing to tell. */
async function answer(orm) {
    const asked = waiting;
    waiting = new Map();
    const told = new Map();
    try {
        const domain = [["id", "in", [...asked.keys()]]];
        const context = { active_test: false };
        for (const lead of await orm.silent.searchRead(MODEL, domain, FIELDS, { context })) {
            told.set(lead.id, lead);
        }
    } finally {
        for (const [id, question] of asked) {
            question.resolve(told.get(id) || {});
        }
    }
}

/**
 * What is known of a lead from all that was ever exchanged with its customer: last contact, next step, answer.
 *
 * That takes longer than the lead itself, so it is asked once it is on the screen, and whenever it is loaded anew; in
 * one call for all cards or rows of a page, and for all that show something of it. Nobody waits for it.
 *
 * @returns {{ lead: Object, known: boolean }} empty until it is known
 */
export function useLeadAnswers() {
    // not the component's own: who asks for all may be gone before the answer comes
    const { orm } = useComponent().env.services;
    const state = useState({ lead: {}, known: false });
    let last = 0;
    const refresh = async ({ resId, model, _values }) => {
        const question = ++last;
        const isSaved = resId && _values && !model.useSampleModel;
        const lead = isSaved ? await ask(orm, resId) : {};
        // a later question, or none any more, has made this answer stale
        if (question === last) {
            Object.assign(state, { lead, known: true });
        }
    };
    // nothing is returned: what is shown does not wait for it
    useRecordObserver((record) => {
        refresh(record);
    });
    onWillUnmount(() => last++);
    return state;
}
