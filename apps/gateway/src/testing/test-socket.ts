import type { GatewayToVisitor, Result, VisitorToGateway } from '@frontdesk/protocol';
import { io, type Socket } from 'socket.io-client';
import type { TestSite, TestVisitor } from './test-site.ts';

export type VisitorSocket = Socket<GatewayToVisitor, VisitorToGateway>;

/** A customer's socket, not connected yet. */
export function visitorSocket(
  gateway: { url: string },
  auth: unknown,
  options: { origin?: string; transports?: string[] } = {},
): VisitorSocket {
  return io(`${gateway.url}/visitor`, {
    auth: auth as Record<string, unknown>,
    transports: options.transports ?? ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnection: false,
    ...(options.origin ? { extraHeaders: { origin: options.origin } } : {}),
  });
}

/** A customer's socket once it is connected. @throws what the gateway says when it refuses */
export async function connectVisitor(
  gateway: { url: string },
  site: TestSite,
  visitor: TestVisitor,
): Promise<VisitorSocket> {
  const socket = visitorSocket(gateway, { siteKey: site.key, visitorToken: visitor.token });
  await connected(socket);
  return socket;
}

/** @throws the coded error when the gateway refuses */
export function connected(socket: VisitorSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => reject((error as { data?: unknown }).data ?? error));
    socket.connect();
  });
}

/** Asks whatever is wanted, also what no client of ours would ask. */
export function ask<Data = unknown>(
  socket: VisitorSocket,
  event: string,
  ...payload: unknown[]
): Promise<Result<Data>> {
  return (socket as Socket).timeout(10_000).emitWithAck(event, ...payload);
}

/** Asks and gives what was answered. @throws the coded error */
export async function askFor<Data>(socket: VisitorSocket, event: string, payload: unknown): Promise<Data> {
  const result = await ask<Data>(socket, event, payload);
  if (!result.ok) throw Object.assign(new Error(result.error.message), result.error);
  return result.data;
}
