import { Component, onMounted, useExternalListener, useRef, useState } from "@odoo/owl";
import { BarcodeVideoScanner, isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { browser } from "@web/core/browser/browser";
import { isMobileOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** Milliseconds in which the same code read again is the same scan: scanners and cameras read twice. */
export const REPEAT = 2000;
const EDITABLE = "input, textarea, select, [contenteditable=true], .modal, .modal *";

/**
 * Returns the server's answer to a scan, or its refusal in the shape of one: a clerk who scans
 * has no hand free for a dialog.
 *
 * @param {Promise<object>} call
 * @returns {Promise<{ level: string, text: string }>}
 */
export async function answerOrRefusal(call) {
    try {
        return await call;
    } catch (error) {
        if (error instanceof ConnectionLostError) {
            return { level: "danger", text: _t("There is no connection. Scan it again once it is back.") };
        }
        if (error instanceof RPCError && error.exceptionName?.startsWith("odoo.exceptions.")) {
            return { level: "danger", text: error.data.message };
        }
        throw error;
    }
}

/** A field for a scanner that types, and the camera of a phone; it keeps the keyboard to itself. */
export class ScanField extends Component {
    static template = "sales_office_policy.ScanField";
    static components = { BarcodeVideoScanner };
    static props = {
        answer: { type: [Object, { value: null }], optional: true },
        onScan: Function,
        placeholder: { type: String, optional: true },
        slots: { type: Object, optional: true },
    };

    setup() {
        this.input = useRef("input");
        this.state = useState({ hasCamera: false, cameraError: "" });
        this.cameraSupported = isBarcodeScannerSupported();
        this.repeat = REPEAT;
        this.last = { code: "", time: 0 };
        useExternalListener(window, "keydown", (ev) => this.catchKey(ev), { capture: true });
        onMounted(() => {
            // on a phone the keyboard on the screen would hide everything
            if (!isMobileOS()) {
                this.focus();
            }
        });
    }

    get icon() {
        return {
            success: "fa-check-circle",
            info: "fa-info-circle",
            warning: "fa-exclamation-triangle",
            danger: "fa-times-circle",
        }[this.props.answer.level];
    }

    focus() {
        this.input.el?.focus({ preventScroll: true });
    }

    /** What a scanner types goes into the field, wherever the focus was left. */
    catchKey(ev) {
        const types = ev.key.length === 1 && ev.key !== " " && !ev.ctrlKey && !ev.altKey && !ev.metaKey;
        if (types && !document.querySelector(".modal") && !ev.target.closest?.(EDITABLE)) {
            this.focus();
        }
    }

    onKeydown(ev) {
        const code = this.input.el.value.trim();
        if (ev.isComposing || !code || !["Enter", "Tab"].includes(ev.key)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.input.el.value = "";
        this.submit(code);
    }

    /** Passes a code on, unless it was read just now. */
    submit(code) {
        const now = Date.now();
        const repeated = code === this.last.code && now - this.last.time < REPEAT;
        this.last = { code, time: now };
        if (!repeated) {
            this.props.onScan(code);
        }
    }

    onCamera(code) {
        browser.navigator.vibrate?.(100);
        this.submit(code);
    }

    toggleCamera() {
        this.state.cameraError = "";
        this.state.hasCamera = !this.state.hasCamera;
    }

    onCameraError(error) {
        this.state.hasCamera = false;
        this.state.cameraError = error.message;
    }
}
