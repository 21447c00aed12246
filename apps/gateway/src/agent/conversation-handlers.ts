import {
  addNote,
  assignConversation,
  blockVisitor,
  type Database,
  findAssignee,
  handBack,
  reopenConversation,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  tagConversation,
  takeOver,
} from '@frontdesk/database';
import { type agentRequests, CodedError, limits } from '@frontdesk/protocol';
import type { SiteAccess } from '../access/site-access.ts';
import type { AdmitAnswer } from '../messages/message-intake.ts';
import { checkEarlierText, checkMessageText } from '../messages/message-text.ts';
import type { Handlers } from '../socket/answer-requests.ts';
import type { ChangeConversation } from './conversation-changes.ts';

type Changes = Pick<
  typeof agentRequests,
  | 'conversation:take-over'
  | 'conversation:hand-back'
  | 'conversation:reply'
  | 'conversation:note'
  | 'conversation:resolve'
  | 'conversation:reopen'
  | 'conversation:snooze'
  | 'conversation:assign'
  | 'conversation:tag'
  | 'conversation:block'
>;

/** What an agent does with a conversation; that it is one of the agent's site was looked at before. */
export function createConversationHandlers(options: {
  database: Database;
  change: ChangeConversation;
  /** Replies are mailed to customers who have left. */
  mails: boolean;
  access: () => SiteAccess;
  admit: AdmitAnswer;
}): Handlers<Changes> {
  const { database, change, mails, access, admit } = options;
  const by = (conversationId: string) => {
    const { siteId, userId, name, email } = access();
    return { siteId, conversationId, agent: { id: userId, name }, actor: { userId, email } };
  };

  return {
    async 'conversation:take-over'({ conversationId, from }, reply) {
      const mine = { ...by(conversationId), from };
      reply(await change((store) => takeOver(store, mine)));
    },
    async 'conversation:hand-back'({ conversationId }, reply) {
      const mine = by(conversationId);
      const { siteId } = mine;
      const back = { ...mine, admit: (visitorId: string) => admit({ siteId, visitorId }) };
      reply(await change((store) => handBack(store, back)));
    },
    async 'conversation:reply'({ conversationId, clientMessageId, text: raw, attachmentIds = [] }, reply) {
      const text =
        attachmentIds.length > 0 ? (checkEarlierText(raw, limits.messageChars) ?? '') : checkMessageText(raw);
      const said = { ...by(conversationId), clientMessageId, text, attachmentIds, mail: mails };
      reply(await change((store) => replyAsAgent(store, said)));
    },
    async 'conversation:note'({ conversationId, noteId, text: raw }, reply) {
      const noted = { ...by(conversationId), noteId, text: checkMessageText(raw) };
      reply(await change((store) => addNote(store, noted)));
    },
    async 'conversation:resolve'({ conversationId }, reply) {
      const mine = by(conversationId);
      reply(await change((store) => resolveConversation(store, mine)));
    },
    async 'conversation:reopen'({ conversationId, to }, reply) {
      const mine = by(conversationId);
      reply(await change((store) => reopenConversation(store, { ...mine, to })));
    },
    async 'conversation:snooze'({ conversationId, until }, reply) {
      const mine = by(conversationId);
      reply(await change((store) => snoozeConversation(store, { ...mine, until: new Date(until) })));
    },
    async 'conversation:assign'({ conversationId, assigneeId }, reply) {
      const mine = by(conversationId);
      const assignee = assigneeId === null ? null : await findAssignee(database, mine.siteId, assigneeId);
      if (assigneeId !== null && !assignee) throw new CodedError('agent_unknown');
      reply(await change((store) => assignConversation(store, { ...mine, assignee })));
    },
    async 'conversation:tag'({ conversationId, tags, before }, reply) {
      const mine = by(conversationId);
      reply(await change((store) => tagConversation(store, { ...mine, tags, before })));
    },
    async 'conversation:block'({ conversationId, blocked }, reply) {
      const mine = by(conversationId);
      reply(await change((store) => blockVisitor(store, { ...mine, blocked })));
    },
  };
}
