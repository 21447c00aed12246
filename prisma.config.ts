import { defineConfig } from 'prisma/config';

// Prisma's CLI would download its schema engine, which nothing here asks anything: it takes any program for it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
