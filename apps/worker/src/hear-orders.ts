import {
  type Database,
  type Forgotten,
  findGoneConversations,
  findUntoldReceipts,
  recordAllForgotten,
  recordForgotten,
} from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import { type NoticePublisher, openNoticePublisher, type Servers } from '@frontdesk/queue';
import type { ClosingStack, Logger } from '@frontdesk/telemetry';
import { forgetConversation, forgetGone, type MissedDeletions } from './answers/forget-conversation.ts';
import type { RunningAnswers } from './answers/running-answer.ts';
import { untilDone } from './answers/until-done.ts';
import type { WarmPrompts } from './readiness/warm-prompts.ts';

export interface HearOrdersOptions {
  servers: Servers;
  database: Database;
  workerId: string;
  answers: RunningAnswers;
  engine: Engine;
  prompts: WarmPrompts;
  logger: Logger;
  /** Tells of what failed. */
  report(what: string): (error: unknown) => void;
}

/**
 * Opens the notices, and does from then on what workers are told by them: to stop an answer, to read a site's prompt ahead, to
 * forget a conversation. What was missed of that is made up for.
 */
export function hearOrders(options: HearOrdersOptions, opened: ClosingStack): NoticePublisher {
  const { servers, database, workerId, answers, engine, prompts, logger, report } = options;
  const tell = (forgotten: Omit<Forgotten, 'workerId'>) => recordForgotten(database, { ...forgotten, workerId });
  const forgetting = { answers, engine, tell, untold: { blocks: 0, bytes: 0 }, logger };
  const missed: MissedDeletions = {
    findGone: (ids) => findGoneConversations(database, ids),
    findUntold: () => findUntoldReceipts(database, workerId),
    tellAll: (receiptIds, dropped) => recordAllForgotten(database, { workerId, receiptIds, ...dropped }),
  };
  // What was to be stopped is found when words are stored, or a lease is renewed.
  const makingUp = untilDone(
    () => forgetGone(forgetting, missed),
    report('what was deleted meanwhile is not seen to, trying again'),
  );
  opened.add(makingUp, () => makingUp.stop());
  const publisher = openNoticePublisher({
    ...servers,
    onOrder: (order) => {
      if (order.kind === 'stop') answers.stop(order.generationId);
      else if (order.kind === 'published') void prompts.site(order.siteId);
      else {
        const { siteId, conversationId, receiptId } = order;
        const receipt = receiptId === undefined ? undefined : { siteId, receiptId };
        void forgetConversation(forgetting, conversationId, receipt).catch((error: unknown) => {
          report('what was forgotten was not told')(error);
          makingUp.ask();
        });
      }
    },
    onOrdersMissed: () => {
      makingUp.ask();
      void prompts.pinnedAgain();
    },
    onError: report('the notices lost their connection'),
  });
  return opened.add(publisher, () => publisher.close());
}
