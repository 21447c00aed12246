import type { AgentToGateway, GatewayToAgent } from '@frontdesk/protocol';
import type { Socket } from 'socket.io-client';

const ackTimeoutMs = 10_000;
/** What is done in a hundred conversations takes a while. */
const severalTimeoutMs = 40_000;

export type AgentSocket = Socket<GatewayToAgent, AgentToGateway>;
/** What the gateway answers. */
export type AckOf<Name extends keyof AgentToGateway> = Parameters<Parameters<AgentToGateway[Name]>[1]>[0];

/** @returns the acknowledgement; null where there is no connection, or it was lost before that came */
export async function askGateway<Name extends keyof AgentToGateway>(
  socket: AgentSocket,
  name: Name,
  request: Parameters<AgentToGateway[Name]>[0],
): Promise<AckOf<Name> | null> {
  if (!socket.connected) return null;
  try {
    // Socket.IO's own types lose the acknowledgement's type behind `timeout`.
    const timeoutMs = name === 'conversations:change' ? severalTimeoutMs : ackTimeoutMs;
    const acked = socket.timeout(timeoutMs) as unknown as AckedEmitter<Name>;
    return await acked.emitWithAck(name, request);
  } catch {
    return null;
  }
}

interface AckedEmitter<Name extends keyof AgentToGateway> {
  emitWithAck(name: Name, request: Parameters<AgentToGateway[Name]>[0]): Promise<AckOf<Name>>;
}
