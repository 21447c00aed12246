import { anyOf, oneOf, pattern } from './pattern.ts';

/** Behind "I'd never use": "another school again", "anyone else again". */
const praise = String.raw`[^,.;:!?]{0,20}\b(?:another \w+|else|other\w*(?: \w+)?) again\b`;

/** What a company is called in anger; a lock keeps out thieves, too. */
const names = String.raw`${oneOf('scammers?, thieves, liars?, crooks, cowboys')}\b`;
const youAre = oneOf("(?:you|u|they)(?: guys| lot| people)?(?: are| r)?, you're, youre, (?:bunch|lot|pack|gang) of");
const absolutely = oneOf('so, totally, completely, absolutely');
const myLawyer = String.raw`\b(?:my lawyer|small claims|trading standards)\b`;

/** A book: "Do you sell The Idiot?" */
const shelf = String.raw`\b(?:sell|stock|carry|have|buy|order|borrow|read|rent|cop(?:y|ies) of)`;
/** What the rules call so is asked: "What is considered unacceptable luggage?" "What an unacceptable delay" is none. */
const byTheRules = String.raw`(?<=(?:^|[.!?] )(?:what(?:'s| is| are| do| does| counts| kind| sort)|which|do|does|is there|are there)\b[^.,;:!?]{0,60}(?<!\b(?:an?|so|such|this|your)) unacceptable)(?= (?!(?:and|for|from|in|it|that|the|this|to|when|you|your)\b)\w)`;

/** "I'm such an idiot, I ordered the wrong size" is no anger at us. */
const insult = String.raw`(?:idiots?|morons?)(?<!${shelf} the idiot(?! (?:that|who)))(?<!\b(?:i'm|im|i am|i was|feel like|feeling like|felt like) (?:a |an |such |just |so |the |complete |total |absolute |bloody )*\w+)(?![ -]?proof|(?:'?s|s?')? (?:\w+ )?guides?\b)`;

/** Said of the weather and of other companies, too. */
const weak = oneOf('crap, ridiculous(?! (?:idea|question|request)), sick (?:and tired )?of');
/** "I'm fed up with my current instructor, can I switch to you?" */
const fedUp = String.raw`fed up(?! (?:of|with) (?:\w+ )?(?:another|current|ex|last|old|other|previous)\b)`;
/** "Wtf is EDT?" asks what it is; "wtf is this?" does not. */
const whatOn = String.raw`wtf(?! (?:are|do|does|is) (?!going|happening|it|my|that|this|up|wrong|you|your)\w)`;
const somewhat = anyOf(
  'a, such, so, just, really, simply, getting, beyond, bloody, total, totally, complete, completely, absolutely',
);

const careNothing = String.raw`(?<!\bi (?:do not|don't|dont) )give a damn`;

/** Said of others, too, and of what happened elsewhere: "my ex is furious". */
const outbursts: readonly RegExp[] = [
  pattern`\b${oneOf(String.raw`
    disgrace(?:ful)?, appalling, pathetic, furious, ${fedUp}, outrageous, shameful, incompetent, rip-?off, ${whatOn},
    bullshit, shit, fuck\w*, ${insult}, livid, shambles`)}\b`,
  pattern`\bunacceptable\b(?!${byTheRules})`,
  // In a sentence that asks nothing.
  pattern`\b${weak}\b[^.!?]*(?:[.!]|$)`,
  pattern`\b${oneOf(`
    absolute(?:ly)? (?:joke|rubbish|terrible|awful|useless|disgusting), what a (?:joke|mess|disaster), ${careNothing}`)}\b`,
  pattern`\b${youAre}(?: ${oneOf('a, all, just, nothing but, bunch of, absolute, bloody, complete, fucking, lying, total')})* ${names}`,
  pattern`${oneOf('😠, 😡, 🤬, 👎, 🖕, 💩')}`,
];

const polite = String.raw`(?:${oneOf('but, hm, no, nope, ok, okay, oh, sorry, thanks, thank you, well')}\W+)*`;
const atEnd = String.raw`(?=\W*(?:sorry|thanks|thank you)?\W*$|[.!;,])`;
const didNot = oneOf('did not, does not, has not, did ?n.?t, does ?n.?t, has ?n.?t');
const wrong = oneOf('wrong, incorrect, not (?:right|correct|true|helpful), unhelpful, nonsense, no help');

