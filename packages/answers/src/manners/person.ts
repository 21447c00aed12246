import { oneOf, pattern } from './pattern.ts';

const someone = oneOf(String.raw`
  person, human, someone, somebody, anyone, anybody, real people, agent, representative, rep, operator, manager, supervisor,
  colleague, adviser, advisor, employee, (?:member of )?(?:the |your )?(?:staff|team), support,
  customer (?:service|support|care), one of (?:you|your)\b`);
const real = oneOf('real, live, actual, living, human');
const someoneReal = oneOf('human, person, agent, operator, representative');
const toSpeak = '(?! to (?!chat|help|speak|talk))';

/** "Do I need to speak with someone?" is none. */
const wish = oneOf(String.raw`
  (?:can|could|may|might) (?:i|we|you|someone|somebody|anyone),
  (?<!\b(?:did|do|must|should|will) )i(?:'d| would| want| need|'ll| will| wish| must), we(?:'d| would| want| need),
  let me, lets me, possible, please, pls, plz, just, instead, don't want, rather, how do i, get to`);
const speak = oneOf('speak, talk, chat');
/** Whom a customer speaks with without us. */
const others = oneOf('another, each, her, his, my, other, our, their');
/** What may follow whoever is wished for: "a person please", not "a person cleaning the room". */
const afterwards = oneOf(`
  and, answer, asap, being, call, colleague, contact, directly, help, here, instead, look, not, now, on, please, pls, plz,
  right, ring, speak, talk, then, today`);
/** "Get me a person who", while "I need a person for the cleaning" is none to speak with. */
const whomToGet = oneOf('who, from, to, immediately, quickly, that, or, because, so, i, in, for, this, support');
/** Who calls when something is due, or calls a taxi, is none to speak with. */
const notToSpeak = String.raw`(?:(?<=\bwill (?:\w+ ){1,4})after (?:it|my|the|your)|${oneOf(String.raw`
  an? (?:cab|taxi|uber), ahead, before, beforehand, first, if, on arrival, on the (?:\w*day|morning|way), when,
  once(?! you (?:\w+ )?(?:get|got|read|see|seen)\b), (?:\d+|an|half an) (?:min(?:ute)?s?|hours?|days?) (?:before(?:hand)?|ahead|in advance)`)})`;

/** Whether somebody else calls, such as a courier, is asked; of us, and back, it is a wish: "can the manager call me?" */
const othersToCall = String.raw`(?!.{0,40}\bme back\b)(?:${oneOf('my, the, his, her')} (?!(?:\w+ )?(?:owner|boss|${someone})\b)|${oneOf('he, she, it, they')} )`;
/** "Do I have to ring or will you call me?" asks what is usual. */
const orWill = String.raw`\bor (?:do|does|will|would)\b`;
/** "Please don't call me", "I don't want you to call me". */
const not = String.raw`\b${oneOf("do not, don't, dont, never, no need to, instead of, rather than")}\b(?:(?!\b${oneOf('can, could, please, pls, will, would')}\b)[^.,;:!?]){0,25}`;
/** "What should I do I need a person" asks nothing. */
const does = String.raw`\b(?<!\bi )(?:do|does|did)`;
/** "Do you need to call me?" */
const whetherToCall = `${does} ${oneOf('he, i, it, she, they, we, you')} `;
/** "Does the digger have an operator?", "Do I need an agent?" */
const whetherThereIs = String.raw`${does} (?:${oneOf('i, it, they, we')}|${oneOf('a, all, an, any, each, every, the, these, this, those, your')}(?: \w+){1,3}) `;

const politely = `(?:,? ${oneOf('please, pls, plz, now, asap, today')})*`;

/** A wish for a person. */
export const wishesForPerson: readonly RegExp[] = [
  pattern`\b${wish}\b.{0,40}\b${speak}(?:ing)? (?:to|with)\b(?! ${others}\b).{0,30}\b${someone}`,
  pattern`^${speak} (?:to|with)\b.{0,20}\b${someone}`,
  pattern`\b${oneOf('put, pass, transfer, connect, forward, hand')} me\b(?: ${oneOf('back, directly, in touch, in (?:line|the queue), now, on, over, please, straight, through')})* (?:for|to|with)\b.{0,20}\b${someone}`,
  pattern`\b${oneOf('get, give, find, bring, fetch')} me\b.{0,15}\b(?:someone|somebody)\b${toSpeak}`,
  pattern`\b${oneOf('get, give, find, bring, fetch')} me\b(?!.{0,14}(?:\bper|\d) ).{0,15}\b(?:${someoneReal}|(?<=\b(?:a|the|your) )manager|supervisor)\b(?=\W*$|[,.;:!?]| ${afterwards}\b| ${whomToGet}\b)${toSpeak}`,
  pattern`\b(?:${oneOf('want, prefer, like')}|(?<!${whetherThereIs})${oneOf('need, have')}) ${oneOf('a, an, to see a, to have a')} (?:${real} )?${someoneReal}\b(?=\W*$|[,.;:!?]| ${afterwards}\b)`,
  pattern`^(?:a )?(?:${real} )?${someoneReal}(?: being)?(?: now)?(?:,? (?:please|pls|plz|now))?[!.?]*$`,
  pattern`\b(?:(?<!\bor )${oneOf('can, could, would, will')} (?!${othersToCall})|(?:${oneOf('please, pls, have(?! to)')}|(?<!${whetherToCall})${oneOf('have to, want, need, like')})\b)(?:(?!${orWill}).){0,40}\b(?<!${not})${oneOf('call, ring, phone')} me\b(?! ${notToSpeak}\b)`,
  pattern`^(?:${oneOf('please, pls')} )?${oneOf('call, ring, phone')} me(?: back)?${politely}(?:[,:]? (?:(?:at|on) )?[+(]?\d[\d +()-]{5,})?${politely}[!.?]*$`,
];
