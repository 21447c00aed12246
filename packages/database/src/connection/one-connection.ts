import { SerialPrismaPg } from './serial-transactions.ts';
import { createTurns } from './turns.ts';

type Adapter = Awaited<ReturnType<SerialPrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/** Takes one connection of its pool at a time, and leaves the others to those who share the pool, however long it needs its own. */
export class OneConnectionPrismaPg extends SerialPrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const inTurn = createTurns();
    const queryRaw = adapter.queryRaw.bind(adapter);
    const executeRaw = adapter.executeRaw.bind(adapter);
    const start = adapter.startTransaction.bind(adapter);
    adapter.queryRaw = (query) => inTurn(() => queryRaw(query));
    adapter.executeRaw = (query) => inTurn(() => executeRaw(query));
    adapter.startTransaction = (isolationLevel) =>
      new Promise((resolve, reject) => {
        inTurn(async () => {
          const transaction = await start(isolationLevel);
          const ended = untilEnded(transaction);
          resolve(transaction);
          await ended;
        }).catch(reject);
      });
    return adapter;
  }
}

/** Until its connection is given back. */
function untilEnded(transaction: Transaction): Promise<void> {
  const commit = transaction.commit.bind(transaction);
  const rollback = transaction.rollback.bind(transaction);
  return new Promise((resolve) => {
    transaction.commit = () => commit().finally(resolve);
    transaction.rollback = () => rollback().finally(resolve);
  });
}
