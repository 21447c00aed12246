import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  // Workspace packages live outside this folder; the standalone copy must hold what they import.
  outputFileTracingRoot: join(import.meta.dirname, '../..'),
  transpilePackages: ['@frontdesk/chat', '@frontdesk/protocol'],
  poweredByHeader: false,
  // `npm run typecheck` is a task of its own; a production build on an operator's machine need not repeat it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
