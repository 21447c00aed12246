// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Counterpart, type FrameMessage, listen, post } from './frame-messages.ts';

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => life.abort());

test('only the counterpart is heard: its window, its origin, its mark', () => {
  const frame = document.body.appendChild(document.createElement('iframe')).contentWindow as Window;
  const other = document.body.appendChild(document.createElement('iframe')).contentWindow as Window;
  const counterpart: Counterpart = { view: () => frame, place: 'https://chat.example' };
  const heard: FrameMessage[] = [];
  listen<FrameMessage>(counterpart, (message) => heard.push(message), life.signal);
  const say = (source: Window | null, origin: string, data: unknown) =>
    dispatchEvent(new MessageEvent('message', { source, origin, data }));

  say(other, 'https://chat.example', { frontdesk: 1, type: 'close' });
  say(frame, 'https://evil.example', { frontdesk: 1, type: 'close' });
  say(frame, 'null', { frontdesk: 1, type: 'close' });
  say(null, 'https://chat.example', { frontdesk: 1, type: 'close' });
  say(frame, 'https://chat.example', { type: 'close' });
  say(frame, 'https://chat.example', 'close');
  say(frame, 'https://chat.example', null);
  expect(heard).toEqual([]);

  say(frame, 'https://chat.example', { frontdesk: 1, type: 'ready' });
  expect(heard).toEqual([{ frontdesk: 1, type: 'ready' }]);
});

test('without a counterpart nobody is heard, and nothing is sent', () => {
  const nobody: Counterpart = { view: () => null, place: 'https://chat.example' };
  const receive = vi.fn();
  listen(nobody, receive, life.signal);
  dispatchEvent(
    new MessageEvent('message', { source: null, origin: nobody.place, data: { frontdesk: 1, type: 'ready' } }),
  );
  post(nobody, { type: 'opened' });
  expect(receive).not.toHaveBeenCalled();
});

test('what is sent names the only origin that may get it', () => {
  const postMessage = vi.fn();
  post(
    { view: () => ({ postMessage }) as unknown as Window, place: 'https://chat.example' },
    { type: 'unread', text: '', count: 2 },
  );
  expect(postMessage).toHaveBeenCalledExactlyOnceWith(
    { frontdesk: 1, type: 'unread', text: '', count: 2 },
    'https://chat.example',
  );
});
