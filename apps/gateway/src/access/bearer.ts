import type { IncomingHttpHeaders } from 'node:http';

const bearer = /^bearer +(\S+) *$/i;

/** Pure: what a request bears in its header Authorization, as `Bearer …`. */
export const bearerOf = ({ authorization = '' }: IncomingHttpHeaders): string | undefined =>
  bearer.exec(authorization)?.[1];
