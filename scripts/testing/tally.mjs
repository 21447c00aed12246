import { stripVTControlCharacters } from 'node:util';

/** Counts checks and remembers what did not pass, or not at once. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  #remarks = [];

  pass() {
    this.passed += 1;
  }

  /** Failed, and passed when it was tried again. @param {string} name @param {string} reason why it had failed */
  passAtLast(name, reason) {
    this.passed += 1;
    this.#remarks.push(`~ flaky: ${name}: ${firstLine(reason)}`);
  }

  /** @param {string} name @param {string} reason */
  fail(name, reason) {
    this.failed += 1;
    this.#remarks.push(`✗ failed: ${name}: ${firstLine(reason)}`);
  }

  /** @param {string} name @param {string} reason what is missing and how to get it */
  skip(name, reason) {
    this.skipped += 1;
    this.#remarks.push(`- skipped: ${name}: ${reason}`);
  }

  /** @returns {string[]} a line for each check that did not pass, or not at once */
  report() {
    return this.#remarks;
  }

  summary() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}

/** The whole was shown where it happened. */
const firstLine = (text) =>
  stripVTControlCharacters(text)
    .split('\n')
    .find((line) => line.trim() !== '') ?? '';
