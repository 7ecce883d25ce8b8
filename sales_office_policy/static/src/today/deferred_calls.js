import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

/** How long what was decided can be taken back, in milliseconds. */
export const UNDO_TIME = 10000;

/**
 * Calls that wait some seconds, so that what nobody was told yet can be taken back. Nothing is lost when the page is
 * left before: then all that waits is called at once.
 */
export class DeferredCalls {
    /**
     * @param {Object} orm the service itself, not as bound to a component: it calls after that is gone, too
     */
    constructor(orm) {
        this.orm = orm;
        this.waiting = new Map();
        this.number = 0;
    }

    /**
     * @param {{model: string, method: string, args: Array}} call
     * @param {(error?: Error) => void} onDone after the call, with what it failed with
     * @returns {() => boolean} takes the call back; false when it is too late
     */
    add(call, onDone) {
        const number = ++this.number;
        const timer = browser.setTimeout(() => this.run(number), UNDO_TIME);
        this.waiting.set(number, { call, onDone, timer });
        return () => {
            browser.clearTimeout(timer);
            return this.waiting.delete(number);
        };
    }

    async run(number) {
        const { call, onDone, timer } = this.waiting.get(number);
        browser.clearTimeout(timer);
        this.waiting.delete(number);
        try {
            await this.orm.call(call.model, call.method, call.args);
        } finally {
            onDone?.();
        }
    }

    /** Call all that waits now. */
    flush() {
        return Promise.all([...this.waiting.keys()].map((number) => this.run(number)));
    }

    /** Send all that waits when the browser closes the page, which waits for no answer. */
    send() {
        for (const [number, { call, timer }] of this.waiting) {
            browser.clearTimeout(timer);
            this.waiting.delete(number);
            const params = { ...call, kwargs: { context: user.context } };
            const body = JSON.stringify({ jsonrpc: "2.0", method: "call", id: number, params });
            const url = `/web/dataset/call_kw/${call.model}/${call.method}`;
            browser.navigator.sendBeacon(url, new Blob([body], { type: "application/json" }));
        }
    }
}
