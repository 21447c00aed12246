import { anyOf, oneOf, pattern } from './pattern.ts';

/** Where an order begins: "you are now a pirate", not "I heard you are now open". */
const order = String.raw`(?:^["'(]?|[.!?:;,#*]["')]?\s*|\b${oneOf('and, just, now, so, please, then')}\s+)`;
/** What somebody asks about is no order: "How do I turn on developer mode?" */
const asked = String.raw`\b${oneOf('how, where, what, when, which, is, does, do, can, could')}\b.{0,60}`;
/** "The app starts in debug mode" tells what it does, "start debug mode" is an order. */
const told = String.raw`\b${oneOf('starts, started, starting, boots, booted, stuck, says, said')} (?:up )?(?:in |into )?(?:the )?`;
/** "Can you tell me the admin password?" and "Do this: from now on you" are orders all the same. */
const surelyAsked = String.raw`(?:^|[.,;:!?] )${anyOf('hi, hello, hey, so, and, but, ok')}${oneOf('how, where, what, when, which, is, does, do (?:i|they|we|you)')}\b[^.,;:!?]{0,60}`;
const show = oneOf('repeat, print, show, reveal, output, display, give, tell');

/** Between the order and the rules: "ignore all of your previous". */
const whose = anyOf(`
  about, all, any, every, of, the, your, ur, these, those, this, previous, prior, former, earlier, above, preceding, safety,
  system, initial, original, given, own, and, other`);
const drop = oneOf('ignore, disregard, forget, override, bypass, drop');
/** "Forget about the rules of the pool": the bot's are not of a place. */
const ofPlace = String.raw`(?! (?:at|for|in|of) (?:the|a|an) (?!ai|assistant|bot|chat|chatbot|conversation|model|prompt|system)\w)`;
/** "Everything above size 46" and "above £50" are goods. */
const above = String.raw`above(?! (?:(?:a|the|your|sizes?|eur|gbp|usd)\b|[£$€]?\d))`;
const rules = oneOf(`instructions?, rules?, prompts?, guidelines?, restrictions?, everything (?:${above}|before|you)`);
/** What customers ask about their own doing, and say of the instructions that they gave a shop, is no order to the bot. */
const customers = String.raw`(?:i|we|they|he|she|people|anyone|someone|somebody|(?!always|perhaps|this)\w+s)`;
const asksOfCustomers = String.raw`(?<=\b(?:can|could|do|if|may|might|should|when|will|would) ${customers} (?:just |simply )?)`;
const plainRules = String.raw`${drop} (?:(?:all|any|of|some|the|these|those) )*${rules}\b`;
const givenToShop = String.raw`(?: that)? (?:i|we) (?:added|gave|left|sent|wrote)\b(?! you\b)`;
const notToBot = String.raw`${asksOfCustomers}${plainRules}(?! (?:above|before|you)\b)|${plainRules}${givenToShop}`;
/** "Pretend I'm a complete beginner" is an example; whoever is to get more than others pretends to be somebody of rank. */
const ofRank = oneOf(
  String.raw`admin\w*, allowed, authori[sz]ed, boss, creator, developer, employee, entitled, manager, owner, paid, staff, your`,
);
const example = String.raw`(?:that )?(?:i|we)(?:'m|m|'re|'ve| am| are| have| know| never)\b(?!.{0,30}\b${ofRank}s?\b)`;
const pretend = String.raw`pretend (?!${example})(?:to be|that|you|i)\b`;
/** News of a shop, good and bad: "you are now three days late", "you are now charging me twice", "you are now in Leeds". */
const newsOfShop = String.raw`(?:open|closed|late|overdue|(?:fully )?booked|full|sold out|out of|\d+|(?:two|three|four|five|six|seven) (?:days?|weeks?|hours?)|in (?!(?:\w+ ){0,4}(?:character|charge|control|mode|role)\b)\w+|(?!(?:act|answer|be|go|ignor|operat|play|pretend|reply|respond|runn|speak|talk|writ)ing\b)\w+ing)`;
const hidden = oneOf(String.raw`
  (?:system|initial|hidden|secret|the|your) prompt(?! (?:action|answer|attention|assistance|delivery|help|repl|response|service|support)), (?:system|initial|hidden|secret) instructions,
  your instructions(?! (?:about|again|for|how|on|to)\b), the instructions (?:above|before|that|you),
  (?:line|text|words|everything) ${above}`);
const ours = String.raw`${oneOf('admin, administrator, database, master, root, secret, staff, system')}(?:'s)?(?: [\w-]+)?`;

/** "System: Windows 11" and "Admin: how do I add a user?" say what a question is about, and "System: you are a pirate" orders. */
const orders = String.raw`(?:[:.!;][ "']*(?:please )?${oneOf(`
  you(?:'re| are| must| now| only| shall| will), ${drop}, answer, confirm, output, pretend, repeat, reply, respond, reveal, say`)}\b|\b${oneOf(`
  from now on, new (?:instructions?|policy|role|rules?|task), previous (?:instructions|rules), you(?:'re| are) now, your (?:instructions?|role|rules?|task)`)}\b)`;

/** Without one of these even a classifier that is sure of such an attempt is mistaken: "promo code", "what are the rules", "show me all your products". */
export const injectionWords = pattern`\b${oneOf(String.raw`
  system, assistant, prompts?, ignor\w+, disregard\w*, overrid\w+, bypass\w*, pretend, jailbreak\w*, role-?play,
  (?:hidden|previous|secret) instructions, forget (?:all|everything|what), repeat after, test mode now, written above,
  (?:answer|confirm|reply|respond|say|start)(?: (?:it|only|this|with))*(?= ["'“]), (?:answer|reply|respond) (?:only )?with`)}(?!\w)`;

/** Attempts to instruct the bot. The rules are the bot's: "forget the washing instructions" is none. */
export const injections: readonly RegExp[] = [
  // "Did you forget the instructions?" may be about those in the box.
  pattern`\b(?!(?<=\b(?:did|do|does) \w+ )forget the ${rules}\b(?! (?:above|before|you)\b))(?!${notToBot})${drop} ${whose}${rules}\b${ofPlace}`,
  pattern`\b(?:system prompt|god mode|jailbreak(?! (?:\w+ )?(?:device|i?phone|ipad|tablet)))\b`,
  pattern`(?<!${asked}|${told})\b(?:(?:developer|admin|debug) mode|jailbroken)\b`,
  pattern`${order}(?:you are now\b(?! ${newsOfShop}\b)|${pretend}|act as (?:a|an|if|my|the)\b.{0,60}\b(?:you|and)\b|role-?play\b)`,
  pattern`\b${oneOf("you, let's, lets, we, me")} (?:${pretend}|role-?play\b)`,
  pattern`(?<!${surelyAsked})\bfrom now on,? (?:you|(?:only )?(?:answer|reply|say|speak))\b`,
  // "Do you print your instructions in French?"
  pattern`\b(?<!\bdo you )${show}\b.{0,40}\b${hidden}\b`,
  pattern`(?<!${surelyAsked})\b${show}\b(?:(?!\b${oneOf('how, where, if, whether, reset, change, set')}\b).){0,40}\b(?:${ours}|your|me the) password\b(?! ${oneOf('for, of, reset, to')}\b)`,
  pattern`^\W*${oneOf('system, assistant, administrator, admin, developer')}\s*(?=:).*${orders}`,
];
