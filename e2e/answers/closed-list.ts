import { handOverIn, handOverLanguages, repliesIn, replyHandsOver, restReply } from '@frontdesk/answers';
import type { ClosedList } from './grade.ts';

/** All that a site may say in mode quote beside sentences of its passages. */
export function closedList(siteName: string, languages: readonly string[] = ['en']): ClosedList {
  const lists = languages.map((language) => repliesIn(language, siteName));
  const rests = languages.map((language) => restReply(language, siteName));
  const replies = lists.flatMap((list) => list.replies);
  const translated = handOverLanguages.map((language) => handOverIn(language, siteName));
  return {
    leadIns: lists.flatMap(({ leadIns }) => leadIns.map(({ text }) => text)),
    replies: [...replies, ...rests, ...translated].map((reply) => ({
      text: reply.text,
      handsOver: replyHandsOver(reply),
    })),
  };
}
