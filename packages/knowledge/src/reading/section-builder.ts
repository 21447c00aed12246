import type { Block, Section } from '../document.ts';
import { DocumentError, noText } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { cleanLine, cleanTitle } from './clean-text.ts';
import { sayNotes } from './starred-notes.ts';

/** Of what a tag unfolds: headings that are none by name stand below those that are. */
export const unfoldedLevel = 5;
/** Of a line in bold: what is unfolded may have some. */
export const boldLevel = unfoldedLevel + 0.5;
/** Of what stands in bold before its text, under such a line too. */
export const runInLevel = boldLevel + 0.25;

interface Heading {
  level: number;
  title: string;
  fragment: string | null;
  /** What it is while nothing stands under it; null of what says nothing alone. */
  alone: Block | null;
  /** Something stands under it that is not read. */
  hasUnread: boolean;
}

/** Puts headings and blocks, in the order of the source, into titled sections; counts what they come to. */
export class SectionBuilder {
  private readonly finished: Section[] = [];
  private current: Section = { titles: [], blocks: [], fragment: null };
  /** The heading that the current section stands under. */
  private currentHeading: Heading | undefined;
  private readonly headings: Heading[] = [];
  private isBegun = false;
  private chars = 0;

  /**
   * Begins a section; `level` 1 is the outermost. Where nothing stands under it, it becomes an item: opening hours are set as
   * headings too. But the outermost that a document begins with is its title, and a question, or words without a figure or an
   * address, say nothing alone.
   */
  heading(level: number, text: string, fragment: string | null = null): void {
    this.begin(level, text, fragment, level > 1 || this.isBegun ? { kind: 'item', text } : null);
  }

  /** The same of what is a heading in all but name, and says nothing alone: words on a button, the caption of a table. */
  label(level: number, text: string, fragment: string | null = null): void {
    this.begin(level, text, fragment, null);
  }

  /** The same of what a tab shows: headings in there stand under it. Gives the level that it leaves. */
  labelWithin(text: string): number {
    this.leave(unfoldedLevel);
    const level = (this.headings.at(-1)?.level ?? 0) + 0.1;
    this.label(level, text);
    return level;
  }

  /** The same of a line that is set as headings are; where nothing stands under it, it is a paragraph. */
  line(level: number, text: string): void {
    this.begin(level, text, null, { kind: 'paragraph', text });
  }

  /** What follows stands under the heading above this level again. */
  leave(level: number): void {
    for (let last = this.headings.at(-1); last && last.level >= level; last = this.headings.at(-1)) {
      this.headings.pop();
      if (last.alone && (last.alone.kind === 'paragraph' || saysSomething(last.title)))
        this.addBlock({ ...last.alone, text: cleanLine(last.alone.text) }, last.fragment);
    }
  }

  /** Something stands here that is not read, or not there yet. */
  unread(): void {
    const heading = this.headings.at(-1);
    if (heading) heading.hasUnread = true;
  }

  /** Where the section is, if nothing has said so yet. */
  place(fragment: string): void {
    this.sectionHere().fragment ??= fragment;
  }

  add(kind: Block['kind'], text: string): void {
    this.count(text);
    this.addBlock({ kind, text: cleanLine(text) });
  }

  /** @throws DocumentError `no_text` when there was none, unless there `mayBeNone` */
  end({ mayBeNone = false } = {}): Section[] {
    this.leave(1);
    this.finish();
    if (this.finished.length === 0 && !mayBeNone) throw noText();
    return sayNotes(this.finished);
  }

  private begin(level: number, text: string, fragment: string | null, alone: Block | null): void {
    this.count(text);
    const title = cleanTitle(text);
    if (title === '') return;
    this.isBegun = true;
    const asked = this.askedBefore(level, title);
    if (asked) {
      asked.title = `${asked.title} ${title}`;
      return;
    }
    this.leave(level);
    // What is longer than an address leads nowhere.
    const isAddress = fragment !== null && fragment.length <= documentLimits.addressChars;
    this.headings.push({
      level,
      title,
      fragment: isAddress ? fragment : null,
      alone,
      hasUnread: false,
    });
  }

  /** A question right before another of its level: what answers the one answers the other. */
  private askedBefore(level: number, title: string): Heading | undefined {
    const last = this.headings.at(-1);
    if (last?.level !== level || last.alone === null || last.hasUnread) return undefined;
    if (!isQuestion(last.title) || !isQuestion(title)) return undefined;
    const both = `${last.title} ${title}`;
    return cleanTitle(both) === both ? last : undefined;
  }

  private addBlock(block: Block, fragment: string | null = null): void {
    if (!/[\p{L}\p{N}]/u.test(block.text)) return;
    const section = this.sectionHere();
    section.blocks.push(block);
    section.fragment ??= fragment;
    for (const heading of this.headings) heading.alone = null;
  }

  /** The section under the headings as they are now. */
  private sectionHere(): Section {
    const heading = this.headings.at(-1);
    if (heading === this.currentHeading) return this.current;
    this.finish();
    this.currentHeading = heading;
    this.current = { titles: this.headings.map(({ title }) => title), blocks: [], fragment: heading?.fragment ?? null };
    return this.current;
  }

  private finish(): void {
    if (this.current.blocks.length === 0) return;
    if (this.finished.length >= documentLimits.sections) throw tooLong(`${documentLimits.sections} sections`);
    this.finished.push(this.current);
  }

  private count(text: string): void {
    this.chars += text.length;
    if (this.chars > documentLimits.chars) throw tooLong(`${documentLimits.chars} characters of text`);
  }
}

const isQuestion = (title: string) => title.endsWith('?');
/** "Mon–Fri 9–18", "hello@shop.example"; but "Write to us" stood over what is not read. */
const saysSomething = (title: string) => /[\d@]/.test(title) && !isQuestion(title);

/** A document may have `most` and has more. */
export function tooLong(most: string): DocumentError {
  return new DocumentError('too_long', `This document is too long: at most ${most}. Please split it.`);
}
