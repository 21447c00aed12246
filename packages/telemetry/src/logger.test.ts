import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, logger: createLogger({ name: 'test', format: 'json', destination }) };
}

test('a line is one JSON object with level and name', () => {
  const { lines, logger } = capture();
  logger.info({ count: 3 }, 'hello');
  expect(JSON.parse(lines.join(''))).toMatchObject({ level: 'info', name: 'test', count: 3, msg: 'hello' });
});

test('what customers say and what is secret is left out, also two levels deep', () => {
  const { lines, logger } = capture();
  logger.info({ text: 'my card is 1234', request: { apiKey: 'k-1234', message: { text: 'also 1234' } } }, 'received');
  expect(lines.join('')).not.toContain('1234');
});

test('an error keeps its message and stack', () => {
  const { lines, logger } = capture();
  logger.error({ error: new Error('disk full') }, 'failed');
  expect(lines.join('')).toContain('disk full');
});
