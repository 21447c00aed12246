import type { AgentToGateway, GatewayToAgent } from '@frontdesk/protocol';
import type { Namespace } from 'socket.io';

/** All sockets of agents and admins, with the events that they know. */
export type AgentNamespace = Namespace<AgentToGateway, GatewayToAgent>;
