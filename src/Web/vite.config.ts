import { defineConfig } from 'vitest/config';

declare const process: { env: Record<string, string | undefined> };

const api = process.env.API_URL ?? 'http://localhost:5080';

export default defineConfig({
  build: { outDir: process.env.WEBUI_OUT ?? 'dist', emptyOutDir: true, target: 'es2022', sourcemap: false, reportCompressedSize: false },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { port: 5173, strictPort: true, proxy: { '/api': api, '/docs': api, '/hubs': { target: api, ws: true } } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
