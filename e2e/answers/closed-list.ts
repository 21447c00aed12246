import { handOverIn, handOverLanguages, handsOver, repliesIn } from '@frontdesk/answers';
import type { ClosedList } from './grade.ts';

/** All that a site may say in mode quote beside sentences of its passages. */
export function closedList(siteName: string): ClosedList {
  const { leadIns, replies } = repliesIn('en', siteName);
  const translated = handOverLanguages.map((language) => handOverIn(language, siteName));
  return {
    leadIns: leadIns.map(({ text }) => text),
    replies: [...replies, ...translated].map((reply) => ({ text: reply.text, handsOver: handsOver(reply) })),
  };
}
