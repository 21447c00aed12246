import type { Block, Section } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { documentLimits } from '../limits.ts';
import { cleanLine, cleanTitle } from './clean-text.ts';

/** Of what a tag unfolds: headings that are none by name stand below those that are. */
export const unfoldedLevel = 5;

/** Puts headings and blocks, in the order of the source, into titled sections; counts what they come to. */
export class SectionBuilder {
  private readonly finished: Section[] = [];
  private current: Section = { titles: [], blocks: [], fragment: null };
  private levels: { level: number; title: string; fragment: string | null }[] = [];
  private chars = 0;

  /** Begins a section; `level` 1 is the outermost. */
  heading(level: number, text: string, fragment: string | null = null): void {
    this.count(text);
    const title = cleanTitle(text);
    if (title === '') return;
    this.finish();
    this.levels = this.levels.filter((outer) => outer.level < level);
    // What is longer than an address leads nowhere.
    const isAddress = fragment !== null && fragment.length <= documentLimits.addressChars;
    this.levels.push({ level, title, fragment: isAddress ? fragment : null });
    this.begin();
  }

  /** What follows stands under the heading above this level again. */
  leave(level: number): void {
    if (!this.levels.some((one) => one.level >= level)) return;
    this.finish();
    this.levels = this.levels.filter((outer) => outer.level < level);
    this.begin();
  }

  /** Where the section is, if nothing has said so yet. */
  place(fragment: string): void {
    this.current.fragment ??= fragment;
  }

  add(kind: Block['kind'], text: string): void {
    this.count(text);
    const line = cleanLine(text);
    if (/[\p{L}\p{N}]/u.test(line)) this.current.blocks.push({ kind, text: line });
  }

  /** @throws DocumentError `no_text` when there was none */
  end(): Section[] {
    this.finish();
    if (this.finished.length === 0) throw new DocumentError('no_text', 'There is no text in this document.');
    return this.finished;
  }

  private begin(): void {
    const fragment = this.levels.at(-1)?.fragment ?? null;
    this.current = { titles: this.levels.map((outer) => outer.title), blocks: [], fragment };
  }

  private finish(): void {
    if (this.current.blocks.length === 0) return;
    if (this.finished.length >= documentLimits.sections) throw tooLong(`${documentLimits.sections} sections`);
    this.finished.push(this.current);
    this.current = { ...this.current, blocks: [] };
  }

  private count(text: string): void {
    this.chars += text.length;
    if (this.chars > documentLimits.chars) throw tooLong(`${documentLimits.chars} characters of text`);
  }
}

/** A document may have `most` and has more. */
export function tooLong(most: string): DocumentError {
  return new DocumentError('too_long', `This document is too long: at most ${most}. Please split it.`);
}
