import { createHash } from 'node:crypto';

/** A UUID (version 8) that follows from its parts. */
export function derivedId(...parts: (string | Buffer)[]): string {
  const hash = parts
    .reduce((all, part, index) => (index === 0 ? all : all.update('/')).update(part), createHash('sha256'))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
