import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

/** Longer than it takes to see that npm is gone. */
const staysMs = 1_200;
const program = `
  import { endOnSignal } from ${JSON.stringify(new URL('end-on-signal.mjs', import.meta.url).href)};
  const signal = endOnSignal(() => console.log('again'));
  signal.addEventListener('abort', () => {
    console.log(signal.reason);
    setTimeout(() => process.exit(), ${staysMs});
  });
  setInterval(() => {}, 1_000);
  console.log('started');`;

it.each([
  ['npm alone, which is gone then', 1, 'SIGHUP'],
  ['npm and all that it started, as service managers do', -1, 'SIGTERM'],
])('one signal is one wish to end: to %s', async (_, sign, reason) => {
  // A shell that stays, as npm does, in a process group of its own.
  const npm = spawn('sh', ['-c', '"$0" --input-type=module -e "$1"; :', process.execPath, program], {
    ...{ detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  const written = text(npm.stdout);
  await once(npm.stdout, 'data');
  process.kill(sign * (npm.pid as number), 'SIGTERM');
  expect(await written).toBe(`started\n${reason}\n`);
});