/** Of the answer before: the customer is to get a person, not one more try. */
const complaintsOfAnswers: readonly RegExp[] = [
  pattern`\bthanks? (?:you )?for (?:absolutely )?nothing\b`,
  pattern`\b${oneOf('that, this, it')}(?:'s|s| is| was)?(?: not|n't) what i (?:asked|meant(?! to)|wanted to know)\b(?!.*\bnever ?mind\b)`,
  pattern`(?:^${polite}it|\b${oneOf('that, this, you, answer, bot, chat')}) ${didNot} (?:really )?(?:help(?:ed)?(?: me)?(?: at all)?|answer (?:it|me|(?:my|the) question|what i asked))${atEnd}`,
  pattern`^${polite}${oneOf('that, this, it')}(?:'s|s| is| was) ${anyOf('a, all, completely, just, of, simply, so, still, the, totally')}${wrong}(?: answer)?\W*(?:sorry|thanks|thank you)?\W*$`,
  pattern`^${polite}(?:an? |the )?${oneOf('wrong, incorrect, useless, bad')} answer\b`,
];

const aimed: readonly RegExp[] = [
  pattern`\b(?:this|that|it|you|your (?:\w+ ){0,2}\w+)(?:'s|'re| is| are| was| were)? ${somewhat}${weak}\b`,
  pattern`\b${weak}\b[^.,;:!?]{0,30}\b${oneOf('you, your, this, waiting, delays?, excuses')}\b`,
  pattern`^(?:${oneOf('absolute, bloody, complete, total')} )?${names}(?=\W*$|[,.;!?])`,
  pattern`\b${oneOf(String.raw`
    waste of (?:my )?(?:time|money), worst \w+ (?:ever|i've|i have|(?<!\b(?:what|which|when)(?:'s| is| are) the worst \w+ )in), (?:nobody|no one) (?:cares|gives a),
    never see me again`)}\b`,
  pattern`\bnever (?:ever )?${oneOf('again, coming back, come back, buy, shop, order, book, use')}(?:ing)?\b(?!${praise})[^,.;:!?]{0,20}\b(?:you|again|here)\b`,
  pattern`\b(?:you|your \w+) (?:people )?(?:are|is) (?:${absolutely} )?${oneOf('useless, terrible, awful, horrible, a joke, rubbish, stupid, hopeless')}\b`,
  pattern`^${oneOf('this, you, the, that, your')}(?:'s| is| are)? ?${oneOf('chat, bot, chatbot, thing, assistant, service, company')}?(?: is| are)? ${anyOf('so, totally, completely, absolutely, utterly, no')}${oneOf('useless, stupid, rubbish, hopeless, terrible, awful, help at all, dumb')}\W*$`,
  pattern`\b${oneOf("i want, i'd like, i would like, i wish, i need, going")} to (?:complain|(?:make|file|lodge) a complaint)\b`,
  pattern`\bi ${oneOf("demand, will sue, am going to sue, 'll sue")}\b`,
  pattern`\bhear(?:ing)? from my lawyer`,
  pattern`\bmy lawyers? ${oneOf('has, have, is, are, knows?, wants, will')}\b`,
  pattern`\b${oneOf("i'm, i am, i'll, i will, i have, i've, gonna, going")}\b[^,.;:!?]{0,30}${myLawyer}`,
];

export const anger: readonly RegExp[] = [...aimed, ...outbursts, ...complaintsOfAnswers];

/** Where another part of a message begins. */
const seam = /[.,;:!?]+\s|\b(?=(?:can|could|did|do|does|may|should|will|would) (?:i|we|you)\b)/;
/** What stands beside anger at us. */
const us = pattern`\b${oneOf(String.raw`
  you(?:r|re|rs)?, u, ur, here, these, this(?! (?:afternoon|cold|evening|heat|month|morning|rain|storm|summer|weather|week|winter|year)\b),
  waiting, delays?, excuses, my (?:booking|delivery|money|order|package|parcel|refund)`)}\b`;
/** "I'm worried and furious", "a total disgrace": said to us where nobody else is named. */
const isBare = (part: string): boolean =>
  /^(?:i'm|i am|im|we're|we are)\b.*\b(?:fed up|furious|livid)\W*$/.test(part) ||
  (part.split(' ').length <= 3 && !/^(?:fuck|he|her|his|my|shit|she|they|what|wtf)\b/.test(part));

/** Pure: whether angry words are aimed at us, and not at what the message tells beside its question; they are in lower case. */
export function isAngryAtUs(said: string): boolean {
  const isAny = (patterns: readonly RegExp[], text: string) => patterns.some((one) => one.test(text));
  return (
    isAny(aimed, said) || said.split(seam).some((part) => isAny(outbursts, part) && (us.test(part) || isBare(part)))
  );
}
