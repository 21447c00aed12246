import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { asJson, showPartLog } from './part-log.mjs';
import { showSteps } from './steps.mjs';
import { Terminal } from './terminal.mjs';

function makeTerminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns: 80 });
  return {
    terminal: new Terminal(stream as unknown as NodeJS.WriteStream),
    written: () => (stream.read() as string | null) ?? '',
  };
}

it('keeps the changing line below the others', () => {
  const { terminal, written } = makeTerminal(true);
  terminal.status('working');
  terminal.line('done: one');
  expect(written()).toBe('\r\u001b[2Kworking\r\u001b[2Kdone: one\nworking');
});

it('writes only whole lines where there is no terminal', async () => {
  const { terminal, written } = makeTerminal(false);
  await showSteps(terminal)('Build', async (report: (text: string) => void) => {
    report('half');
    return 'up to date';
  });
  expect(written()).toMatch(/^✓ Build: up to date \(\d+\.\d s\)\n$/);
});

it('says what a long step does where there is no terminal, also when the step said so only at its start', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { terminal, written } = makeTerminal(false);
  let end = () => {};
  const step = showSteps(terminal)('Dependencies', async (report: (text: string) => void) => {
    report('npm ci');
    await new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  vi.advanceTimersByTime(60_000);
  expect(written()).toBe('… Dependencies: npm ci\n');
  end();
  await step;
  expect(written()).toBe('✓ Dependencies (60.0 s)\n');
});

it('says which step failed, and lets the error through', async () => {
  const { terminal, written } = makeTerminal(false);
  const step = showSteps(terminal)('Build', () => Promise.reject(new Error('no')));
  await expect(step).rejects.toThrow('no');
  expect(written()).toMatch(/^✗ Build/);
});

it.each([true, false])('puts a part’s name before its lines, on a terminal or not: %s', (isInteractive) => {
  const { terminal, written } = makeTerminal(isInteractive);
  showPartLog(terminal)('gateway', 'listening');
  expect(written()).toContain('gateway   │');
  expect(written()).not.toContain('{');
});

it('writes JSON on a terminal, too, where that is wanted', () => {
  const { terminal, written } = makeTerminal(true);
  showPartLog(terminal, { json: true })('web', 'Ready');
  expect(JSON.parse(written())).toMatchObject({ name: 'web', msg: 'Ready' });
});

it('writes JSON where that is wanted: lines that are JSON as they are, others wrapped', () => {
  const now = new Date('2030-01-02T03:04:05.678Z');
  expect(asJson('gateway', '{"level":"info"}', 'info', now)).toBe('{"level":"info"}');
  expect(JSON.parse(asJson('web', '\u001b[32m✓\u001b[39m Ready in 40ms', 'info', now))).toEqual({
    level: 'info',
    time: '2030-01-02T03:04:05.678Z',
    name: 'web',
    msg: '✓ Ready in 40ms',
  });
});
