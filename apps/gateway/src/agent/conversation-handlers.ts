import {
  addNote,
  assignConversation,
  blockVisitor,
  type Database,
  deleteNote,
  handBack,
  reopenConversation,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  tagConversation,
  takeOver,
} from '@frontdesk/database';
import { type agentRequests, CodedError, limits, may, type WireError } from '@frontdesk/protocol';
import { refuseUnlessMay, type SiteAccess } from '../access/site-access.ts';
import type { AdmitAnswer } from '../messages/message-intake.ts';
import { checkEarlierText, checkMessageText } from '../messages/message-text.ts';
import type { Handlers } from '../socket/answer-requests.ts';
import type { ChangeConversation } from './conversation-changes.ts';
import { assigneeOf, changeEach, stepOf } from './shared-changes.ts';

type Changes = Pick<
  typeof agentRequests,
  | 'conversation:take-over'
  | 'conversation:hand-back'
  | 'conversation:reply'
  | 'conversation:note'
  | 'conversation:delete-note'
  | 'conversation:resolve'
  | 'conversation:reopen'
  | 'conversation:snooze'
  | 'conversation:assign'
  | 'conversation:tag'
  | 'conversation:block'
  | 'conversations:change'
>;

/** What an agent does with a conversation; that it is one of the agent's site was looked at before. */
export function createConversationHandlers(options: {
  database: Database;
  change: ChangeConversation;
  /** Replies are mailed to customers who have left. */
  mails: boolean;
  access: () => SiteAccess;
  admit: AdmitAnswer;
  /** What is told of an error. */
  refused: (error: unknown) => WireError;
}): Handlers<Changes> {
  const { database, change, mails, access, admit, refused } = options;
  let isChangingSeveral = false;
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
    async 'conversation:delete-note'({ conversationId, noteId }, reply) {
      const deleted = { ...by(conversationId), noteId, anyones: may(access().role, 'notes.manage') };
      reply(await change((store) => deleteNote(store, deleted)));
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
      const assignee = await assigneeOf(database, mine.siteId, assigneeId);
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
    async 'conversations:change'({ conversationIds, change: wanted }, reply) {
      // As many as the connection may ask for singly would be a hundred times as much.
      if (isChangingSeveral) throw new CodedError('rate_limited', { retryAfterMs: 1_000 });
      isChangingSeveral = true;
      try {
        const step = await stepOf(database, access().siteId, wanted);
        const make = (conversationId: string) => {
          // The role may be another one by now.
          refuseUnlessMay(access().role, 'conversations.answer');
          return change((store) => step(store, by(conversationId)));
        };
        reply(await changeEach(conversationIds, { make, refused }));
      } finally {
        isChangingSeveral = false;
      }
    },
  };
}
