export interface RequestAddress {
  /** As in the Host header, with its port. */
  host: string;
  protocol: 'http' | 'https';
}

/** The address that the person's browser asked for, as the gateway passes it on. */
export function addressOf(headers: Headers): RequestAddress {
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost';
  return { host, protocol: headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http' };
}
