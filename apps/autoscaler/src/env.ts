import { loggerEnv, readEnvironment } from '@frontdesk/telemetry';
import { z } from 'zod';

export const envSchema = z
  .object({
    /** What is waiting and running is read there, what is decided is stored there. */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    /** Warm workers that are there even when nobody asks. */
    MIN_WORKERS: z.coerce.number().int().min(1).default(1),
    /** What machines, and the connections of the database, have room for. */
    MAX_WORKERS: z.coerce.number().int().min(1).default(8),
    /** Port of /healthz, /readyz and /metrics; left out or 0, there is none. */
    HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    /** Address that the health port listens on: 0.0.0.0 in a container. */
    HEALTH_HOST: z.string().default('127.0.0.1'),
    LOG_LEVEL: z.enum(loggerEnv.levels).default('info'),
    /** Left out: readable on a terminal, JSON otherwise. */
    LOG_FORMAT: z.enum(loggerEnv.formats).optional(),
  })
  .refine(({ MIN_WORKERS, MAX_WORKERS }) => MIN_WORKERS <= MAX_WORKERS, {
    path: ['MIN_WORKERS'],
    message: 'must not be above MAX_WORKERS',
  });

export type AutoscalerEnv = z.infer<typeof envSchema>;

export const readEnv = (variables: NodeJS.ProcessEnv): AutoscalerEnv => readEnvironment(envSchema, variables);
