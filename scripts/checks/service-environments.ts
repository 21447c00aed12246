import { z } from 'zod';
import { envSchema as autoscaler } from '../../apps/autoscaler/src/env.ts';
import { envSchema as gateway } from '../../apps/gateway/src/env.ts';
import { envSchema as worker } from '../../apps/worker/src/env.ts';

/** Next's own server reads the first two, the demo shop the last. */
const web = z.object({
  HOSTNAME: z.string(),
  PORT: z.coerce.number().int(),
  DEMO_IDENTITY_SECRET: z.string().optional(),
});

const schemas: Record<string, z.ZodObject> = { autoscaler, gateway, worker, web };

/**
 * Compares the variables that a deployment passes to our services with what their env.ts say.
 *
 * @param passed by service and name
 * @returns a sentence for each that is wrong
 */
export function compareEnvironments(passed: Record<string, Record<string, string>>): string[] {
  return Object.entries(passed).flatMap(([service, variables]) => {
    // worker-gpu is a worker.
    const schema = schemas[service.split('-')[0] ?? ''];
    if (!schema) return [`no env.ts is known for ${service}`];
    const unknown = Object.keys(variables).filter((name) => !(name in schema.shape));
    const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
    const wrong = schema.safeParse(given).error?.issues ?? [];
    return [
      ...unknown.map((name) => `${service} gets ${name}, which its env.ts does not know`),
      ...wrong.map(({ path, message }) =>
        path.join('.') in variables
          ? `${service} gets a wrong ${path.join('.')}: ${message}`
          : `${service} needs ${path.join('.')}, which is not passed`,
      ),
    ];
  });
}
