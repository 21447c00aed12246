#!/usr/bin/env node
// npm run <command>: makes what the command needs, then runs it. So each works on a fresh clone by itself.

import { commands } from './commands.mjs';
import { explain } from './operator-error.mjs';
import { endRunningCommands } from './setup/command.mjs';
import { setUp } from './setup/set-up.mjs';
import { endOnSignal } from './terminal/end-on-signal.mjs';
import { showSteps } from './terminal/steps.mjs';
import { Terminal } from './terminal/terminal.mjs';

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`Usage: npm run <command> [-- arguments]\n\nCommands: ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
// What the command prints is its result: the way there is told on the other stream.
const terminal = new Terminal(process.stderr);
const signal = endOnSignal();
signal.addEventListener('abort', endRunningCommands);
try {
  command.check?.(args);
  const { needs } = command;
  const step = showSteps(terminal);
  const made = await setUp(typeof needs === 'function' ? needs(args) : needs, step, signal);
  signal.throwIfAborted();
  await command.run(args, { ...made, signal, step });
} catch (error) {
  if (!signal.aborted) terminal.line(explain(error));
  process.exitCode = 1;
}
process.exit();
