// The closed list alone, for who only shows or edits it: no language detector, no grammar.
export { listedReplies, wordingsOf } from './reply-list.ts';
export { replyTextProblems } from './reply-text-problems.ts';
