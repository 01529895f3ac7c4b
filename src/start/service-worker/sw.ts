// The service worker: keeps the app's own files so that it starts with no network. Answers of the central server are never kept here;
// people's records live in the database of the page.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

const laterCache = 'waypost-later';

const files = self.__WB_MANIFEST.map((entry) =>
  typeof entry === 'string' ? { url: entry, revision: null } : entry,
);

// The barcode reader's code is larger than the app. Fetching it must not hold up the first moment in which the app works offline.
const isLarge = ({ url }: { url: string }): boolean => url.endsWith('.wasm');
const later = new Set(files.filter(isLarge).map(({ url }) => new URL(url, self.location.origin).href));

precacheAndRoute(files.filter((file) => !isLarge(file)));
cleanupOutdatedCaches();

registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/sync\/v5\//, /^\/central\/sync\//, /^\/metrics$/],
  }),
);

registerRoute(
  ({ url }) => later.has(url.href),
  async ({ request }) => (await caches.match(request.url)) ?? fetch(request),
);

async function keepLaterFiles(): Promise<void> {
  const cache = await caches.open(laterCache);
  const kept = new Set<string>();
  for (const request of await cache.keys()) {
    if (later.has(request.url)) kept.add(request.url);
    else await cache.delete(request);
  }
  await cache.addAll([...later].filter((url) => !kept.has(url)));
}

let keeping: Promise<void> | undefined;

// waitUntil keeps the worker awake until the files are there. A failure is tried again at the next occasion.
function keepNow(event: ExtendableEvent): void {
  keeping ??= keepLaterFiles().catch(() => {
    keeping = undefined;
  });
  event.waitUntil(keeping);
}

// Any request wakes the worker. The first visit may make none that passes here before the network goes; then a site asks for it.
self.addEventListener('fetch', keepNow);
self.addEventListener('message', (event) => {
  if (event.data === 'keep-all') keepNow(event);
});

// A new version waits until the app says that the moment is right; nobody is interrupted in an edit.
self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'SKIP_WAITING'
  ) {
    void self.skipWaiting();
  }
});

// The very first visit has no older version to clash with: take it over at once, so that it can go offline without a reload.
let first = false;
self.addEventListener('install', () => {
  first = self.registration.active === null;
});
self.addEventListener('activate', (event) => {
  if (first) event.waitUntil(self.clients.claim());
});
