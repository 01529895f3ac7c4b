// Proves the contrasts that the tokens promise, in light and in dark.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function colour(token: string, theme: 'light' | 'dark'): string {
  const pair = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  const single = new RegExp(`--${token}: (#\\w{6});`).exec(css);
  const found = pair?.[theme === 'light' ? 1 : 2] ?? single?.[1];
  if (found === undefined) throw new Error(`no colour token --${token}`);
  return found;
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const statuses = [
  'functioning',
  'needs-attention',
  'not-functioning',
  'not-in-use',
  'decommissioned',
  'unserviceable',
];

/** [text, ground, least contrast] */
const promises: [string, string, number][] = [
  ['text', 'page', 7],
  ['text', 'surface', 7],
  ['text', 'surface-pressed', 7],
  ['text-muted', 'page', 7],
  ['text-muted', 'surface', 7],
  ['text-muted', 'surface-hover', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'page', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-accent', 'accent-pressed', 4.5],
  ['on-accent-soft', 'accent-soft', 7],
  ['on-central', 'central', 4.5],
  ['on-central-soft', 'central-soft', 7],
  ['central', 'page', 3],
  ['danger', 'surface', 4.5],
  ['on-danger', 'danger', 4.5],
  ['on-danger', 'danger-hover', 4.5],
  ['on-danger-soft', 'danger-soft', 7],
  ['warning', 'surface', 4.5],
  ['on-warning-soft', 'warning-soft', 7],
  ['line-strong', 'surface', 3],
  ['focus', 'page', 3],
  ['amber', 'surface', 2.7],
  ['on-amber', 'amber', 4.5],
  ...statuses.flatMap((status): [string, string, number][] => [
    [status, 'surface', 4.5],
    [status, 'surface-hover', 4.5],
    ['on-status', status, 4.5],
  ]),
];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test.each(promises)('%s on %s has a contrast of at least %d', (text, ground, least) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least);
  });
});
