// What a model's template may use as a mark. The tokenizer never makes a control token out of text, so these could do no
// harm; but quoted word for word they would be shown to customers, and another program may be less careful.
const controlMarks = [
  // <|im_start|>, <|endoftext|>, and the full-width bars of some models.
  /<\s*[|\uff5c][^<>|\uff5c]{0,64}[|\uff5c]\s*>/g,
  /\[\/?(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS)\]/gi,
  /<<\/?SYS>>/gi,
  /<\/?(?:s|bos|eos|pad|unk|start_of_turn|end_of_turn|think|tool_call|tool_response)>/gi,
];

/** How often marks are looked for anew in what is left of a text. */
const mostRounds = 10;

const typography: [RegExp, string | ((found: string) => string)][] = [
  [/\r\n?|[\u0085\u2028\u2029]/g, '\n'],
  // Every kind of space, but not the line break.
  [/[\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' '],
  // Controls, soft hyphens, zero-width and direction marks, variation selectors of text, private use, tag characters.
  // Zero-width joiners stay: emoji and some scripts are spelled with them.
  [
    /[^\P{Cc}\n]|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Co}|[\u{e0000}-\u{e007f}]/gu,
    '',
  ],
  [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033]/g, '"'],
  [/\u2026/g, '...'],
  // Dots that lead to a price or a page end no sentence.
  [/ {0,40}(?<!\. ?)(?:\.{4,}|\.(?: \.){3,})(?= {0,40}[\d\p{Sc}])/gu, ': '],
  [/[\u2010\u2011]/g, '-'],
  // Ligatures of typeset text.
  [/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC')],
];

/**
 * Text as a passage holds it: one way to write quotes, spaces and ligatures, so that the same sentence is the same string
 * wherever it comes from, and no control characters or marks that a model's template could use. Line breaks stay.
 */
export function cleanText(text: string): string {
  let cleaned = text.toWellFormed().normalize('NFC');
  for (const [pattern, replacement] of typography) {
    cleaned =
      typeof replacement === 'string' ? cleaned.replace(pattern, replacement) : cleaned.replace(pattern, replacement);
  }
  // What is left after a mark was taken out may be one again.
  for (let before = '', round = 1; before !== cleaned; round += 1) {
    before = cleaned;
    // One in another so many times is made to do harm: all that could begin a mark goes at once.
    if (round === mostRounds) cleaned = cleaned.replace(/[<[]/g, ' ');
    for (const mark of controlMarks) cleaned = cleaned.replace(mark, ' ');
  }
  return cleaned;
}

/** The same on one line, without spaces at its ends. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

const titleChars = 200;

/** The same of a title, which has an end: all that stands under it carries it along. */
export function cleanTitle(text: string): string {
  return cleanLine(text).slice(0, titleChars).trim().toWellFormed();
}
