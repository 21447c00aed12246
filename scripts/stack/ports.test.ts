import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../operator-error.mjs';
import { anyFreePort, choosePort, firstFreePort, isPortFree } from './ports.mjs';

describe('firstFreePort', () => {
  it('takes the wanted port when nobody has it', async () => {
    expect(await firstFreePort(3000, { isFree: async () => true })).toBe(3000);
  });

  it('takes the next one that nobody has', async () => {
    expect(await firstFreePort(3000, { isFree: async (port: number) => port >= 3003 })).toBe(3003);
  });

  it('takes any other when all are taken', async () => {
    const port = await firstFreePort(65_500, { isFree: async () => false });
    expect(await isPortFree(port)).toBe(true);
  });
});

describe('choosePort', () => {
  const isFree = async (port: number) => port >= 3002;

  it('searches where no port was asked for', async () => {
    expect(await choosePort(3000, { isGiven: false, isFree })).toBe(3002);
  });

  it('takes the one that was asked for, or none: a proxy would find nobody', async () => {
    expect(await choosePort(3002, { isGiven: true, isFree })).toBe(3002);
    const refused = choosePort(3000, { isGiven: true, isFree });
    await expect(refused).rejects.toThrow(OperatorError);
    await expect(refused).rejects.toThrow('Port 3000 is taken by another program.');
  });
});

describe('anyFreePort', () => {
  it('gives none twice, and none that a system may give a connection before it is used', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, anyFreePort));
    expect(new Set(ports).size).toBe(50);
    // From 32,768 on Linux has them, from 49,152 on macOS.
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});

describe('isPortFree', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])('sees a listener on %s', async (host) => {
    const port = await anyFreePort();
    expect(await isPortFree(port)).toBe(true);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ port, host }, resolve));
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree(port)).toBe(true);
  });

  it('says of one that is for root alone that it is, not that it is taken', async () => {
    const listen = () => Promise.reject(Object.assign(new Error('permission denied'), { code: 'EACCES' }));
    await expect(isPortFree(80, { listen })).rejects.toThrow(OperatorError);
    await expect(isPortFree(80, { listen })).rejects.toThrow('Port 80 cannot be used: ports below 1024 need root.');
    expect(await isPortFree(3000, { listen })).toBe(false);
  });
});
