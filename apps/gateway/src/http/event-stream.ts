import { PassThrough } from 'node:stream';
import type { chatStreamEvents } from '@frontdesk/protocol';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod/mini';

/** Often enough for proxies that end silent connections after half a minute. */
const heartbeatEveryMs = 15_000;

export interface EventStream {
  send<Name extends keyof typeof chatStreamEvents>(name: Name, data: z.infer<(typeof chatStreamEvents)[Name]>): void;
  /** Sends an event that has no name. */
  sendData(data: string): void;
  end(): void;
}

/** Turns a reply into server-sent events that no proxy may buffer. */
export function openEventStream(reply: FastifyReply): EventStream {
  const body = new PassThrough();
  const heartbeat = setInterval(() => body.write(': still here\n\n'), heartbeatEveryMs);
  body.on('close', () => clearInterval(heartbeat));
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(body);
  const write = (block: string) => {
    if (!body.destroyed) body.write(block);
  };
  return {
    send: (name, data) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    sendData: (data) => write(`data: ${data}\n\n`),
    end: () => {
      // A client that reads slowly is still to get the rest: a beat behind the end would break it off.
      clearInterval(heartbeat);
      body.end();
    },
  };
}
