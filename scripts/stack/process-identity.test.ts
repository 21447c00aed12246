import { spawnSync } from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { fromPs } from './process-identity.mjs';

const hasPs = spawnSync('ps', ['-o', 'lstart=', '-p', String(process.pid)]).status === 0;

if (hasPs) {
  it('knows a process by ps in every time zone and language', () => {
    const places = [
      { TZ: 'Asia/Tokyo', LC_ALL: 'C' },
      { TZ: 'America/New_York', LC_ALL: 'de_DE.UTF-8' },
    ];
    const [one, other] = places.map((place) => {
      for (const [name, value] of Object.entries(place)) vi.stubEnv(name, value);
      return fromPs(process.pid)?.startedAt;
    });
    expect(one).toMatch(/\d\d:\d\d:\d\d/);
    expect(one).toBe(other);
  });
}
