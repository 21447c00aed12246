import { afterEach, expect, it, vi } from 'vitest';
import { broadcastActivity } from './broadcast-activity.ts';

type Options = Parameters<typeof broadcastActivity>[1];

let stop = () => {};
afterEach(() => stop());

/** @param answer what each look at the store comes to */
function broadcast(answer: () => Promise<unknown[]> = async () => []) {
  let happens: Parameters<Options['relay']['onActivity']>[0] = () => {};
  const relay = {
    onActivity: (listener: typeof happens) => {
      happens = listener;
      return () => {};
    },
    onChange: () => () => {},
    onMissed: () => () => {},
  };
  const read: unknown[] = [];
  const database = {
    $queryRaw: (_: TemplateStringsArray, ...values: unknown[]) => {
      read.push(values);
      return answer();
    },
  };
  const namespace = {
    ...{ sockets: new Map([['one', {}]]), adapter: { rooms: new Map([['site:ours', new Set(['one'])]]) } },
    local: { to: () => ({ emit: () => {} }), emit: () => {} },
  };
  const logger = { error: vi.fn() };
  const options = { database, relay, logger } as unknown as Options;
  stop = broadcastActivity(namespace as unknown as Parameters<typeof broadcastActivity>[0], options);
  return { happens, read, logger };
}

it('reads what happens at sites that agents look at here, once for what comes together, and nothing of others', async () => {
  const { happens, read } = broadcast();
  for (let seq = 1; seq <= 3; seq += 1) {
    happens({ siteId: 'theirs', conversationId: `theirs ${seq}`, seq });
    happens({ siteId: 'ours', conversationId: 'ours', seq });
  }
  await expect.poll(() => read).toHaveLength(1);
  expect(JSON.stringify(read)).toMatch(/ours(?!.*theirs)/);
});

it('reads again what could not be read', async () => {
  const answer = vi.fn(async () => [] as unknown[]).mockRejectedValueOnce(new Error('too many connections'));
  const { happens, read, logger } = broadcast(answer);
  happens({ siteId: 'ours', conversationId: 'ours', seq: 1 });
  await expect.poll(() => read, { timeout: 5_000 }).toHaveLength(2);
  expect(logger.error).toHaveBeenCalledOnce();
});
