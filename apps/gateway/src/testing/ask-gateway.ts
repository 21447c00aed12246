import type { TestGateway } from './test-gateway.ts';

/** What a gateway answered to a request of somebody who is signed in; `code` is that of an error. */
export interface Reply<Body> {
  status: number;
  code: string | undefined;
  body: Body;
}

/** Asks as the dashboard's pages do. @param path below `/v1/` */
export async function askGateway<Body = unknown>(
  gateway: Pick<TestGateway, 'url'>,
  cookie: string,
  method: string,
  path: string,
  body?: object,
): Promise<Reply<Body>> {
  const response = await fetch(`${gateway.url}/v1/${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const read = text === '' ? null : JSON.parse(text);
  return { status: response.status, code: read?.error?.code, body: read };
}
