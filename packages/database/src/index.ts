export { readAgentFigures } from './analytics/agent-figures.ts';
export { type AnalyticsRange, readAnalytics } from './analytics/analytics.ts';
export * from './analytics/analytics-roll-up.ts';
export { advisoryLocks, takeTurn } from './connection/advisory-locks.ts';
export * from './connection/client.ts';
export { isDatabaseAway, isDatabaseError } from './connection/database-error.ts';
export * from './connection/time-ordered-id.ts';
export * from './conversations/conversation-context.ts';
export {
  type ConversationAddress,
  type LoggedEvent,
  readEventLog,
  readEvents,
} from './conversations/conversation-events.ts';
export * from './conversations/conversation-listing.ts';
export * from './conversations/conversation-steps.ts';
export {
  type ConversationOwner,
  findContact,
  findConversationOwner,
  findConversationSites,
  findConversationSummary,
  findListedConversation,
  findNewestConversation,
  ownsConversation,
} from './conversations/conversations.ts';
export { type ConversationChange, rateAnswer, rateConversation, tellSolved } from './conversations/feedback.ts';
export type { BegunAnswer, StoredChange } from './conversations/held-conversation.ts';
export { forgetLettersOfAddresses } from './conversations/letter-limits.ts';
export { leaveContact, requestPerson } from './conversations/person-requests.ts';
export {
  type ClaimedReplyMail,
  claimReplyMail,
  countDueReplyMails,
  finishReplyMail,
  listAwaitedVisitors,
  type MailedReply,
  mailClaimMs,
  noteSeen,
  postponeReplyMail,
  recordSending,
} from './conversations/reply-mails.ts';
export * from './conversations/running-answers.ts';
export * from './conversations/service-steps.ts';
export * from './conversations/waiting-letters.ts';
export * from './deletions/deletions.ts';
export {
  type Forgotten,
  findGoneConversations,
  findUntoldReceipts,
  recordAllForgotten,
  recordForgotten,
} from './deletions/forgotten-by-workers.ts';
export * from './deletions/old-inputs.ts';
export { deleteStrangers, type LookedAt } from './deletions/strangers.ts';
export { type CacheableText, forgetOldAnswers, type KeptFor, readCacheableText } from './generations/answer-cache.ts';
export * from './generations/answer-receipts.ts';
export * from './generations/answer-usage.ts';
export * from './generations/attendance.ts';
export * from './generations/generation-chunks.ts';
export {
  type AnswerRecord,
  answerWaitingFromCache,
  cancelGeneration,
  type EndedGeneration,
  failGeneration,
  finishGeneration,
  type StageTimings,
} from './generations/generation-endings.ts';
export * from './generations/generation-inputs.ts';
export { cancelUnattended, expireOverdue, findLostJobs, requeueExpiredLeases } from './generations/generation-sweep.ts';
export * from './generations/generation-timings.ts';
export {
  type ClaimedGeneration,
  claimGeneration,
  endLeases,
  recordFirstText,
  releaseGeneration,
  renewLeases,
} from './generations/generations.ts';
export * from './generations/language-models.ts';
export * from './generations/prompt-versions.ts';
export * from './generations/queue-places.ts';
export * from './knowledge/approved-answers.ts';
export { requestDueImports } from './knowledge/due-imports.ts';
export {
  addFact,
  addSource,
  changeFact,
  changeImportSchedule,
  importAgain,
  putAside,
  removeDocument,
  removeSource,
  stopImport,
  takeBack,
} from './knowledge/knowledge-changes.ts';
export {
  countKnownDocuments,
  type LostDocuments,
  listKnowledgeDocuments,
  readStoredPassages,
  removeGoneDocuments,
  sitePassageLimit,
  storeDocument,
  storeDocumentError,
} from './knowledge/knowledge-documents.ts';
export * from './knowledge/knowledge-overview.ts';
export {
  type ClaimedImport,
  cancelImport,
  claimImport,
  createKnowledgeSource,
  endImport,
  type NewKnowledgeSource,
  raiseKnowledgeVersion,
  recordImportProgress,
  releaseImport,
  requestImport,
} from './knowledge/knowledge-sources.ts';
export { findNextImport } from './knowledge/next-import.ts';
export * from './knowledge/passage-vectors.ts';
export * from './knowledge/passages.ts';
export { groupQuestions, type QuestionGroup } from './knowledge/question-groups.ts';
export { countRegressionCases, listRegressionCases } from './knowledge/regression-cases.ts';
export type { StoredVector } from './knowledge/stored-vectors.ts';
export { listOpenQuestions, recordUnanswered } from './knowledge/unanswered-questions.ts';
export {
  type AttachmentOwner,
  deleteStaleAttachments,
  deleteUnsentAttachment,
  findAttachment,
  finishAttachment,
  forgetRemovedAttachments,
  listRemovedAttachments,
  type RemovedAttachment,
  readAttachmentBytes,
  reserveAttachment,
} from './messages/attachments.ts';
export * from './messages/edited-messages.ts';
export {
  type Acceptance,
  acceptMessages,
  type EarlierMessage,
  type NewMessage,
  type QueueTurn,
  type StoredMessage,
} from './messages/messages.ts';
export { readPromiseSince } from './service/promise-since.ts';
export * from './service/scaling-decisions.ts';
export { readServiceHistory } from './service/service-history.ts';
export { hourOf } from './service/service-hours.ts';
export * from './service/service-load.ts';
export * from './service/service-metrics.ts';
export { addRefusedMessages, minuteOf, type RefusedMessages, rollUpMinutes } from './service/service-minutes.ts';
export * from './service/worker-connections.ts';
export {
  beat,
  forgetDeadWorkers,
  type LiveWorker,
  listLiveWorkers,
  listSilentWorkers,
  removeWorker,
  silenceWorkers,
  type WorkerHeartbeat,
  type WorkerState,
} from './service/workers.ts';
export { createApiKeyAs, findApiKey, type HeldApiKey, listApiKeys, revokeApiKey } from './sites/api-keys.ts';
export * from './sites/identity-secrets.ts';
export * from './sites/message-limits.ts';
export * from './sites/order-look-ups.ts';
export * from './sites/removed-sites.ts';
export { noteFirstSeen, readSetUpFacts } from './sites/set-up-facts.ts';
export * from './sites/site-settings.ts';
export * from './sites/sites.ts';
export { readPeopleThere, readSiteTeamNow, updateSiteTeam } from './sites/team-settings.ts';
export * from './sites/webhook-deliveries.ts';
export * from './sites/webhooks.ts';
export { listAccountsAtNoSite, removeAccount } from './team/account-removal.ts';
export { endPresence, findAssignee, isAway, listAssignees, renewPresence, setAway } from './team/agents.ts';
export { type Actor, listChanges, operator, recordChange } from './team/audit.ts';
export * from './team/canned-replies.ts';
export { forgetFormerPerson, releaseFromAllSites } from './team/former-people.ts';
export {
  acceptInvitation,
  createInvitation,
  listInvitations,
  readInvitation,
  revokeInvitation,
} from './team/invitations.ts';
export * from './team/letter-choice.ts';
export * from './team/members.ts';
export * from './team/memberships.ts';
export * from './team/password-links.ts';
export * from './team/sessions.ts';
export { changeAccount, countUsers, createOwner, findUser, hasPassword, resetPassword } from './team/users.ts';
export * from './visitors/block-list.ts';
export * from './visitors/identified-visitors.ts';
export * from './visitors/visitor-conversations.ts';
export * from './visitors/visitor-data.ts';
export * from './visitors/visitor-details.ts';
export * from './visitors/visitors.ts';
