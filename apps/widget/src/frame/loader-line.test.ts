// @vitest-environment jsdom
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createLoaderLine, type LoaderHandlers } from './loader-line.ts';

afterEach(() => vi.restoreAllMocks());

const origin = 'https://shop.example';
const say = (message: object) =>
  dispatchEvent(new MessageEvent('message', { data: { frontdesk: 1, ...message }, origin, source: window.parent }));
const error = { code: 'unavailable', message: 'No answer' };
const ticket = (name: string) => ({
  type: 'ticket',
  ticket: name,
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
});

function openLine() {
  vi.spyOn(window.parent, 'postMessage').mockImplementation(() => {});
  const handlers = {
    ...{ onTicket: vi.fn(), onRefused: vi.fn(), onSite: vi.fn(), onOpened: vi.fn(), onClosed: vi.fn() },
    ...{ onStorageAllowed: vi.fn(), onStorageDenied: vi.fn(), onReset: vi.fn() },
  } satisfies LoaderHandlers;
  return { line: createLoaderLine(origin, handlers), handlers };
}

test('a refusal goes to who waits for a ticket, or else to the frame', async () => {
  const { line, handlers } = openLine();
  const waiting = line.getTicket();
  say({ type: 'ticket-refused', error });
  await expect(waiting).rejects.toMatchObject({ wire: error });
  expect(handlers.onRefused).not.toHaveBeenCalled();
  say({ type: 'ticket-refused', error });
  expect(handlers.onRefused).toHaveBeenCalledExactlyOnceWith(error);
});

test('who waited before a reset takes nothing of what comes after it', async () => {
  const { line, handlers } = openLine();
  void line.getTicket();
  say({ type: 'reset' });
  say(ticket('next'));
  expect(await line.getTicket()).toBe('next');
  void line.getTicket();
  say({ type: 'reset' });
  say({ type: 'ticket-refused', error });
  expect(handlers.onRefused).toHaveBeenCalledWith(error);
});

test('who waits for a ticket that does not come waits no longer than for the gateway, and takes none that comes later', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { line } = openLine();
  const lost = line.getTicket();
  const refused = expect(lost).rejects.toMatchObject({ wire: { code: 'unavailable' } });
  await vi.advanceTimersByTimeAsync(20_000);
  await refused;
  const again = line.getTicket();
  say(ticket('late'));
  expect(await again).toBe('late');
});
