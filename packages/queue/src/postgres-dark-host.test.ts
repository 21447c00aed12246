import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DarkHost, startDarkHost } from '../../../scripts/testing/dark-host.ts';
import { connectQueues, listenForNotices, openNoticePublisher } from './servers.ts';

let dark: DarkHost;

beforeEach(async () => {
  dark = await startDarkHost();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await dark.close();
});

it.each<[string, (databaseUrl: string, onError: (error: unknown) => void) => void]>([
  ['the queues', (databaseUrl, onError) => void connectQueues({ databaseUrl, onError: () => {} }).catch(onError)],
  [
    'who listens for notices',
    (databaseUrl, onError) => {
      const ignored = { onNotice: () => {}, onReconnect: () => {}, onError: () => {} };
      listenForNotices({ databaseUrl, ...ignored }).catch(onError);
    },
  ],
  [
    'who listens for orders',
    (databaseUrl, onError) => {
      const publisher = openNoticePublisher({
        ...{ databaseUrl, onOrder: () => {} },
        onError: (error) => {
          onError(error);
          void publisher.close();
        },
      });
    },
  ],
])('%s: told within ten seconds that the host of the database gives no answer', async (_, connect) => {
  const onError = vi.fn();
  connect(dark.url, onError);
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), { timeout: 5_000 });
  vi.advanceTimersByTime(10_000);
  // The queues take half a second more.
  await vi.waitFor(() => {
    vi.advanceTimersByTime(50);
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'ETIMEDOUT' }));
  });
});
