import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../repository.mjs';

const linesOf = (file: string) => readFileSync(join(repository, file), 'utf8').split('\n').filter(Boolean);

it('keeps out of images what is kept out of the repository: secrets and data above all', () => {
  // Git leaves out a name in every folder; Docker needs to be told.
  const kept = linesOf('.gitignore').map((name) => `**/${name.replace(/\/$/, '')}`);
  expect(kept).toEqual(expect.arrayContaining(['**/.env*', '**/*.backup*', '**/.data']));
  expect(linesOf('.dockerignore')).toEqual(expect.arrayContaining(kept));
});
