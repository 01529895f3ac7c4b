// Both builds: the client (dist/client, with its service worker) and, by `--ssr`, the central server (dist/server).
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { codeGroups } from './scripts/code-groups.mjs';
import { engineEntry } from './scripts/engine-entry.mjs';
import { plainIcons } from './scripts/plain-icons.mjs';
import { manifest } from './scripts/web-manifest.mjs';
import { precompress } from './scripts/precompress.mjs';
import { preloadLinks } from './scripts/preload-links.mjs';

// The oldest phones met in the field run a Chrome of 2022; CSS such as light-dark() is lowered for them. Below Safari 16 every
// private field would become a WeakMap, for all.
const oldestBrowsers = ['chrome100', 'firefox102', 'safari16'];

const central = 'http://localhost:8080';

/** The scripts that index.html asks for itself. */
const ofIndex = /\b(ahead|core|frame|main|svelte)-[^/]*\.js$/;

const server: UserConfig = {
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node20',
    emptyOutDir: true,
    // each thread is a program of its own
    rollupOptions: {
      input: {
        main: 'server/main.ts',
        'rows-thread': 'server/database/sqlite/rows/rows-thread.ts',
        'journal-thread': 'server/database/sqlite/journal-thread.ts',
        'import-thread': 'server/imports/reading-thread.ts',
      },
    },
  },
};

const code = codeGroups({
  first: 'src/start/first.ts',
  page: 'src/start/main.ts',
  engine: 'src/engine/worker.ts',
  carrying: 'src/engine/carrying.ts',
  joinPages: ['src/features/join/WelcomePage.svelte', 'src/features/join/JoinPage.svelte'],
  homePages: ['src/features/home/SiteHomePage.svelte'],
  usualPages: ['src/features/equipment/list/AssetListPage.svelte'],
  staffPages: ['src/features/fleet/FleetHomePage.svelte', 'src/features/sites/SitesPage.svelte'],
});

const client: UserConfig = {
  plugins: [
    plainIcons(),
    svelte(),
    engineEntry('src/engine/worker.ts', 'src/engine/worker-url.ts'),
    code.plugin,
    preloadLinks('src/start/main.ts'),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/start/service-worker',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      includeManifestIcons: false,
      injectManifest: {
        // No PNG: the icons in that form are for the moment of installing, which needs the network anyway.
        globPatterns: ['**/*.{js,css,html,svg,ico,wasm,webmanifest}'],
        maximumFileSizeToCacheInBytes: 3 * 1024 * 1024,
      },
    }),
    precompress('dist/client'),
  ],
  resolve: {
    alias: [
      // Its default file is in the form of 2014, wrapped once more.
      { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' },
      // Yjs warns by it. The form for browsers can also draw a console into the page, and brings 3 kB for that.
      { find: /^lib0\/logging$/, replacement: resolve('node_modules/lib0/logging.node.js') },
      // It makes threads that the content security policy does not let run.
      { find: /^fflate$/, replacement: resolve('src/spreadsheet/fflate-in-this-thread.ts') },
    ],
  },
  worker: { format: 'es' },
  // No data: addresses: the content security policy lets pictures and scripts come from our own origin only.
  build: {
    outDir: 'dist/client',
    target: oldestBrowsers,
    assetsInlineLimit: 0,
    emptyOutDir: true,
    // one small file instead of fifty
    cssCodeSplit: false,
    // The engine's thread, and the modules that it loads later, have no page to put links for preloading into.
    modulePreload: {
      // In a browser that knows no such link it only loads a little later.
      polyfill: false,
      resolveDependencies: (_file, needed, { hostId }) =>
        /\b(engine|carrying)-[^/]*\.js$/.test(hostId) ? [] : needed.filter((file) => !ofIndex.test(file)),
    },
    rolldownOptions: { output: { codeSplitting: { groups: code.groups } } },
  },
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
