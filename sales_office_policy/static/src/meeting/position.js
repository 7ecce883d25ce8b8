import { isIosApp } from "@web/core/browser/feature_detection";
import { browser } from "@web/core/browser/browser";

/**
 * Returns where the user is, if their company records it and they let us know.
 * Attendances asks for it the same way; the app for iOS cannot.
 *
 * @param {boolean} tracked
 * @returns {Promise<{ latitude?: number, longitude?: number }>}
 */
export function getPosition(tracked) {
    const { geolocation } = browser.navigator;
    if (!tracked || !geolocation || isIosApp()) {
        return Promise.resolve({});
    }
    return new Promise((resolve) => {
        geolocation.getCurrentPosition(
            ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
            () => resolve({}),
            { enableHighAccuracy: true, timeout: 10000 }
        );
    });
}
