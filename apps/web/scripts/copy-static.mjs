// Next leaves static files out of its standalone server, for a CDN to serve; here that server serves them itself.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

const app = join(import.meta.dirname, '..');
const standalone = join(app, '.next/standalone/apps/web');

await cp(join(app, '.next/static'), join(standalone, '.next/static'), { recursive: true });
