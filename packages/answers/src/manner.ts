import type { ReplyKind } from './replies/reply-list.ts';

/** What a message says beside any passage, where there is no doubt. */
export type Manner = Exclude<ReplyKind, 'hand-over'>;

const manners: ReadonlySet<string> = new Set<Manner>([
  ...(['person', 'emergency', 'anger', 'greeting', 'thanks', 'goodbye'] as const),
  ...(['honesty', 'capability', 'injection', 'off-topic', 'unclear'] as const),
]);

/** What retrieval tells about a message. */
export interface Heard {
  /** Probability of each kind of message; other kinds than replies have stand for none. Null where nothing tells. */
  kinds: Readonly<Record<string, number>> | null;
  /** Whether it leans on the question before. */
  dependsOnPrevious: boolean;
  /** Best first, with the probability that they answer it. */
  passages: readonly { score: number }[];
}

/** A classifier that is so sure of a kind of message leaves no doubt. */
const certain = 0.9;
/** These a person has to see, whatever a passage says. */
const forPeople: ReadonlySet<string> = new Set<Manner>(['person', 'emergency']);

const someone =
  '(?:person|human|someone|somebody|anyone|anybody|agent|representative|rep|operator|(?:member of )?(?:the |your )?(?:staff|team)|manager|supervisor|colleague|adviser|advisor|employee|customer (?:service|support|care)|support|real people|one of (?:you|your)\\b)';
const wish =
  "(?:can|could|may|might) (?:i|we|you|someone|somebody|anyone)|(?<!\\b(?:did|do|must|should|will) )i(?:'d| would| want| need|'ll| will| wish| must)|we(?:'d| would| want| need)|let me|lets me|possible|please|pls|plz|just|instead|don't want|rather|how do i|get to";

const persons: readonly RegExp[] = [
  new RegExp(
    `\\b(?:${wish})\\b.{0,40}\\b(?:speak|talk|chat)(?:ing)? (?:to|with)\\b(?! (?:another|each|her|his|my|other|our|their)\\b).{0,30}\\b${someone}`,
  ),
  new RegExp(`^(?:speak|talk|chat) (?:to|with)\\b.{0,20}\\b${someone}`),
  new RegExp(
    `\\b(?:put|pass|transfer|connect|forward|hand) me\\b(?: (?:back|directly|in touch|in (?:line|the queue)|now|on|over|please|straight|through))* (?:for|to|with)\\b.{0,20}\\b${someone}`,
  ),
  /\b(?:get|give|find|bring|fetch) me\b.{0,15}\b(?:human|real|actual|living|person|agent|someone|somebody)\b(?! to (?!chat|help|speak|talk))/,
  /\b(?:want|need|prefer|like|have) (?:a|an|to see a|to have a) (?:real |live |actual |living )?(?:human|person|agent|operator|representative)\b(?=\W*$|[,.;:!?]| (?:and|answer|asap|being|call|colleague|contact|directly|help|here|instead|look|not|now|on|please|pls|plz|right|ring|speak|talk|then|today)\b)/,
  /^(?:a )?(?:real |live |actual )?(?:human|person|agent|operator|representative)(?: being)?(?: now)?(?:,? (?:please|pls|plz|now))?[!.?]*$/,
  /\b(?:can|could|would|will|please|pls|have|want|need|like)\b.{0,40}\b(?:call|ring|phone) me\b(?! (?:an? (?:cab|taxi|uber)|ahead|before|beforehand|first|if|on arrival|when)\b)/,
];

/** Behind the one who is asked about: "is this a machine?", not "is this machine washable?" */
const asWhole =
  "(?=\\W*$|[,.;:!?] | (?:being|or|and|i|i'm|who|that (?:i|answers|writes)|because|like|not|something|answering|chatting|replying|responding|speaking|talking|texting|typing|writing|here|now|behind|(?:at|on|in) (?:the|this|that|there)|then|though|again|actually|really|too|bro|please|pls)\\b)";

