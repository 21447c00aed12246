import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromJSONSchema, type z } from 'zod';
import { conversationEvent, notice } from '../src/index.ts';
import { type WireMessage, wireMessages } from './wire-messages.ts';

type Frozen = Record<string, { schema: Parameters<typeof fromJSONSchema>[0]; examples: unknown[] }>;

const folder = new URL('versions/', import.meta.url);
const versions = readdirSync(folder).map((file): [string, Frozen] => [
  file.replace(/\.json$/, ''),
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);
const messages = Object.entries(wireMessages);
const kindOf = (example: unknown, field: string) => (example as Record<string, unknown>)[field];
const problemsOf = (schema: { safeParse(value: unknown): z.ZodSafeParseResult<unknown> }, example: unknown) =>
  schema.safeParse(example).error?.issues ?? [];

describe.each(versions)('beside version %s', (_version, frozen) => {
  const names = Object.keys(frozen);

  it.each(names)('%s of that version can be read', (name) => {
    const schema = wireMessages[name]?.schema;
    // Removed: those who still send it would be refused.
    if (!schema) throw new Error(`${name} is gone`);
    for (const example of frozen[name]?.examples ?? []) expect(schema.safeParse(example).error).toBeUndefined();
  });

  it.each(messages.filter(([name]) => name in frozen))('that version can read %s', (name, { examples, openKind }) => {
    const before = frozen[name] as Frozen[string];
    const reader = fromJSONSchema(before.schema);
    const known = openKind && new Set(before.examples.map((example) => kindOf(example, openKind)));
    const readable = examples.filter((example) => !known || known.has(kindOf(example, openKind as string)));
    expect(readable).not.toEqual([]);
    for (const example of readable) expect(problemsOf(reader, example)).toEqual([]);
  });
});

it.each(messages)(
  'a reader of %s leaves out a field that only a newer version knows',
  (_name, { schema, examples }) => {
    for (const example of examples) {
      expect(schema.parse({ ...(example as object), fromNewerVersion: 1 })).toEqual(schema.parse(example));
    }
  },
);

it.each<[string, { def: { options: readonly { shape: object }[] } }, WireMessage | undefined, 'kind' | 'type']>([
  ['notice', notice, wireMessages.notice, 'kind'],
  ['event', conversationEvent, wireMessages.conversationEvent, 'type'],
])('every kind of %s has an example', (_name, { def }, message, field) => {
  const kinds = def.options.flatMap(
    ({ shape }) => (shape as Record<string, { def: { values: unknown[] } }>)[field]?.def.values,
  );
  const shown = new Set(message?.examples.map((example) => kindOf(example, field)));
  expect([...shown].toSorted()).toEqual([...new Set(kinds)].toSorted());
});
