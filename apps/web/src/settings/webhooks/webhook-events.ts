import type { WebhookEvent } from '@frontdesk/protocol';

/** What events are called where they are chosen, by what they are about. */
export const eventGroups: readonly { title: string; events: Partial<Record<WebhookEvent, string>> }[] = [
  {
    title: 'A person is needed',
    events: {
      'conversation:handed-over': 'The bot hands over',
      'conversation:person-requested': 'A customer asks for a person',
      'conversation:contact-left': 'A customer leaves an address',
    },
  },
  {
    title: 'What is written',
    events: {
      'message:created': 'A customer or a person writes',
      'message:superseded': 'A customer writes a message anew',
      'generation:done': 'The bot has answered',
      'generation:ended': 'An answer failed or was stopped',
    },
  },
  {
    title: 'Who has the conversation',
    events: {
      'conversation:taken-over': 'A person takes over',
      'conversation:handed-back': 'A person hands back to the bot',
      'conversation:released': 'A person’s conversation is free again',
      'conversation:resolved': 'It is resolved',
      'conversation:reopened': 'It is open again',
    },
  },
  {
    title: 'What customers think',
    events: {
      'conversation:solved': 'Whether it solved their question',
      'conversation:rated': 'How they rate the conversation',
      'generation:rated': 'How they rate an answer',
    },
  },
];

const names: Partial<Record<string, string>> = Object.assign({}, ...eventGroups.map(({ events }) => events));

/** Pure. An event of a newer version is called as it is sent. */
export const eventName = (event: string): string => names[event] ?? event;
