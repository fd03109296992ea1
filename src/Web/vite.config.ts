import { defineConfig } from 'vitest/config';

declare const process: { env: Record<string, string | undefined> };

const target = process.env.API_URL ?? 'http://localhost:5080';
// Keeps the host that the browser uses, because the API refuses pages of other origins.
const api = { target, changeOrigin: false };

export default defineConfig({
  // Files find one another by relative addresses; the server writes its path base into index.html.
  base: './',
  build: {
    outDir: process.env.WEBUI_OUT ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    // What views share is one file. In many small ones it would be larger, because each is compressed by itself. Only views that load on
    // demand need the parts of rules.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'shared', test: /[\\/](?:@?preact[\\/]|src[\\/](?:lib|live|parts)[\\/](?!rules[\\/]))/ }],
        },
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { port: 5173, strictPort: true, proxy: { '/api': api, '/docs': api, '/hubs': { ...api, ws: true } } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
});
