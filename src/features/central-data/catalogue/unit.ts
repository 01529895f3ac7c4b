/** Splits a property's name from its unit: "Hold-over time (hours)" is a name and a unit. */
export function nameAndUnit(name: string): { name: string; unit?: string } {
  const match = /^(.+?)\s*\(([^()]+)\)$/.exec(name);
  return match?.[1] && match[2] ? { name: match[1], unit: match[2] } : { name };
}
