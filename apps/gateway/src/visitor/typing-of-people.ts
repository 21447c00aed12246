import type { Attention, PersonTyping } from '@frontdesk/protocol';

/** What of the team's attention a customer is told: who types to them, and that they have stopped; who looks is the team's own. */
export function typingOfPeople(tell: (typing: PersonTyping) => void): (attention: Attention) => void {
  const typing = new Set<string>();
  return ({ conversationId, agent, doing }) => {
    if (!agent) return;
    const who = `${conversationId} ${agent.id}`;
    if (doing === 'typing') typing.add(who);
    else if (!typing.delete(who)) return;
    tell({ conversationId, name: agent.name, typing: doing === 'typing' });
  };
}
