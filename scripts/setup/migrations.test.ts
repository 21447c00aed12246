import { expect, it } from 'vitest';
import { compareMigrations, readMigrations } from './migrations.mjs';

const migration = (name: string, checksum = name) => ({ name, checksum });

it('finds what the database lacks and what was changed after it was applied', () => {
  const wanted = [migration('0001'), migration('0002'), migration('0003')];
  expect(compareMigrations(wanted, [])).toEqual({ missing: ['0001', '0002', '0003'], changed: [] });
  expect(compareMigrations(wanted, [migration('0001'), migration('0002', 'other')])).toEqual({
    missing: ['0003'],
    changed: ['0002'],
  });
  expect(compareMigrations(wanted, wanted)).toEqual({ missing: [], changed: [] });
});

it('has nothing that must stand outside of a transaction, or would end one', () => {
  for (const { name, sql } of readMigrations())
    expect(sql, name).not.toMatch(/\b(CONCURRENTLY|VACUUM|COMMIT|ROLLBACK)\b/i);
});
