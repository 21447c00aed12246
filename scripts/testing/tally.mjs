import { stripVTControlCharacters } from 'node:util';

/** Counts checks and remembers what did not pass. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  #notPassed = [];

  pass() {
    this.passed += 1;
  }

  /** @param {string} name @param {string} reason */
  fail(name, reason) {
    this.failed += 1;
    this.#notPassed.push(`✗ failed: ${name}: ${firstLine(reason)}`);
  }

  /** @param {string} name @param {string} reason what is missing and how to get it */
  skip(name, reason) {
    this.skipped += 1;
    this.#notPassed.push(`- skipped: ${name}: ${reason}`);
  }

  /** @returns {string[]} a line for each check that did not pass */
  report() {
    return this.#notPassed;
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
