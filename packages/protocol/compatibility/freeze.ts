// Writes what this version sends and reads to versions/<version>.json: run it when a version is released, and remove the
// file of the version before the one before.

import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { wireMessages } from './wire-messages.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const frozen = Object.fromEntries(
  Object.entries(wireMessages).map(([name, { schema, examples }]) => {
    // As a reader sees it: fields that it does not know are let through.
    const { $schema: _, ...read } = z.toJSONSchema(schema, { io: 'input' });
    return [name, { schema: read, examples }];
  }),
);
writeFileSync(new URL(`versions/${version}.json`, import.meta.url), `${JSON.stringify(frozen, null, 2)}\n`);
