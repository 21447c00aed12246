import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createMailer, transportOptions } from './mailer.ts';

test.each([
  ['smtp://user:secret@mail.example', true],
  ['smtp://user:secret@mail.example:25', true],
  ['smtp://user:secret@[2001:db8::1]', true],
  // Encrypted from the beginning.
  ['smtps://user:secret@mail.example', false],
  // No password that somebody could read.
  ['smtp://mail.example', false],
  // No way on which somebody could stand.
  ['smtp://user:secret@localhost:1025', false],
  ['smtp://user:secret@127.0.0.1:1025', false],
  ['smtp://user:secret@[::1]:1025', false],
])('%s: encryption is required: %s', (url, isRequired) => {
  expect(transportOptions(url).requireTLS).toBe(isRequired);
});

let close = () => {};
afterEach(() => close());

/** A mail server that talks as it is told to, and notes what it hears. */
async function startServer(answer: (line: string) => string) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 mail.example\r\n');
    socket.on('data', (data) => {
      const line = data.toString().trim();
      heard.push(line);
      socket.write(`${answer(line)}\r\n`);
    });
  });
  // Another loopback address than those that count as here.
  server.listen(0, '::ffff:127.0.0.1');
  await once(server, 'listening');
  close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, heard };
}

test('no password goes to a server that offers no encryption', async () => {
  const { port, heard } = await startServer((line) => (line.startsWith('EHLO') ? '250 AUTH PLAIN' : '502 no'));
  const mailer = createMailer({ smtpUrl: `smtp://user:secret@[::ffff:127.0.0.1]:${port}`, from: 'chat@shop.example' });
  const letter = { id: '1', to: 'jo@example.com', sender: 'Shop', subject: 'Hello', text: 'Hello', html: 'Hello' };
  await expect(mailer.send(letter, AbortSignal.timeout(10_000))).rejects.toThrow();
  expect(heard.join('\n')).toContain('STARTTLS');
  expect(heard.join('\n')).not.toContain('AUTH PLAIN ');
  mailer.close();
});
