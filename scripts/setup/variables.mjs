import { OperatorError } from '../operator-error.mjs';

/**
 * The port of `PORT`, 3000 where there is none.
 *
 * @param {string | undefined} value
 * @returns {number}
 * @throws {OperatorError} when it is none
 */
export function readPort(value) {
  if (!value) return 3000;
  const port = /^\d+$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw new OperatorError(`PORT is “${value}”; it has to be a number from 1 to 65535.`);
  return port;
}

/**
 * @param {string | undefined} value of `DATABASE_URL`
 * @throws {OperatorError} when it can be nobody's address; the value, which has a password in it, is not repeated
 */
export function checkDatabaseUrl(value) {
  if (!value || (URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol))) return;
  throw new OperatorError(
    'DATABASE_URL is not the address of a PostgreSQL database, such as postgresql://user:password@host:5432/name. In a password, “@”, “/”, “#” and “?” are written as %40, %2F, %23 and %3F.',
  );
}
