import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The dashboard and GraphiQL. `npm run dashboard:dev` serves it with hot reloading beside a program on its usual port. */
export default defineConfig({
  root: 'src/web',
  // The program may be served below a path, which only its configuration knows (src/http/dashboard.ts).
  base: './',
  plugins: [react()],
  // `#src/` is the built code in package.json; bundled is the source.
  resolve: { alias: [{ find: /^#src\//, replacement: fileURLToPath(new URL('src/', import.meta.url)) }] },
  build: {
    target: 'baseline-widely-available',
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    rolldownOptions: { input: ['src/web/index.html', 'src/web/graphiql.html'] },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/graphql': 'http://127.0.0.1:5400', '/auth': 'http://127.0.0.1:5400' } },
});
