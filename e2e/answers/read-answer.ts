/** What an answer may be taken from. */
export interface Sources {
  facts: readonly { id: string; title?: string | undefined; text: string }[];
  /** What may stand before quoted sentences. */
  leadIns: readonly string[];
  /** What may be said without a fact. */
  replies: readonly { text: string; handsOver: boolean }[];
}

/** An answer, taken apart. */
export interface ReadAnswer {
  text: string;
  /** Facts of which at least a sentence was said word for word, in the order said. */
  quoted: string[];
  /** The whole answer is an entry of the closed list. */
  isReply: boolean;
  /** It says that it does not know, or that a person will. */
  handsOver: boolean;
  /** What remains without lead-ins, quotes and replies: the model's own words, or none. */
  own: string;
}

/** How those who do not know say so. For answers in own words only: entries of the list are known. */
const handOverWordings = [
  /\b(do not|don't|does not|doesn't) (currently )?(have|know|say|mention|include|specify|cover|provide)\b.{0,60}\b(information|info|details?|answer|that|this|about)\b/,
  /\b(am|'m|are|'re) (not (sure|certain|able)|unable|unaware)\b/,
  /\b(cannot|can't|could not|couldn't) (answer|say|tell|find|help|assist|confirm|look|see|speak)\b/,
  /\bno (information|details) (about|on|regarding)\b/,
  /\b(connect|put|pass|transfer|forward|hand)\b.{0,40}\b(you|this|it|question|conversation)\b.{0,30}\b(to|on|over|through|with)\b/,
  /\b(someone|somebody|a (person|colleague|human)|a member|our (staff|team))\b.{0,40}\b(will|can|could)\b/,
  /\b(please |you can |feel free to )?(contact|reach out to|get in touch with|call|e-?mail) (us|our|the (team|shop|office|staff))\b/,
];

/** Takes an answer apart: what of it is quoted from which fact, and what is said by no source. */
export function readAnswer(text: string, sources: Sources): ReadAnswer {
  const said = normalise(text);
  const reply = sources.replies.find((entry) => normalise(entry.text) === said);
  if (reply) return { text: said, quoted: [], isReply: true, handsOver: reply.handsOver, own: '' };
  const rest = new Remainder(said);
  const places = sources.facts.flatMap(({ id, text }) => {
    const fact = normalise(text);
    const whole = rest.take(fact);
    const found = whole === -1 ? sentences(fact).map((sentence) => rest.take(sentence)) : [whole];
    return found.filter((place) => place !== -1).map((place) => ({ id, place }));
  });
  const quoted = places.sort((a, b) => a.place - b.place).map(({ id }) => id);
  // The question that a fact answers may stand before it.
  const asking = sources.facts.filter(({ id, title }) => quoted.includes(id) && title?.endsWith('?'));
  for (const { title = '' } of asking) rest.take(normalise(title));
  for (const leadIn of sources.leadIns) rest.takeStart(normalise(leadIn));
  const offers = sources.replies.filter((entry) => entry.handsOver && rest.take(normalise(entry.text)) !== -1);
  const own = rest.text();
  const handsOver = offers.length > 0 || handOverWordings.some((wording) => wording.test(own.toLowerCase()));
  return { text: said, quoted: [...new Set(quoted)], isReply: false, handsOver, own };
}

/** One line, one kind of apostrophe. */
export function normalise(text: string): string {
  return text.normalize('NFC').replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
}

/** A fact's sentences. What ends too early to be one ("Dr.") belongs to what follows. */
export function sentences(text: string): string[] {
  const parts = text.split(/(?<=[.!?]) /);
  const whole: string[] = [];
  for (const part of parts) {
    const last = whole.at(-1) ?? '';
    if (last === '' || last.length >= shortestSentence) whole.push(part);
    else whole[whole.length - 1] = `${last} ${part}`;
  }
  return whole;
}

/** In characters: what is shorter may stand in an answer by chance. */
const shortestSentence = 12;

/** A text of which pieces are taken away; places stay those of the whole. */
class Remainder {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes away all of a piece's occurrences. @returns the first one's place, or -1 */
  take(piece: string): number {
    const place = this.#text.indexOf(piece);
    this.#text = this.#text.replaceAll(piece, () => taken.repeat(piece.length));
    return place;
  }

  takeStart(piece: string): void {
    if (this.#text.startsWith(piece)) this.take(piece);
  }

  text(): string {
    return normalise(this.#text.replaceAll(taken, ' '));
  }
}

const taken = '\u0000';
