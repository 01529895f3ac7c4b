// The web app manifest: the look of Waypost once it is installed.

/** @type {Partial<import('vite-plugin-pwa').ManifestOptions>} */
export const manifest = {
  id: '/',
  name: 'Waypost',
  short_name: 'Waypost',
  description: 'Keep track of the equipment lives depend on – with or without internet.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#0a5a60',
  background_color: '#f4f6f6',
  categories: ['medical', 'productivity'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
};