const honesty: readonly RegExp[] = [
  new RegExp(
    `^(?:so |wait |hey |hi |hello |ok |be honest |honestly |sorry )*(?:are|r) (?:you|u) (?:a |an |real |really |actually |just |some |even |sure )*(?:human|real|bot|robot|chatbot|machine|ai|person|computer|program|people|chatgpt|gpt|alive|automated|software)\\b${asWhole}`,
  ),
  /\b(?:am i|are we|do i|was i|i'm i) (?:now |really |actually |just |even )*(?:talk|speak|chat|writ|text|messag|deal)\w*\b.{0,25}\b(?:human|real|bot|robot|chatbot|machine|ai|person|computer|program|someone|somebody)\b/,
  new RegExp(
    `\\bis (?:this|that|it) (?:now |really |actually |just |even |a |an |some |the |kind |sort |of |real |live )*(?:human|bot|robot|chatbot|machine|ai|person|computer|program|automated)\\b(?=.{0,45}$)${asWhole}`,
  ),
  /\bis there (?:now |really |actually |just |even |a |an |any |real |live )*(?:human|person|someone|somebody|anyone|people)\b.{0,15}\b(?:behind|typing|writing|reading|here(?=\W*$)|on the other)/,
  /\b(?:who|what) am i (?:talk|speak|chat|writ|text)\w*\b/,
  /^(?:and |so |hi |hey )*(?:what's|whats|what is|do you have|may i (?:have|ask|know)) (?:a |your )name\b/,
  /^(?:so |and |but |hey |hi )*who are you(?=\W*$|[,.;:!?] | (?:and|anyway|even|exactly|guys|people|really|then|to)\b)/,
  /^(?:but |and |ok |really )*(?:are you (?:really |quite |absolutely )?(?:sure|certain)(?: about (?:that|this|it))?|how do you know(?: that| this)?)\W*$/,
];

/** Where an order begins: "you are now a pirate", not "I heard you are now open". */
const order = '(?:^["\'(]?|[.!?:;,#*]["\')]?\\s*|\\b(?:and|just|now|so|please|then)\\s+)';
/** What somebody asks about is no order: "How do I turn on developer mode?" */
const asked = '\\b(?:how|where|what|when|which|is|does|do|can|could)\\b.{0,60}';

const injections: readonly RegExp[] = [
  // The rules of the bot: "forget the washing instructions" is none.
  /\b(?:ignore|disregard|forget|override|bypass|drop) (?:(?:about|all|any|every|of|the|your|ur|these|those|this|previous|prior|former|earlier|above|preceding|safety|system|initial|original|given|own|and|other) )*(?:instructions?|rules?|prompts?|guidelines?|restrictions?|everything (?:above|before|you))\b/,
  /\b(?:system prompt|god mode|jailbreak|jailbroken)\b/,
  new RegExp(`(?<!${asked})\\b(?:developer mode|admin mode|debug mode)\\b`),
  new RegExp(
    `${order}(?:you are now\\b(?! (?:open|closed|(?:accept|deliver|offer|sell|serv|shipp|tak)ing)\\b)|pretend (?:to be|that|you|i)\\b|act as (?:a|an|if|my|the)\\b.{0,60}\\b(?:you|and)\\b|role-?play\\b)`,
  ),
  /\b(?:you|let's|lets|we|me) (?:pretend (?:to be|that|you|i)|role-?play)\b/,
  /\bfrom now on,? (?:you|(?:only )?(?:answer|reply|say|speak))\b/,
  /\b(?:repeat|print|show|reveal|output|display|give|tell)\b.{0,40}\b(?:(?:system|initial|hidden|secret|the|your) prompt|(?:system|initial|hidden|secret) instructions|your instructions(?! (?:about|for|how|on|to)\b)|the instructions (?:above|before|that|you)|(?:line|text|words|everything) above(?! (?:a|the|your)\b))\b/,
  /\b(?:repeat|print|show|reveal|output|display|give|tell)\b.{0,40}\b(?:(?:admin|administrator|database|master|root|secret|staff|system)(?:'s)?(?: [\w-]+)?|your|me the) password\b(?! (?:for|of|reset|to)\b)/,
  /^\W*(?:system|assistant|administrator|admin|developer)\s*:/,
];

/** What a company is called in anger; a lock keeps out thieves, too. */
const names = '(?:scammers?|thieves|liars?|crooks|cowboys)\\b';

const anger: readonly RegExp[] = [
  /\b(?:disgrace(?:ful)?|unacceptable|appalling|pathetic|furious|fed up|outrageous|shameful|incompetent|rip-?off|wtf|bullshit|shit|fuck\w*|crap|idiots?|morons?|ridiculous|livid|shambles)\b/,
  new RegExp(
    `\\b(?:(?:you|u|they)(?: guys| lot| people)?(?: are| r)?|you're|youre|(?:bunch|lot|pack|gang) of)(?: (?:a|all|just|nothing but|bunch of|absolute|bloody|complete|fucking|lying|total))* ${names}|^(?:absolute |bloody |complete |total )?${names}(?=\\W*$|[,.;!?])`,
  ),
  /\b(?:sick (?:and tired )?of|waste of (?:my )?(?:time|money)|worst \w+ (?:ever|i've|i have|in)|absolute(?:ly)? (?:joke|rubbish|terrible|awful|useless|disgusting)|what a (?:joke|mess|disaster)|nobody (?:cares|gives a)|no one (?:cares|gives a)|give a damn|never (?:ever )?(?:again|coming back|come back|buy|shop|order|book|use)(?:ing)?\b[^,.;:!?]{0,20}\b(?:you|again|here)|never see me again|(?:you|your \w+) (?:people )?(?:are|is) (?:so |totally |completely |absolutely )?(?:useless|terrible|awful|horrible|a joke|rubbish|stupid|hopeless))\b/,
  /^(?:this|you|the|that|your)(?:'s| is| are)? ?(?:chat|bot|chatbot|thing|assistant|service|company)?(?: is| are)? (?:so |totally |completely |absolutely |utterly |no )*(?:useless|stupid|rubbish|hopeless|terrible|awful|help at all|dumb)\W*$/,
  /\b(?:i want|i'd like|i would like|i wish|i need|going) to (?:complain|make a complaint|file a complaint|lodge a complaint)\b/,
  /\bi (?:demand|will sue|am going to sue|'ll sue)\b|\bhear(?:ing)? from my lawyer|\bmy lawyers? (?:has|have|is|are|knows?|wants|will)\b|\b(?:i'm|i am|i'll|i will|i have|i've|gonna|going)\b[^,.;:!?]{0,30}\b(?:my lawyer|small claims|trading standards)\b/,
];

const greetingWords = words(
  "hi hello hey hiya heya hullo howdy g'day gday greetings yo morning afternoon evening day good there all team everyone everybody folks guys again to you how are ya things it going is how's hows doing today are you what's up whats sup",
);
const thanksWords = words(
  "thanks thank thx tx cheers ta ty thankyou many so very much a lot lots heaps tons loads bunch you u for your the help helping answer info information that's thats that was is it this really great good perfect super lovely brilliant awesome excellent fantastic wonderful nice cool helpful kind of quick all i we needed wanted need to know ok okay k kk alright right ah oh got it see understood i'm never mind nevermind no worries problem sorry bother bothering again in advance mate love and fine makes sense will do noted then well yes yep",
);
const thanksHeads =
  /\b(?:thanks|thank you|thankyou|thx|cheers|ta|ty|got it|i see|understood|never ?mind|perfect|great|brilliant|awesome|lovely|cool|ok|okay|alright|sorry|makes sense|noted|that's all|that was all)\b/;
const goodbyeWords = words(
  "bye goodbye bye-bye byebye cya see you ya later soon tomorrow farewell ciao have a an the nice good great lovely pleasant wonderful fine day evening weekend night afternoon morning one goodnight take care ok okay then well thanks thank very much so all now for that's everything and too cheers until next time",
);
const goodbyeHeads =
  /\b(?:bye|goodbye|byebye|cya|see (?:you|ya)|farewell|ciao|take care|goodnight|good night|have a\b.{0,20}\b(?:day|evening|weekend|night|afternoon|morning|one)|until next time)\b/;
/** A longer message has something to say. */
const smallTalkWords = 12;

/**
 * Recognises what needs no answer from passages: a wish for a person, anger, small talk, "are you human?", an attempt to
 * instruct the bot. In doubt there is none, and the model decides.
 *
 * @param heard left out, only its words tell
 */
export function mannerOf(message: string, heard?: Heard): Manner | undefined {
  const said = mannerOfWords(message);
  if (said || !heard) return said;
  const [kind] = Object.entries(heard.kinds ?? {}).find(([, probability]) => probability >= certain) ?? [];
  if (kind === undefined || !manners.has(kind)) return undefined;
  // "Why?" is unclear by itself, and a plumber's passages may answer what sounds off topic.
  const isAsked = heard.dependsOnPrevious || (heard.passages[0]?.score ?? 0) >= 0.5;
  return isAsked && !forPeople.has(kind) ? undefined : (kind as Manner);
}

/** By words that leave no doubt. */
function mannerOfWords(message: string): Manner | undefined {
  const said = message.normalize('NFKC').toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
  if (said === '') return undefined;
  const matches = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(said));
  if (matches(injections)) return 'injection';
  // "Can I talk to a person?" asks for one, "Am I talking to a person?" does not.
  if (matches(honesty)) return 'honesty';
  if (matches(persons)) return 'person';
  if (matches(anger)) return 'anger';
  const spoken = said.match(/[\p{L}\p{N}]+(?:['-][\p{L}]+)*/gu) ?? [];
  if (spoken.length === 0 || spoken.length > smallTalkWords) return undefined;
  const consistsOf = (known: ReadonlySet<string>) => spoken.every((word) => known.has(word));
  if (goodbyeHeads.test(said) && consistsOf(goodbyeWords)) return 'goodbye';
  if (consistsOf(greetingWords) && !/\b(?:open|all day)\b/.test(said)) return 'greeting';
  if (thanksHeads.test(said) && consistsOf(thanksWords)) return 'thanks';
  return undefined;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
