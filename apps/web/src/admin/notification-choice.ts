/** What an agent wants on this device. Nothing is on before they switch it on. */
export interface NotificationChoice {
  desktop: boolean;
  sound: boolean;
}

const key = 'frontdesk:notifications';
const off: NotificationChoice = { desktop: false, sound: false };

export function readNotificationChoice(): NotificationChoice {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return off;
    const { desktop, sound } = stored as Partial<Record<keyof NotificationChoice, unknown>>;
    // The browser's own settings may have changed since.
    return { desktop: desktop === true && desktopPermission() === 'granted', sound: sound === true };
  } catch {
    return off;
  }
}

export function keepNotificationChoice(choice: NotificationChoice): void {
  try {
    localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Where nothing may be stored it holds until the page is left.
  }
}

/** Null where the browser knows no notifications. */
export const desktopPermission = (): NotificationPermission | null =>
  typeof Notification === 'undefined' ? null : Notification.permission;
