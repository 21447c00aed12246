import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const refusedForMs = 500;

/**
 * A connection to PostgreSQL that takes half a second to say that it was refused. BullMQ waits before it tries again only
 * where nothing listens: a server that is starting, or full, would be asked a hundred times a second, by every worker.
 */
export class PatientClient extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error | null) => void): void;
  override connect(callback?: (error: Error | null) => void): Promise<pg.Client> | undefined {
    const connecting = super.connect().catch(async (error: unknown) => {
      await sleep(refusedForMs);
      throw error;
    });
    if (!callback) return connecting;
    connecting.then(() => callback(null), callback);
    return undefined;
  }
}
