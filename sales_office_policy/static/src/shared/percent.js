/** Percentages that are stored as they are read, 12.5 for 12.5 %, in charts and pivot tables: `widget` of a measure. */

import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";

/** @returns {string} one decimal at most; empty for what is not known */
export function formatPercent(value) {
    const sign = localization.code?.startsWith("zh") ? "%" : " %";
    return typeof value === "number" ? formatFloat(value, { digits: [16, 1], trailingZeros: false }) + sign : "";
}

registry.category("formatters").add("sales_office_percent", formatPercent);
