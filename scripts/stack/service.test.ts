import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../repository.mjs';

const read = (file: string) => readFileSync(join(repository, file), 'utf8');
const longestGrace = (file: string) =>
  Math.max(...[...read(file).matchAll(/graceMs: ([\d_]+)/g)].map(([, ms = '']) => Number(ms.replaceAll('_', ''))));

it('runs, as the manual says it, what npm start runs, and lets it end in order', () => {
  const unit = /```ini\n(\[Service\]\n.*?)```/s.exec(read('scripts/OPERATIONS.md'))?.[1] ?? '';
  const setting = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1];
  const { scripts } = JSON.parse(read('package.json'));
  expect(setting('ExecStart')).toBe(`/usr/bin/${scripts.start}`);
  // The supervisor alone is told, and ends the parts in their order.
  expect(setting('KillMode')).toBe('mixed');
  const applications = longestGrace('scripts/stack/applications.mjs');
  const seconds = (2 * applications + longestGrace('scripts/stack/database.mjs')) / 1000;
  expect(seconds).toBeGreaterThan(20);
  expect(Number(setting('TimeoutStopSec'))).toBeGreaterThan(seconds);
});
