import { expect, it, vi } from 'vitest';
import { createDatabase } from './client.ts';

it('keeps a connection that nobody uses', async () => {
  // As far as pg's timers go, an hour passes.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '', maxConnections: 1 });
  try {
    const connection = async () => {
      const [row] = await database.$queryRaw<{ id: number }[]>`SELECT pg_backend_pid() AS id`;
      return row?.id;
    };
    const former = await connection();
    vi.advanceTimersByTime(3_600_000);
    expect(await connection()).toBe(former);
  } finally {
    vi.useRealTimers();
    await database.$disconnect();
  }
});
