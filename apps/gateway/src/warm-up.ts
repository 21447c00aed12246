import {
  type Database,
  findAnswerState,
  findNewestConversation,
  findSiteByKey,
  ownsConversation,
  readConversationState,
  readEventLog,
  readEvents,
  readGenerationText,
  storeGatewayTimes,
  touchVisitor,
} from '@frontdesk/database';

/** Names no row. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Asks the store once what the first customer will cause to be asked: Prisma compiles each query at its first use, which
 * takes tens of milliseconds, and the pool's connections have to be made.
 */
export async function warmUp(database: Database): Promise<void> {
  const owner = { siteId: nobody, visitorId: nobody };
  const address = { siteId: nobody, conversationId: nobody };
  await Promise.all([
    findSiteByKey(database, nobody),
    touchVisitor(database, owner),
    findNewestConversation(database, owner),
    ownsConversation(database, owner, nobody),
    findAnswerState(database, owner, nobody),
    readEvents(database, address, 0, 'customer'),
    readEventLog(database, address, 0),
    readConversationState(database, address),
    readGenerationText(database, { siteId: nobody, generationId: nobody }),
    storeGatewayTimes(database, [{ generationId: nobody, gatewayMs: 0, gatewayTtftMs: 0, queuedInMs: 0 }]),
  ]);
}
