import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { quotablesOf, sentencesOf } from '../../packages/answers/src/quoting/quotable-passages.ts';
import { demoSites } from './index.ts';

describe.each(demoSites)('$name', ({ facts, systemPrompt }) => {
  it('knows at least 30 facts, no two with one title or text', () => {
    expect(facts.length).toBeGreaterThanOrEqual(30);
    expect(new Set(facts.map(({ title }) => title)).size).toBe(facts.length);
    expect(new Set(facts.map(({ text }) => text)).size).toBe(facts.length);
  });

  it.each(facts)('$title: is quoted whole', ({ text }) => {
    expect(sentencesOf(text).length).toBeLessThanOrEqual(2);
    expect(quotablesOf([{ id: 'fact', text, score: 1 }]).map((quotable) => quotable.text)).toEqual([text]);
  });

  it('has a prompt that says how to speak and leaves the facts to the facts', () => {
    expect(systemPrompt.split(' ').length).toBeGreaterThan(70);
    expect(systemPrompt.split(' ').length).toBeLessThan(140);
    for (const { text } of facts) expect(systemPrompt).not.toContain(text);
  });
});

it('no six words in a row are those of a business of the evaluation', () => {
  const folder = new URL('../../e2e/answers/businesses/', import.meta.url);
  const runsOf = (text: string) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
    return words.slice(5).map((_, at) => words.slice(at, at + 6).join(' '));
  };
  const tested = new Set<string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    const { facts, questions } = parse(readFileSync(new URL(name, folder), 'utf8'));
    for (const { text } of facts) for (const run of runsOf(text)) tested.add(run);
    for (const { ask } of questions) for (const run of runsOf(ask)) tested.add(run);
  }
  expect(tested.size).toBeGreaterThan(1_000);
  const ours = demoSites.flatMap((site) => [site.systemPrompt, site.greeting, ...site.facts.map(({ text }) => text)]);
  expect(ours.flatMap(runsOf).filter((run) => tested.has(run))).toEqual([]);
});
