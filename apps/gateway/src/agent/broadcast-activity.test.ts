import { expect, it } from 'vitest';
import { broadcastActivity } from './broadcast-activity.ts';

type Options = Parameters<typeof broadcastActivity>[1];

it('reads what happens at sites that agents look at here, once for what comes together, and nothing of others', async () => {
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
    $queryRaw: async (_: TemplateStringsArray, ...values: unknown[]) => {
      read.push(values);
      return [];
    },
  };
  const namespace = {
    ...{ sockets: new Map([['one', {}]]), adapter: { rooms: new Map([['site:ours', new Set(['one'])]]) } },
    local: { to: () => ({ emit: () => {} }), emit: () => {} },
  };
  const options = { database, relay, logger: console } as unknown as Options;
  broadcastActivity(namespace as unknown as Parameters<typeof broadcastActivity>[0], options);
  for (let seq = 1; seq <= 3; seq += 1) {
    happens({ siteId: 'theirs', conversationId: `theirs ${seq}`, seq });
    happens({ siteId: 'ours', conversationId: 'ours', seq });
  }
  await expect.poll(() => read).toHaveLength(1);
  expect(JSON.stringify(read)).toMatch(/ours(?!.*theirs)/);
});
