import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OrderLookUpPayload } from '@frontdesk/protocol';
import { afterAll } from 'vitest';

export interface OrderQuestion {
  headers: IncomingHttpHeaders;
  text: string;
  data: OrderLookUpPayload['data'];
}

/** Whether it came with the signature that Standard Webhooks asks for. @param secret as it is shown once */
export function isSignedBy({ headers, text }: OrderQuestion, secret: string): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** A site's own server that is asked about orders, and answers as the test says. */
export interface TestOrderServer {
  host: string;
  url: string;
  /** What it was asked. */
  asked: OrderQuestion[];
  /** How it answers from now on. */
  answer(how: (response: ServerResponse, question: OrderQuestion) => void): void;
  says(status: number, body?: string | Uint8Array, headers?: Record<string, string>): void;
}

/** The same as long as the tests of a file run; until told otherwise it knows of no order. */
export async function useTestOrderServer(): Promise<TestOrderServer> {
  const asked: OrderQuestion[] = [];
  let respond: Parameters<TestOrderServer['answer']>[0] = (response) => void response.writeHead(404).end();
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const text = Buffer.concat(pieces).toString();
    const question = { headers: request.headers, text, data: JSON.parse(text).data };
    asked.push(question);
    respond(response, question);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer: TestOrderServer['answer'] = (how) => {
    respond = how;
  };
  const says: TestOrderServer['says'] = (status, body = '', headers = {}) =>
    answer((response) => void response.writeHead(status, headers).end(body));
  return { host, url: `http://${host}/orders`, asked, answer, says };
}
