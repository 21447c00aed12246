import type { Page } from '@playwright/test';

/** A notification of the desktop, as the page asked for it. */
export interface Notified {
  title: string;
  body: string | undefined;
}

interface Recorded {
  notified: (Notified & { notification: Notification })[];
  /** Notes that were begun. */
  notes: number;
  hidden: boolean;
}
type RecordingWindow = Window & { recorded: Recorded };

/**
 * Writes down what a page notifies of and plays, from its next load on, where the browser would show and play it; and has it
 * believe that its tab is hidden.
 */
export async function recordNotified(page: Page) {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(() => {
    const recorded: Recorded = { notified: [], notes: 0, hidden: false };
    (window as unknown as RecordingWindow).recorded = recorded;
    Object.defineProperty(document, 'visibilityState', { get: () => (recorded.hidden ? 'hidden' : 'visible') });
    const RealNotification = window.Notification;
    class RecordedNotification extends EventTarget {
      static readonly requestPermission = () => RealNotification.requestPermission();
      static get permission() {
        return RealNotification.permission;
      }
      onclick: (() => void) | null = null;
      constructor(title: string, options?: NotificationOptions) {
        super();
        recorded.notified.push({ title, body: options?.body, notification: this as unknown as Notification });
      }
      close() {}
    }
    window.Notification = RecordedNotification as unknown as typeof Notification;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) {
      recorded.notes += 1;
      start.apply(this, at);
    };
  });
  return {
    notified: (): Promise<Notified[]> =>
      page.evaluate(() =>
        (window as unknown as RecordingWindow).recorded.notified.map(({ title, body }) => ({ title, body })),
      ),
    notes: () => page.evaluate(() => (window as unknown as RecordingWindow).recorded.notes),
    hide: (hidden: boolean) =>
      page.evaluate((now) => {
        (window as unknown as RecordingWindow).recorded.hidden = now;
      }, hidden),
    /** As a click on the newest one. */
    press: () =>
      page.evaluate(() => {
        const newest = (window as unknown as RecordingWindow).recorded.notified.at(-1)?.notification;
        newest?.onclick?.call(newest, new Event('click'));
      }),
  };
}
