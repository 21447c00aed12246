import { Redis } from 'ioredis';

// Each file of tests on Redis gets a database of its own on the server, and what it tests has its queues and notices there.

const server = process.env.TEST_REDIS_SERVER ?? '';
const client = new Redis(server);
process.env.TEST_REDIS_URL = `${server}/${await client.incr('databases')}`;
client.disconnect();
