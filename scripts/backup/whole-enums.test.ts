import { expect, it } from 'vitest';
import { readMigrations } from '../setup/migrations.mjs';
import { withWholeEnums } from './whole-enums.mjs';

it('makes each enum with all of its values, in the order in which they came', () => {
  const migrations = [
    `CREATE TYPE "state" AS ENUM ('open');\nCREATE TYPE "role" AS ENUM ('owner', 'agent');`,
    `ALTER TYPE "state" ADD VALUE 'closed';\nALTER TYPE "state" ADD VALUE 'away';`,
    `UPDATE "one" SET "state" = 'closed';`,
  ];
  expect(withWholeEnums(migrations)).toEqual([
    `CREATE TYPE "state" AS ENUM ('open', 'closed', 'away');\nCREATE TYPE "role" AS ENUM ('owner', 'agent');`,
    '\n',
    `UPDATE "one" SET "state" = 'closed';`,
  ]);
});

it('leaves no migration that adds a value apart', () => {
  const migrations = readMigrations().map(({ sql }) => sql);
  expect(migrations.join()).toContain('ADD VALUE');
  expect(withWholeEnums(migrations).join()).not.toContain('ADD VALUE');
});
