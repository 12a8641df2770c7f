import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * In the window `/fonts/…` comes out of the program itself, so that the typefaces ship once. `npm run dev` has no
 * program behind it and reads the same files from where they are kept.
 */
function fonts(): Plugin {
  const folder = new URL('../src-tauri/core/fonts/', import.meta.url);
  return {
    name: 'xunfang-fonts',
    configureServer(server) {
      server.middlewares.use('/fonts/', (request, response, next) => {
        const name = /^\/(\w+-\w+\.ttf)$/.exec(request.url ?? '')?.[1];
        if (name === undefined) {
          next();
          return;
        }
        response.setHeader('content-type', 'font/ttf');
        createReadStream(fileURLToPath(new URL(name, folder)))
          .on('error', next)
          .pipe(response);
      });
    },
  };
}

export default defineConfig({
  plugins: [svelte(), fonts()],
  clearScreen: false,
  build: {
    // The system web views of the platforms that are supported, no older ones.
    target: ['safari16.4', 'chrome111'],
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // Everything is read from inside the program: nothing is gained by data URLs, and the CSP stays short.
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts'],
    passWithNoTests: true,
  },
});
