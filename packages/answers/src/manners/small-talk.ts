import type { ReplyKind } from '../replies/reply-list.ts';
import { oneOf, pattern } from './pattern.ts';

const greetingWords = wordsOf(`
  hi hello hey hiya heya hullo howdy g'day gday greetings yo morning afternoon evening day good there all team
  everyone everybody folks guys again to you how are ya things it going is how's hows doing today what's up whats sup`);
/** The words above ask about things, too: "Is it good?" */
const greetingHeads = pattern`\b${oneOf(String.raw`
  hi, hello, hey, hiya, heya, hullo, howdy, g'day, gday, greetings, yo, (?:good )?(?:morning|afternoon|evening),
  good day, how (?:are|is .*\bgoing), how's, hows, you there, what's up, whats up, sup`)}\b`;
const thanksWords = wordsOf(`
  thanks thank thx tx cheers ta ty thankyou many so very much a lot lots heaps tons loads bunch you u for your the
  help helping answer info information that's thats that was is it this really great good perfect super lovely
  brilliant awesome excellent fantastic wonderful nice cool helpful kind of quick all i we needed wanted need to know
  ok okay k kk alright right ah oh got see understood i'm never mind nevermind no worries problem sorry bother
  bothering again in advance mate love and fine makes sense will do noted then well yes yep appreciated appreciate
  stuff it's my question questions answers answered i'll call phone ring email write come by try wait check think about`);
const thanksHeads = pattern`\b${oneOf(`
  thanks, thank you, thankyou, thx, cheers, ta, ty, got it, i see, understood, never ?mind, perfect, great,
  brilliant, awesome, lovely, cool, ok, okay, alright, sorry, makes sense, noted, that's all, that was all, appreciated?,
  nice, i love (?:it|this|you), (?:that's|thats|that is|it's) (?:fine|good), that answers, excellent, fantastic, wonderful, super`)}\b`;
/** The words of thanks ask, wish and complain, too: "Is that ok?", "ok do you do that?", "ok I need help", "that was no help, thanks", "ok question". */
const noThanks = pattern`\b${oneOf(String.raw`
  (?:is|was|will) (?:i|it|that|this|you|we), do (?:i|we|you), (?<!\ball )(?:i|we) need, help needed, no (?:help|good|answer|info|information),
  (?<!\banswer(?:s|ed) (?:all )?my )questions?, my (?!questions?\b)\w+,
  (?<!\b(?:i'll|i will|and) )(?:call|phone|ring|email|write|come|try|wait|check)`)}\b`;
const goodbyeWords = wordsOf(`
  bye goodbye bye-bye byebye cya see you ya later soon tomorrow farewell ciao have a an the nice good great lovely
  pleasant wonderful fine day evening weekend night afternoon morning one goodnight take care ok okay then well thanks
  thank very much so all now for that's everything and too cheers until next time`);
const haveANice = String.raw`have a\b.{0,20}\b${oneOf('day, evening, weekend, night, afternoon, morning, one')}`;
const goodbyes = oneOf(`
  bye, goodbye, byebye, cya, see (?:you|ya), farewell, ciao, take care, goodnight, good night, until next time`);
const goodbyeHeads = pattern`\b(?:${goodbyes}|${haveANice})\b`;
/** Without a word, with or without a colour of skin. */
const thankfulSigns = /^(?=.*[^.!\s])(?:[👍👌🙏🙌👏💯🎉❤💕😊🙂😀😃😄😁😍🥰✅\p{Emoji_Modifier}\s.!]|\uFE0F|:-?[)d])+$/u;
const greetingSigns = /^(?:👋\p{Emoji_Modifier}?\s*)+$/u;
/** A longer message has something to say. */
const smallTalkWords = 12;

/** Pure: what kind of small talk a message is, all of it; it is in lower case. */
export function smallTalkOf(said: string): Extract<ReplyKind, 'goodbye' | 'greeting' | 'thanks'> | undefined {
  const spoken = said.match(/[\p{L}\p{N}]+(?:['-][\p{L}]+)*/gu) ?? [];
  if (greetingSigns.test(said)) return 'greeting';
  if (thankfulSigns.test(said)) return 'thanks';
  if (spoken.length === 0 || spoken.length > smallTalkWords) return undefined;
  const consistsOf = (known: ReadonlySet<string>) => spoken.every((word) => known.has(word));
  if (goodbyeHeads.test(said) && consistsOf(goodbyeWords)) return 'goodbye';
  if (greetingHeads.test(said) && consistsOf(greetingWords) && !/\b(?:open|all day)\b/.test(said)) return 'greeting';
  if (thanksHeads.test(said) && consistsOf(thanksWords) && !noThanks.test(said)) return 'thanks';
  return undefined;
}

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
