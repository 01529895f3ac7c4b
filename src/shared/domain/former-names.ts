/** Fields that were renamed: a change never alters, so its former names are read as the present ones for ever (rule C6). */
const present: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  facility: { accuracy: 'accuracyM', suppliedBy: 'supplierSiteId' },
};
const former: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(present).flatMap((names) => Object.entries(names).map(([before, now]) => [now, before])),
);

/** The present name of an entity's field. */
export function presentName(entity: string | undefined, field: string): string {
  const names = entity === undefined ? undefined : present[entity];
  return names && Object.hasOwn(names, field) ? (names[field] ?? field) : field;
}

/** The name that a field had before; undefined where it had no other. */
export const formerName = (field: string): string | undefined =>
  Object.hasOwn(former, field) ? former[field] : undefined;
