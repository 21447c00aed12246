import { anyOf, oneOf, pattern } from './pattern.ts';

const personOrMachine = 'human, real, bot, robot, chatbot, machine, ai, person, computer, program';
/** Shops sell them, too: "is this a machine?", not "is this machine quiet?" */
const machine = oneOf('machine, computer, program, robot');
const aMachine = String.raw`(?:(?<=\b(?:an?|of|real|live) )${machine}|${machine}(?=\W*$| (?:answering|replying|talking|or (?:an? )?(?:human|person|real))\b))`;
/** Who asks about the phone, or a visit, means no chat. */
const elsewhere = String.raw`.*\b(?:(?:if|once|when) (?:i|we) (?:arrive|call|come|get|phone|ring|visit)|(?:by|on|over) (?:the )?phone)\b`;
const emphasis = 'now, really, actually, just, even';

/** "Do you have a name badge?" asks for no name. */
const nameOfGoods = oneOf(
  'badge, brand, card, change, day, embroider, engrav, label, necklace, plate, policy, print, sign, sticker, tag, transfer',
);

/** "What's your name on Instagram?" and "What is your name and address?" are about the company. */
const nameElsewhere = String.raw` (?!for (?:my|the records?)\b)${oneOf('and, for, in, on')} (?!${oneOf('are, can, do, here, how, (?:this |the )?chat, what, who, why')}\b)\w`;

/** Behind the one who is asked about: "is this a machine?", not "is this machine washable?" */
const asWhole = String.raw`(?=\W*$|[,.;:!?] | ${oneOf(`
  being, or(?! (?:an? (?:child|couple|day|family|group|head|month|night|table|year)|each|for |in total|per )), and, i, i'm, who, that (?:i|answers|writes), because, like, not, something, answering, chatting, replying,
  responding, speaking, talking, texting, typing, writing, here, now, behind, (?:at|on|in) (?:the|this|that|there), then,
  though, again, actually, really, too, bro, please, pls`)}\b)`;

/** Without one of these even a classifier that is sure of such a question is mistaken: "are you taking on staff?", "is this a real company?" */
export const honestyWords = pattern`\b${oneOf(String.raw`
  (?:chat)?bots?, robots?, human\w*, umano, humain, mensch, persons?, persona, personne, pessoa, ai, ki, machines?, computers?, software,
  automated, artificial, algorithm, gpt, chatgpt, language model, model are you, alive, flesh, feelings?, sure, certain, rely,
  are you the \w+(?=\W*$), how old are you, who(?:'s| is) (?:this|there)(?=\W*$), your name(?=\W*$), who (?:answers|replies|types|writes), do you (?:breathe|dream|eat|live|sleep|like me|love me)`)}\b`;

/** Questions about who answers, and whether that is sure. */
export const honesty: readonly RegExp[] = [
  pattern`^${anyOf('so, wait, hey, hi, hello, ok, be honest, honestly, sorry')}(?:are|r) (?:you|u) ${anyOf('a, an, real, really, actually, just, some, even, sure')}${oneOf(`${personOrMachine}, people, chatgpt, gpt, alive, automated, software`)}\b${asWhole}`,
  pattern`\b${oneOf(String.raw`am i, are we, (?<!\b(?:how|when|where|who|whom) )do i, was i, i'm i`)} ${anyOf(emphasis)}${oneOf('talk, speak, chat, writ, text, messag, deal')}\w*\b.{0,25}\b(?:${oneOf(personOrMachine)}|(?<!\bdo i\b.{0,50})(?:someone|somebody))\b(?!${elsewhere})`,
  pattern`\bis (?:this|that|it) ${anyOf(`${emphasis}, a, an, some, the, kind, sort, of, real, live`)}(?:${oneOf('human, bot, chatbot, ai, person, automated')}|${aMachine})\b(?=.{0,45}$)${asWhole}`,
  pattern`\bis there ${anyOf(`${emphasis}, a, an, any, real, live`)}${oneOf('human, person, someone, somebody, anyone, people')}\b.{0,15}\b${oneOf(String.raw`behind, typing, writing, reading, here(?=\W*$), on the other`)}`,
  pattern`\b(?:who|what) am i ${oneOf('talk, speak, chat, writ, text')}\w*\b`,
  pattern`^${anyOf('and, so, hi, hey')}${oneOf("what's, whats, what is, do you have, may i (?:have|ask|know)")} (?:a |your )name\b(?![ -]${nameOfGoods}|${nameElsewhere})`,
  pattern`^${anyOf('so, and, but, hey, hi')}who are you(?: ${oneOf('guys, people')})?(?=\W*$|[,.;:!?] | ${oneOf('and, anyway, even, exactly, really, then, to')}\b)`,
  pattern`^${anyOf('but, and, ok, really')}(?:are you (?:${oneOf('really, quite, absolutely')} )?(?:sure|certain)(?: about (?:that|this|it))?|how do you know(?: that| this)?)\W*$`,
];
