import { text } from 'node:stream/consumers';
import type { FastifyReply } from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openEventStream } from './event-stream.ts';

test('what has ended is sent to its end, however late it is read', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const sent: NodeJS.ReadableStream[] = [];
  const reply = { header: () => reply, send: (body: NodeJS.ReadableStream) => sent.push(body) };
  const stream = openEventStream(reply as unknown as FastifyReply);
  stream.sendData('[DONE]');
  stream.end();
  vi.advanceTimersByTime(60_000);
  await expect(text(sent[0] as NodeJS.ReadableStream)).resolves.toBe('data: [DONE]\n\n');
});
