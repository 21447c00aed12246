import { type Logger, lastWait, repeat } from '@frontdesk/telemetry';
import { resealOrderLookUps } from '../orders/order-secrets.ts';
import { resealWebhooks } from '../webhooks/webhook-secrets.ts';
import { type Installation, resealIdentitySecrets } from './identity-secrets.ts';

const everyMs = 3_600_000;

/**
 * Has nothing sealed with the previous secret, now and every hour: a gateway that has not been given the new one yet may seal still.
 * @returns stops it, after the one that runs
 */
export function startResealing({
  logger,
  ...options
}: Required<Installation> & { logger: Logger }): () => Promise<void> {
  const reseal = async () => {
    let secrets = 0;
    for (const resealAll of [resealIdentitySecrets, resealWebhooks, resealOrderLookUps])
      secrets += await resealAll(options);
    if (secrets > 0) logger.info({ secrets }, 'secrets of sites were sealed with the new SECRET');
  };
  const onError = (error: unknown) => logger.error({ error }, 'secrets of sites could not be sealed anew');
  const first = reseal().catch(onError);
  const stop = repeat(everyMs, reseal, onError);
  return async () => {
    await Promise.all([lastWait(first), stop()]);
  };
}
