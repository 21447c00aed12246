import { headers } from 'next/headers';

/** Host and protocol that the person's browser used, as the gateway passes them on. */
export async function requestAddress(): Promise<{ host: string; protocol: 'http' | 'https' }> {
  const received = await headers();
  const host = received.get('x-forwarded-host') ?? received.get('host') ?? 'localhost';
  return { host, protocol: received.get('x-forwarded-proto') === 'https' ? 'https' : 'http' };
}
