import { type Logger, pino } from 'pino';
import { PinoPretty } from 'pino-pretty';

export type { Logger };

export interface LoggerOptions {
  /** The process: `gateway`, `worker`. */
  name: string;
  level?: string | undefined;
  /** Defaults to `pretty` on a terminal and `json` otherwise. */
  format?: 'pretty' | 'json' | undefined;
  /** Where lines go; defaults to stdout. Tests read them. */
  destination?: NodeJS.WritableStream | undefined;
}

/**
 * Names under which message text and secrets travel. Whatever object is logged, these are left out of it, two levels deep:
 * a careless `log.info({ request })` must not write down what a customer said.
 */
const secretNames = [
  'text',
  'message.text',
  'content',
  'systemPrompt',
  'token',
  'ticket',
  'visitorToken',
  'apiKey',
  'password',
  'secret',
  'authorization',
  'cookie',
  'databaseUrl',
];

/** A structured logger: one JSON object a line, or readable lines, with colours unless `NO_COLOR` is set. */
export function createLogger({ name, level = 'info', format, destination = process.stdout }: LoggerOptions): Logger {
  const pretty = (format ?? (process.stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError, err: describeError },
      redact: {
        paths: secretNames.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]),
        censor: '[left out]',
      },
    },
    pretty
      ? PinoPretty({
          colorize: !process.env.NO_COLOR,
          translateTime: 'SYS:HH:MM:ss',
          ignore: 'pid,hostname',
          destination,
        })
      : destination,
  );
}

/** Of an error only what says where and why: libraries hang rows, queries and requests on their errors. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  return {
    name,
    message,
    stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** The variables every process reads for its logger, for use in its `env.ts`. */
export const loggerEnv = {
  levels: ['trace', 'debug', 'info', 'warn', 'error', 'fatal'],
  formats: ['pretty', 'json'],
} as const;
