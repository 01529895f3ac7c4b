// Both builds: the client (dist/client, with its service worker) and, by `--ssr server/main.ts`, the central server (dist/server).
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { manifest } from './scripts/web-manifest.mjs';
import { precompress } from './scripts/precompress.mjs';

// The oldest phones met in the field run a Chrome of 2022; CSS such as light-dark() is lowered for them.
const oldestBrowsers = ['chrome100', 'firefox102', 'safari15.4'];

const central = 'http://localhost:8080';

const server: UserConfig = {
  publicDir: false,
  build: { ssr: true, outDir: 'dist/server', target: 'node20', emptyOutDir: true },
};

const client: UserConfig = {
  plugins: [
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,ico,wasm,json,webmanifest}'],
        maximumFileSizeToCacheInBytes: 3 * 1024 * 1024,
      },
    }),
    precompress('dist/client'),
  ],
  worker: { format: 'es' },
  // No data: addresses: the content security policy lets pictures and scripts come from our own origin only.
  build: { outDir: 'dist/client', target: oldestBrowsers, assetsInlineLimit: 0, emptyOutDir: true },
  server: {
    proxy: {
      '/api': central,
      '/central/sync': central,
      // Not /sync itself: that may be a page of the app.
      '/sync/': { target: central, ws: true },
    },
  },
};

export default defineConfig(({ isSsrBuild }) => (isSsrBuild === true ? server : client));
