// Builds each icon of lucide as the plain drawing that it is. An icon of the package puts itself together in the browser, attribute by
// attribute and line by line. On a slow phone the icons of a page then take longer than the page.
import { readFileSync } from 'node:fs';

const ICON = /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][^\\/]+\.svelte$/;

/** The props of an icon: a size, and a name where it stands for words. Else it is not spoken. @param {string} drawing */
const component = (drawing) => `<script>
  const { size = 24, role, 'aria-label': label } = $props();
</script>
<svg xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
  stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {role} aria-label={label}
  aria-hidden={label === undefined ? 'true' : undefined}>${drawing}</svg>
`;

/** @param {[string, Record<string, string>]} shape */
const markupOf = ([tag, attributes]) =>
  `<${[tag, ...Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)].join(' ')} />`;

/** @returns {import('vite').Plugin} */
export function plainIcons() {
  return {
    name: 'waypost:plain-icons',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!ICON.test(id)) return undefined;
      const [, data] = /const iconData = (\{.*\});/.exec(readFileSync(id, 'utf8')) ?? [];
      const { node, size } = JSON.parse(data ?? '{}');
      if (size !== 24 || !Array.isArray(node)) this.error(`Not an icon as lucide draws them: ${id}`);
      return component(node.map(markupOf).join(''));
    },
  };
}
