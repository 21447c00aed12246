#!/usr/bin/env node
// Brings the database of DATABASE_URL to this version: schema, demo sites, first account. docker-compose.yml runs it once
// per start; `npm start` does the same by itself, but for the account, whose password it tells on its terminal.

import { explain, OperatorError } from './operator-error.mjs';
import { ensureAdminByLink, seed } from './setup/accounts.mjs';
import { migrate } from './setup/migrations.mjs';
import { showSteps } from './terminal/steps.mjs';
import { Terminal } from './terminal/terminal.mjs';

const terminal = new Terminal();
const step = showSteps(terminal);
try {
  const { DATABASE_URL: databaseUrl, SECRET: secret, PUBLIC_URL: publicUrl } = process.env;
  if (!databaseUrl || !secret) throw new OperatorError('DATABASE_URL and SECRET must be set.');
  await step('Migrations', () => migrate(databaseUrl));
  await step('Demo sites', () => seed(databaseUrl));
  await step('Admin account', () => ensureAdminByLink({ databaseUrl, secret }, publicUrl));
} catch (error) {
  terminal.line(explain(error));
  process.exitCode = 1;
}
