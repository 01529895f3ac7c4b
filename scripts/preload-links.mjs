// Puts links for preloading into index.html for the module that starts the page and all that it imports. The first script asks for that
// module late: without the links a slow link would stand still for a round trip.
import { resolve } from 'node:path';

/**
 * @param {string} module
 * @returns {import('vite').Plugin}
 */
export function preloadLinks(module) {
  return {
    name: 'waypost:preload-links',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.values(bundle ?? {});
        const chunks = files.flatMap((file) => (file.type === 'chunk' ? [file] : []));
        // a set is walked through to its end, also to chunks that are added on the way
        const needed = new Set(chunks.filter(({ moduleIds }) => moduleIds.includes(resolve(module))));
        for (const { imports } of needed)
          for (const chunk of chunks) if (imports.includes(chunk.fileName)) needed.add(chunk);
        return [...needed]
          .map(({ fileName }) => `/${fileName}`)
          .filter((href) => !html.includes(href))
          .map((href) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href },
            injectTo: 'head',
          }));
      },
    },
  };
}
