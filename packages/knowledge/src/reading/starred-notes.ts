import type { Block, Section } from '../document.ts';

/** "* Rabbits on request." But in "**Note:** ask us" a word is emphasised. */
const beginsNote = /^(\*{1,3}|[†‡])(?:\s|(?!.*\S\1))(?=[\p{L}\p{N}("])/u;
/** The same behind other sentences. */
const beforeNote = /(?<=[.!?]) (?=(?:\*{1,3}|[†‡])\s?[\p{Lu}\p{N}][^*†‡]*$)/u;
const longestNote = 200;
/** Of a column; a longer one stands behind its row. */
const longestInName = 40;
/** What more blocks lead to is said apart from them. */
const mostMarked = 50;

/** "Rabbits*", "Rabbits.*", "Rabbits *;" but no hotel of four stars. */
const attached = (mark: string): RegExp =>
  new RegExp(
    `(?<=[\\p{L}\\p{N}\\p{Sc})%])(?<!(?:^|\\s)[1-5])([.!,]?)(?: (?=\\S+(?:[;:,.)]|$)))?${mark.replaceAll('*', '\\*')}(?![*\\p{L}\\p{N}]|\\s?(?:hotel|stars?|superior)(?!\\p{L}))`,
    'giu',
  );

/**
 * Says what a note says in brackets where its mark stands: apart from it a sentence would promise too much. A note is of what
 * stands above it; one without a mark there is text.
 */
export function sayNotes(sections: readonly Section[]): Section[] {
  const parted = sections.map((section) => ({ ...section, blocks: section.blocks.flatMap(partNote) }));
  const marked = new Map<string, Block[]>();
  const said = new Set<Block>();
  for (const block of parted.flatMap(({ blocks }) => blocks)) {
    const [begin = '', mark] = beginsNote.exec(block.text) ?? [];
    if (mark === undefined) {
      for (const one of new Set(block.text.match(/\*{1,3}|[†‡]/g))) keep(marked, one, block);
      continue;
    }
    block.text = block.text.slice(begin.length);
    const pattern = attached(mark);
    const above = (marked.get(mark) ?? []).filter(({ text }) => text.search(pattern) >= 0);
    marked.delete(mark);
    if (above.length === 0 || above.length > mostMarked || block.text.length > longestNote) continue;
    for (const one of above) one.text = withNote(one.text, { mark, pattern }, block.text);
    said.add(block);
  }
  return parted
    .map((section) => ({ ...section, blocks: section.blocks.filter((block) => !said.has(block)) }))
    .filter(({ blocks }) => blocks.length > 0);
}

function keep(marked: Map<string, Block[]>, mark: string, block: Block): void {
  const blocks = marked.get(mark);
  if (blocks) blocks.push(block);
  else marked.set(mark, [block]);
}

/** Said once, however often the mark stands there. */
function withNote(text: string, { mark, pattern }: { mark: string; pattern: RegExp }, note: string): string {
  // Within a column's name the longer ones would part it from its value: "Age*: 12+; Time: 75 min (* Children need an adult)".
  if (note.length > longestInName && text.includes(`${mark}:`)) return `${text} (${mark} ${note.replace(/\.$/, '')})`;
  let isSaid = false;
  return text.replace(pattern, (_, stop: string, at: number) => {
    // With its own it would end the sentence that it stands in.
    const here = isSaid ? stop : ` (${toldOf(text.slice(0, at), note).replace(/\.$/, '')})${stop}`;
    isSaid = true;
    return here;
  });
}

/** "Peak*" and "* Peak: Saturday": what it is called is said already. */
function toldOf(before: string, note: string): string {
  const [named = '', name = ''] = /^(.{1,40}?)(?::| =) /.exec(note) ?? [];
  return name !== '' && before.toLowerCase().endsWith(name.toLowerCase()) ? note.slice(named.length) : note;
}

const partNote = (block: Block): Block[] => block.text.split(beforeNote).map((text) => ({ ...block, text }));
