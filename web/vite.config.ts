import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.API ?? 'http://127.0.0.1:8000';
const faces = ['console', 'm', 'oversight', 'board'];

export default defineConfig({
  plugins: [react()],
  // The server writes a nonce of its own into every page.
  html: { cspNonce: '__nonce__' },
  build: {
    target: ['es2022', 'chrome100', 'safari15.4', 'firefox100'],
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: [
            // All that a face says in one language is one file, not one for each feature.
            { name: (path) => /src\/(\w+)\/\w+\/(zh-CN|en)\.json$/.exec(path)?.slice(1).join('-') ?? null, includeDependenciesRecursively: false },
            // The small parts that nearly every page of a desk needs are one file: each alone packs badly.
            { name: 'parts', test: /src\/desk\/(afresh|later|paging|Tag)\.tsx?$|@ant-design\/icons.*\/(Check|Down|File|Plus|Search)Outlined\.js$/, includeDependenciesRecursively: false },
          ],
        },
      },
      input: Object.fromEntries(faces.map((face) => [face, resolve(import.meta.dirname, face, 'index.html')])),
    },
  },
  server: { host: '127.0.0.1', proxy: { '/graphql': { target: api, ws: true }, '/files': api } },
  test: { environment: 'happy-dom', setupFiles: ['src/test/setup.ts'], css: false },
});
