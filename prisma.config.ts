import { defineConfig } from 'prisma/config';

/** For Prisma's own CLI (`prisma generate`, `prisma studio`); the program applies migrations itself (src/store/engine/migrate.ts). */
export default defineConfig({ schema: 'prisma/schema.prisma' });
