export { advisoryLocks } from './advisory-locks.ts';
export * from './agents.ts';
export * from './analytics.ts';
export * from './analytics-roll-up.ts';
export * from './answer-cache.ts';
export * from './answer-receipts.ts';
export * from './answer-usage.ts';
export * from './api-keys.ts';
export * from './approved-answers.ts';
export {
  type AttachmentOwner,
  deleteStaleAttachments,
  deleteUnsentAttachment,
  findAttachment,
  finishAttachment,
  forgetRemovedAttachments,
  listRemovedAttachments,
  type RemovedAttachment,
  reserveAttachment,
} from './attachments.ts';
export * from './attendance.ts';
export * from './audit.ts';
export * from './canned-replies.ts';
export * from './client.ts';
export * from './conversation-context.ts';
export * from './conversation-events.ts';
export * from './conversation-listing.ts';
export * from './conversation-steps.ts';
export {
  type ConversationOwner,
  findConversationOwner,
  findConversationSummary,
  findListedConversation,
  findNewestConversation,
  ownsConversation,
} from './conversations.ts';
export * from './database-error.ts';
export * from './deletions.ts';
export * from './edited-messages.ts';
export { type ConversationChange, rateAnswer, rateConversation, tellSolved } from './feedback.ts';
export {
  type Forgotten,
  findGoneConversations,
  findUntoldReceipts,
  recordAllForgotten,
  recordForgotten,
} from './forgotten-by-workers.ts';
export * from './generation-chunks.ts';
export {
  type AnswerRecord,
  answerWaitingFromCache,
  cancelGeneration,
  type EndedGeneration,
  failGeneration,
  finishGeneration,
  type StageTimings,
} from './generation-endings.ts';
export * from './generation-inputs.ts';
export { cancelUnattended, expireOverdue, findLostJobs, requeueExpiredLeases } from './generation-sweep.ts';
export * from './generation-timings.ts';
export {
  type ClaimedGeneration,
  claimGeneration,
  endLeases,
  recordFirstText,
  releaseGeneration,
  renewLeases,
} from './generations.ts';
export type { BegunAnswer, StoredChange } from './held-conversation.ts';
export * from './identified-visitors.ts';
export * from './identity-secrets.ts';
export * from './invitations.ts';
export {
  addFact,
  addSource,
  changeFact,
  importAgain,
  putAside,
  removeDocument,
  removeSource,
  stopImport,
  takeBack,
} from './knowledge-changes.ts';
export * from './knowledge-documents.ts';
export * from './knowledge-overview.ts';
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
  releaseImportJob,
  requestImport,
  takeLostImport,
} from './knowledge-sources.ts';
export * from './language-models.ts';
export * from './members.ts';
export * from './memberships.ts';
export {
  type Acceptance,
  acceptMessage,
  acceptMessages,
  type EarlierMessage,
  type NewMessage,
  type QueueTurn,
  type StoredMessage,
} from './messages.ts';
export * from './passage-vectors.ts';
export * from './passages.ts';
export * from './person-requests.ts';
export { readPromiseSince } from './promise-since.ts';
export * from './prompt-versions.ts';
export * from './question-groups.ts';
export * from './queue-places.ts';
export * from './regression-cases.ts';
export * from './removed-sites.ts';
export {
  type ClaimedReplyMail,
  claimReplyMail,
  finishReplyMail,
  listAwaitedVisitors,
  type MailedReply,
  mailClaimMs,
  noteSeen,
  postponeReplyMail,
  recordSending,
} from './reply-mails.ts';
export * from './running-answers.ts';
export * from './scaling-decisions.ts';
export * from './service-history.ts';
export { hourOf } from './service-hours.ts';
export * from './service-load.ts';
export * from './service-metrics.ts';
export { addRefusedMessages, minuteOf, type RefusedMessages, rollUpMinutes } from './service-minutes.ts';
export * from './service-steps.ts';
export * from './sessions.ts';
export * from './site-day-usage.ts';
export * from './site-settings.ts';
export * from './sites.ts';
export type { StoredVector } from './stored-vectors.ts';
export * from './team-settings.ts';
export * from './time-ordered-id.ts';
export * from './unanswered-questions.ts';
export * from './users.ts';
export * from './visitor-conversations.ts';
export * from './visitor-data.ts';
export * from './visitor-details.ts';
export * from './visitors.ts';
export * from './worker-connections.ts';
export * from './workers.ts';
