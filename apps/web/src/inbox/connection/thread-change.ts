import type { AgentToGateway } from '@frontdesk/protocol';
import type { ConversationChange } from './inbox-connection.ts';

type Rest<Name extends ConversationChange> = Omit<Parameters<AgentToGateway[Name]>[0], 'conversationId'>;

/** Changes the open conversation. @returns the sentence that says why it was not changed; null when it was */
export type ChangeThread = <Name extends ConversationChange>(name: Name, rest: Rest<Name>) => Promise<string | null>;
