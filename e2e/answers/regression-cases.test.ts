import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PassageView } from '@frontdesk/protocol';
import { afterAll, expect, it } from 'vitest';
import { regressionYaml } from '../../apps/gateway/src/knowledge/regression-yaml.ts';
import { grade } from './grade.ts';
import { loadBusinesses } from './load-businesses.ts';
import { lessonsOf, modes } from './mode.ts';
import { answeringOf } from './site-under-test.ts';

const dir = await mkdtemp(join(tmpdir(), 'regression-cases-'));
afterAll(() => rm(dir, { recursive: true }));

const site = {
  name: 'Fernway',
  languages: ['de'],
  caution: 'careful',
  mode: 'quote',
  prompt: 'Du bist\n"Fern".',
} as const;

/** Each row of a table is a passage. */
const rows = ['Mend; Price: €5.', 'Trim; Price: €6.', 'Feed; Price: €7.', 'Wash; Price: €8.', 'Pot; Price: €9.'];

async function exported(more: Partial<Parameters<typeof regressionYaml>[0]['site']> = {}) {
  const passage = (sourceId: string, titlePath: string[], sentence: string): PassageView => ({
    ...{ id: sourceId, sourceId, documentId: sourceId, documentTitle: '', link: null },
    ...{ titlePath, sentences: [sentence] },
  });
  async function* passages() {
    yield passage('a', ['Vermieten Sie Pflanzen?'], 'Ja, ab 90 € am Tag.');
    yield passage('b', [], 'Wir liefern bis Bonn.');
    yield passage('c', ['Laden', 'Zeiten'], 'Ab 9 Uhr.');
    for (const row of rows) yield passage('d', ['Preise'], `Item: ${row}`);
  }
  const cases = [
    { question: 'Kann man Pflanzen mieten?', sourceId: 'a' },
    { question: 'Was kostet Waschen?', sourceId: 'd' },
  ];
  const file = join(dir, 'cases.yaml');
  await writeFile(file, regressionYaml({ site: { ...site, ...more }, cases, passages: passages() }));
  const [business] = await loadBusinesses(file);
  if (!business) throw new Error('not loaded');
  return business;
}

it('are asked of a site that knows and answers what the exported one does', async () => {
  const business = await exported();
  expect(lessonsOf(business)).toEqual([
    { kind: 'fact', title: 'Vermieten Sie Pflanzen?', text: 'Ja, ab 90 € am Tag.' },
    { kind: 'fact', title: '', text: 'Wir liefern bis Bonn.' },
    { kind: 'fact', title: 'Laden: Zeiten', text: 'Ab 9 Uhr.' },
    ...rows.map((row) => ({ kind: 'fact', title: 'Preise', text: `Item: ${row}` })),
  ]);
  expect(answeringOf(business)).toEqual({ languages: ['de'], caution: 'careful', answerMode: 'quote' });
  expect(business.prompt).toBe(site.prompt);
  expect(business.questions).toMatchObject([
    { ask: 'Kann man Pflanzen mieten?', facts: ['passage-1'] },
    { ask: 'Was kostet Waschen?' },
  ]);
});

it('are answered right by any row of a table', async () => {
  const business = await exported();
  const [, washing] = business.questions;
  const graded = (text: string) => washing && grade(washing, text, { business });
  expect(graded('Item: Wash; Price: €8.')).toMatchObject({ grade: 'right', irrelevant: false });
  expect(graded('Wir liefern bis Bonn.')).toMatchObject({ grade: 'wrong' });
});

it('are held to the list of replies in the site’s languages, where it quotes', async () => {
  const { replies } = modes.quote?.list?.(await exported()) ?? {};
  expect(replies?.map(({ text }) => text)).toContain('Gern geschehen! Möchten Sie sonst noch etwas wissen?');
  expect(modes.quote?.list?.(await exported({ mode: 'phrase' }))).toBeDefined();
  expect(modes.quote?.list?.(await exported({ mode: 'phrase', languages: ['de', 'en'] }))).toBeUndefined();
});

it('are asked of a new site where nothing is said of it', async () => {
  const [business] = await loadBusinesses(join(import.meta.dirname, 'businesses', 'bicycle-shop.yaml'));
  expect(business && answeringOf(business)).toEqual({});
});
