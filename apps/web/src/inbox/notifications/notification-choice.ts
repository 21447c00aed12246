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

/** Null where the browser knows no notifications, or has shown that it has none for pages. */
export const desktopPermission = (): NotificationPermission | null =>
  typeof Notification === 'undefined' || Notification === useless ? null : Notification.permission;

/** What has thrown instead of notifying: browsers of Android notify for service workers alone, and say so only then. */
let useless: typeof Notification | null = null;

/** Without permission nothing is shown. @returns null where the browser notifies for no page */
export function notify(title: string, options?: NotificationOptions): Notification | null {
  try {
    return new Notification(title, options);
  } catch {
    useless = Notification;
    return null;
  }
}

/** Asks whoever looks, where the browser would notify at all. @returns whether it may */
export const askToNotify = async (): Promise<boolean> =>
  desktopPermission() !== null && notify('') !== null && (await Notification.requestPermission()) === 'granted';
