import { anyOf, oneOf, pattern } from './pattern.ts';

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
const insult = String.raw`(?:idiots?|morons?)(?<!${shelf} the idiot(?! (?:that|who)))(?<!\b(?:i'm|im|i am|i was) (?:a |an |such |just |so |the |complete |total |absolute |bloody )*\w+)(?![ -]?proof|(?:'?s|s?')? (?:\w+ )?guides?\b)`;

/** Said of the weather and of other companies, too. */
const weak = oneOf('crap, ridiculous(?! (?:idea|question|request)), sick (?:and tired )?of');
const somewhat = anyOf(
  'a, such, so, just, really, simply, getting, beyond, bloody, total, totally, complete, completely, absolutely',
);

export const anger: readonly RegExp[] = [
  pattern`\b${oneOf(String.raw`
    disgrace(?:ful)?, appalling, pathetic, furious, fed up, outrageous, shameful, incompetent, rip-?off, wtf,
    bullshit, shit, fuck\w*, ${insult}, livid, shambles`)}\b`,
  pattern`\bunacceptable\b(?!${byTheRules})`,
  // In a sentence that asks nothing.
  pattern`\b${weak}\b[^.!?]*(?:[.!]|$)`,
  pattern`\b(?:this|that|it|you|your (?:\w+ ){0,2}\w+)(?:'s|'re| is| are| was| were)? ${somewhat}${weak}\b`,
  pattern`\b${weak}\b[^.,;:!?]{0,30}\b${oneOf('you, your, this, waiting, delays?, excuses')}\b`,
  pattern`\b${youAre}(?: ${oneOf('a, all, just, nothing but, bunch of, absolute, bloody, complete, fucking, lying, total')})* ${names}`,
  pattern`^(?:${oneOf('absolute, bloody, complete, total')} )?${names}(?=\W*$|[,.;!?])`,
  pattern`\b${oneOf(String.raw`
    waste of (?:my )?(?:time|money), worst \w+ (?:ever|i've|i have|in),
    absolute(?:ly)? (?:joke|rubbish|terrible|awful|useless|disgusting), what a (?:joke|mess|disaster),
    (?:nobody|no one) (?:cares|gives a), give a damn, never see me again`)}\b`,
  pattern`\bnever (?:ever )?${oneOf('again, coming back, come back, buy, shop, order, book, use')}(?:ing)?\b[^,.;:!?]{0,20}\b(?:you|again|here)\b`,
  pattern`\b(?:you|your \w+) (?:people )?(?:are|is) (?:${absolutely} )?${oneOf('useless, terrible, awful, horrible, a joke, rubbish, stupid, hopeless')}\b`,
  pattern`^${oneOf('this, you, the, that, your')}(?:'s| is| are)? ?${oneOf('chat, bot, chatbot, thing, assistant, service, company')}?(?: is| are)? ${anyOf('so, totally, completely, absolutely, utterly, no')}${oneOf('useless, stupid, rubbish, hopeless, terrible, awful, help at all, dumb')}\W*$`,
  pattern`\b${oneOf("i want, i'd like, i would like, i wish, i need, going")} to (?:complain|(?:make|file|lodge) a complaint)\b`,
  pattern`\bi ${oneOf("demand, will sue, am going to sue, 'll sue")}\b`,
  pattern`\bhear(?:ing)? from my lawyer`,
  pattern`\bmy lawyers? ${oneOf('has, have, is, are, knows?, wants, will')}\b`,
  pattern`\b${oneOf("i'm, i am, i'll, i will, i have, i've, gonna, going")}\b[^,.;:!?]{0,30}${myLawyer}`,
];
