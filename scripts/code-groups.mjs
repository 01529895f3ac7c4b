// Sets of modules that share a file. Over a slow link each file costs a round trip, and each byte that a first visit does not need costs
// too. So there is one file for each set of modules that is always needed together, beside one for each page.
import { resolve } from 'node:path';

/** @typedef {Pick<import('vite').Rolldown.PluginContext, 'getModuleInfo'>} Modules */

/** The index of uuid names ids that are derived; only the pages that read labels use them, and bring them along. */
const derivedIds = /[\\/]uuid[\\/]dist[\\/](v5|v35|sha1)[.]js$/;

/**
 * Adds a module and all that it needs before it can run.
 * @param {Modules} modules
 * @param {string} id
 * @param {Set<string>} found
 */
function addWithImports(modules, id, found) {
  if (found.has(id) || derivedIds.test(id)) return;
  found.add(id);
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? [])
    addWithImports(modules, imported, found);
}

/**
 * @param {{ first: string, page: string, engine: string, carrying: string,
 *   joinPages: string[], homePages: string[], usualPages: string[], staffPages: string[] }} roots
 * the first module, those that start the page and the engine, the module that the engine loads once central was found, the pages of a
 * device that has yet to join, those that a visit begins with after that, those that nearly everybody there goes to next, and those that
 * support staff begin with
 */
export function codeGroups({ first, page, engine, carrying, joinPages, homePages, usualPages, staffPages }) {
  /** @type {{ of: string[], found: Set<string> }[]} */
  const reaches = [];

  /** @param {string[]} of */
  const neededBy = (of) => {
    const reach = { of: of.map((path) => resolve(path)), found: new Set() };
    reaches.push(reach);
    return (/** @type {string} */ id) => reach.found.has(id);
  };

  /** @type {import('vite').Plugin} */
  const plugin = {
    name: 'waypost:code-groups',
    apply: 'build',
    buildEnd(error) {
      if (error) return;
      for (const { of, found } of reaches)
        for (const id of of) {
          if (!this.getModuleInfo(id)) this.error(`No part of the app: ${id}`);
          addWithImports(this, id, found);
        }
    },
  };

  const ofFirst = neededBy([first]);
  const ofFrame = neededBy([page]);
  const ofEngine = neededBy([engine]);
  const ofJoin = neededBy(joinPages);
  const ofHome = neededBy(homePages);
  const entries = [resolve(first), resolve(page), resolve('index.html')];
  /** The bundler's own, which more or less every file needs. @param {string} id */
  const ofBundler = (id) => id.startsWith('\0');

  /** The first that fits takes a module. @type {import('vite').Rolldown.CodeSplittingGroup[]} */
  const groups = [
    // modules that the first script needs, for which all others wait; the engine's thread takes the bundler's own from it
    { name: 'ahead', test: (id) => ofFirst(id) && !entries.includes(id) },
    // modules that both the page and the engine's thread run: nothing in it may touch the page. The first page needs but a part
    { name: 'core', test: (id) => ofEngine(id) && ofFrame(id), includeDependenciesRecursively: false },
    { name: 'writing', test: ofEngine, minShareCount: 2 },
    { name: 'carrying', test: neededBy([carrying]), minShareCount: 2 },
    // apart, since a new version of the app seldom changes it
    { name: 'svelte', test: /[\\/]node_modules[\\/](svelte|clsx|esm-env)[\\/]/ },
    { name: 'frame', test: (id) => ofBundler(id) || (ofFrame(id) && !entries.includes(id)) },
    // a phone that joins over a slow link waits for no chart, and one that opens Home for no form
    { name: 'first-pages', test: (id) => ofJoin(id) && ofHome(id) },
    { name: 'join-pages', test: ofJoin, minShareCount: 2 },
    { name: 'home-pages', test: ofHome, minShareCount: 2 },
    { name: 'usual-pages', test: neededBy(usualPages), minShareCount: 2 },
    { name: 'staff-pages', test: neededBy(staffPages), minShareCount: 2 },
    // not words: a language is a file of its own, which must not draw in the pages that read some of its words
    { name: 'pages', test: /[\\/]src[\\/](?!words[\\/])|lucide/, minShareCount: 2 },
  ];

  return { plugin, groups: groups.map((group, index) => ({ ...group, priority: groups.length - index })) };
}
