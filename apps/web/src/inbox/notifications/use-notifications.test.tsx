// @vitest-environment jsdom
import type { ConversationSummary } from '@frontdesk/protocol';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepNotificationChoice } from './notification-choice.ts';
import { NotificationMenu } from './notification-menu.tsx';
import { useNotifications } from './use-notifications.ts';

const at = '2026-03-18T12:00:00.000Z';
const summary: ConversationSummary = {
  ...{ conversationId: 'c', siteId: 's', siteName: 'Fernway', visitorId: 'visitor-1234', createdAt: at },
  ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', generationState: null },
  ...{ lastRole: 'visitor', state: 'waiting_for_person' },
};

let root: Root;
let page: HTMLElement;
let tell: ReturnType<typeof useNotifications>['tell'];
const request = vi.fn(async () => 'granted');

/** As browsers of Android have it: there is one, and whoever uses it from a page is refused. */
function stubAndroid(permission: NotificationPermission): void {
  class IllegalNotification {
    static readonly permission = permission;
    static readonly requestPermission = request;
    constructor() {
      throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.');
    }
  }
  vi.stubGlobal('Notification', IllegalNotification);
}

let isInbox = true;

function Page() {
  const notifications = useNotifications({ openId: null, isInbox, onOpen: () => undefined });
  tell = notifications.tell;
  return <NotificationMenu choice={notifications.choice} onChange={notifications.change} />;
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  request.mockClear();
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
  localStorage.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = () => act(async () => page.querySelector('button')?.click());
const desktop = () => page.querySelector<HTMLInputElement>('input');

test('a phone that lets no page notify is told so at once, and is not asked whether it may', async () => {
  stubAndroid('default');
  await act(async () => root.render(<Page />));
  await open();
  await act(async () => desktop()?.click());
  expect(request).not.toHaveBeenCalled();
  expect(desktop()).toMatchObject({ checked: false, disabled: true });
  expect(page.textContent).toContain('Your browser has none.');
});

test('where it was allowed before, the first news switches it off and stops nothing else', async () => {
  stubAndroid('granted');
  keepNotificationChoice({ desktop: true, sound: false });
  await act(async () => root.render(<Page />));
  await open();
  expect(desktop()?.checked).toBe(true);
  vi.useFakeTimers();
  tell({ kind: 'hand-over', summary });
  await act(async () => expect(() => vi.runAllTimers()).not.toThrow());
  expect(desktop()).toMatchObject({ checked: false, disabled: true });
});

test('what comes all at once makes one sound', async () => {
  const started = vi.fn();
  const node = { connect: () => node, start: started, stop: () => undefined, frequency: { value: 0 } };
  const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  class AudioContextStub {
    readonly state = 'running';
    readonly currentTime = 0;
    resume = async () => undefined;
    createOscillator = () => node;
    createGain = () => ({ ...node, gain });
  }
  vi.stubGlobal('AudioContext', AudioContextStub);
  keepNotificationChoice({ desktop: false, sound: true });
  await act(async () => root.render(<Page />));
  vi.useFakeTimers();
  for (const conversationId of ['a', 'b', 'c']) tell({ kind: 'hand-over', summary: { ...summary, conversationId } });
  await act(async () => vi.advanceTimersByTime(1_000));
  const one = 2;
  expect(started).toHaveBeenCalledTimes(one);
  tell({ kind: 'hand-over', summary: { ...summary, conversationId: 'd' } });
  await act(async () => vi.advanceTimersByTime(1_000));
  expect(started).toHaveBeenCalledTimes(2 * one);
});

describe('where somebody looks at this tab', () => {
  const shown = vi.fn();
  beforeEach(() => {
    shown.mockClear();
    vi.mocked(document.hasFocus).mockReturnValue(true);
    vi.stubGlobal(
      'Notification',
      class {
        static readonly permission = 'granted';
        constructor(title: string) {
          shown(title);
        }
      },
    );
    keepNotificationChoice({ desktop: true, sound: false });
  });
  afterEach(() => {
    isInbox = true;
  });

  test('the inbox shows what comes, and needs no notification', async () => {
    await act(async () => root.render(<Page />));
    await act(async () => tell({ kind: 'hand-over', summary }));
    expect(shown).not.toHaveBeenCalled();
  });

  test('another page tells it', async () => {
    isInbox = false;
    await act(async () => root.render(<Page />));
    await act(async () => tell({ kind: 'hand-over', summary }));
    expect(shown).toHaveBeenCalledOnce();
  });

  test('one that tells nothing leaves it to the others, until they are switched on in another tab', async () => {
    isInbox = false;
    keepNotificationChoice({ desktop: false, sound: false });
    const posted = vi.spyOn(BroadcastChannel.prototype, 'postMessage');
    await act(async () => root.render(<Page />));
    await act(async () => tell({ kind: 'hand-over', summary }));
    expect(posted).not.toHaveBeenCalled();
    keepNotificationChoice({ desktop: true, sound: false });
    await act(async () => window.dispatchEvent(new StorageEvent('storage', { key: 'frontdesk:notifications' })));
    await act(async () => tell({ kind: 'hand-over', summary }));
    expect(posted).toHaveBeenCalledOnce();
    expect(shown).toHaveBeenCalledOnce();
  });
});
