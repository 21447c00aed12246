import type { Offer, ReplyKind } from '../replies/reply-list.ts';
import { consistsOf, oneOf, pattern } from './pattern.ts';

const polite = `
  thanks, thank you, thankyou, thx, cheers, pls, plz, ok, okay, then, well, oh, ah, hi, for now, right now, at the moment, today,
  very much, so much, a lot, very kind, actually, i think, all, just`;
const yeses = `
  yes, yeah, yea, yep, yup, ye, sure, please, please do, definitely, absolutely, certainly, of course, go ahead,
  do that, do it, i do, i would, i'd like that, i'd love that, i would like that, i would love that, why not, sounds good,
  that would be (?:good|great|nice|lovely|perfect|helpful|kind|fine), that'd be (?:good|great|nice|lovely|perfect|helpful|fine),
  if you can, if you could, if possible`;
const noes = `
  no, nope, nah, no need, not now, not right now, not really, not yet, nothing, nothing else, nothing more, that's all, thats all, that is all,
  that was all, that's it, thats it, that's everything, i'm good, im good, i'm fine, i am fine, i'm ok, all good,
  i'm all set, all set, it's fine, it's ok, it's okay, never ?mind`;
const has = (list: string) => pattern`\b${oneOf(list)}\b`;
const [onlyYes, onlyNo, aNo] = [consistsOf(yeses, polite), consistsOf(noes, polite), has(noes)];
/** "Ok" and "thanks" alone say neither. */
const aYes = has(yeses);

/** Pure: what a yes or a no behind an offer of the chat is for; it is in lower case. Neither: undefined. */
export function answerTo(offer: Offer, said: string): Exclude<ReplyKind, 'hand-over' | 'order'> | undefined {
  const words = said
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  if (aNo.test(words) && onlyNo.test(words)) return noTo(offer);
  if (aYes.test(words) && onlyYes.test(words)) return yesTo(offer);
  return undefined;
}

export const noTo = (offer: Offer) => (offer === 'more' ? 'goodbye' : 'thanks');
export const yesTo = (offer: Offer) => (offer === 'more' ? 'capability' : 'person');
