import { expect, it } from 'vitest';
import { initdbArguments } from './cluster.mjs';
import { databaseUrl, serverArguments } from './server.mjs';

it('starts a server that only this machine reaches and that keeps what it acknowledged', () => {
  const args = serverArguments('/data/postgres', 54_321);
  expect(args.slice(0, 2)).toEqual(['-D', '/data/postgres']);
  expect(args).toEqual(
    expect.arrayContaining([
      'port=54321',
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=100',
      'synchronous_commit=on',
    ]),
  );
});

it('never logs a statement, whose values may be a customer’s words', () => {
  expect(serverArguments('/data/postgres', 1)).toEqual(
    expect.arrayContaining(['log_min_error_statement=panic', 'log_error_verbosity=terse', 'log_min_messages=log']),
  );
});

it('makes clusters that ask for a password and know letters beyond ASCII', () => {
  expect(initdbArguments('/data/postgres', '/data/password')).toEqual(
    expect.arrayContaining([
      '--auth=scram-sha-256',
      '--pwfile=/data/password',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]),
  );
});

it('writes addresses', () => {
  const cluster = { password: 'secret' } as Parameters<typeof databaseUrl>[0];
  expect(databaseUrl(cluster, 5433)).toBe('postgresql://frontdesk:secret@127.0.0.1:5433/frontdesk');
  expect(databaseUrl(cluster, 5433, 'postgres')).toBe('postgresql://frontdesk:secret@127.0.0.1:5433/postgres');
});
