import type { AgentHandshake, AgentToGateway, GatewayToAgent, Result } from '@frontdesk/protocol';
import { io, type Socket } from 'socket.io-client';

export type AgentSocket = Socket<GatewayToAgent, AgentToGateway>;

/** An agent's socket once it is connected. @throws what the gateway says when it refuses */
export const connectAgent = (
  gateway: { url: string },
  cookie: string,
  siteId: string,
  handshake: Omit<AgentHandshake, 'siteId'> = {},
): Promise<AgentSocket> => connectWith(gateway, { cookie, origin: gateway.url }, siteId, handshake);

/** The same with whatever headers. */
export function connectWith(
  gateway: { url: string },
  headers: Record<string, string>,
  siteId: string,
  handshake: Omit<AgentHandshake, 'siteId'> = {},
): Promise<AgentSocket> {
  const socket: AgentSocket = io(`${gateway.url}/agent`, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false, auth: { ...handshake, siteId } },
    extraHeaders: headers,
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', (error) => reject((error as { data?: unknown }).data ?? error));
  });
}

/** Asks and gives what was answered. @throws the coded error */
export async function askAgent<Data>(socket: AgentSocket, event: string, request: object): Promise<Data> {
  const result: Result<Data> = await (socket as Socket).timeout(10_000).emitWithAck(event, request);
  if (!result.ok) throw Object.assign(new Error(result.error.message), result.error);
  return result.data;
}
