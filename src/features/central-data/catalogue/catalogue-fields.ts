/** The form of a catalogue item: its names, its place in the hierarchy, and the properties that apply there. */
import type { Classification } from '#shared/domain/rules/hierarchy';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { propertyField } from '../record/field-path';
import type { FieldSpec, Option, TextAt } from '../record/field-spec';
import { propertiesFor } from '../../equipment/pieces/properties';
import type { Words } from '../../../words/words.svelte';
import { choices, movedTo, type Hierarchy } from './hierarchy';
import { nameAndUnit } from './unit';

export interface Around {
  hierarchy: Hierarchy;
  subCatalogues: readonly string[];
}

/** The fields of the form: each level offers the choices under the one before. */
export const catalogueForm =
  (words: Words, { hierarchy, subCatalogues }: Around) =>
  (at: TextAt): FieldSpec[] => [
    ...identity(subCatalogues),
    ...placeIn(hierarchy, at),
    ...propertiesFor(placeAt(at), hierarchy.properties).map((property) =>
      propertySpec(words, property, at(propertyField(property.key))),
    ),
  ];

/** All fields that an item ever had, for its history: retired properties and places too. */
export function catalogueFields(words: Words, { hierarchy, subCatalogues }: Around): FieldSpec[] {
  const named = new Map(hierarchy.properties.map((property) => [property.key, property]));
  return [
    ...identity(subCatalogues),
    ...steps.map(({ name, label, rows }) => ({
      name,
      label,
      kind: 'choice' as const,
      options: hierarchy[rows].map((row): Option => ({ value: row.id, label: row.name })),
    })),
    ...[...named.values()].map((property) => propertySpec(words, property, '')),
  ];
}

const identity = (subCatalogues: readonly string[]): FieldSpec[] => [
  {
    name: 'subCatalogue',
    label: 'catalogue.subCatalogue',
    hint: 'catalogue.subCatalogueHint',
    kind: 'text',
    required: true,
    suggestions: subCatalogues,
    section: 'catalogue.identityHeading',
  },
  {
    name: 'code',
    label: 'catalogue.code',
    hint: 'catalogue.codeHint',
    kind: 'text',
    required: true,
    section: 'catalogue.identityHeading',
  },
  {
    name: 'manufacturer',
    label: 'catalogue.manufacturer',
    kind: 'text',
    section: 'catalogue.identityHeading',
  },
  {
    name: 'model',
    label: 'catalogue.model',
    kind: 'text',
    required: true,
    section: 'catalogue.identityHeading',
  },
];

const steps = [
  { name: 'classId', label: 'catalogue.class', rows: 'classes' },
  { name: 'categoryId', label: 'catalogue.category', rows: 'categories' },
  { name: 'typeId', label: 'catalogue.type', rows: 'types' },
] as const;

const placeAt = (at: TextAt): Classification => ({
  classId: at('classId'),
  categoryId: at('categoryId'),
  typeId: at('typeId'),
});

function placeIn(hierarchy: Hierarchy, at: TextAt): FieldSpec[] {
  const { classId, categoryId, typeId } = placeAt(at);
  const categories = hierarchy.categories.filter((row) => row.classId === classId);
  const types = hierarchy.types.filter((row) => row.categoryId === categoryId);
  const options = [
    choices(hierarchy.classes, classId),
    choices(categories, categoryId),
    choices(types, typeId),
  ];
  const waits = [false, classId === '', categoryId === ''];
  return steps.map(({ name, label }, step) => ({
    name,
    label,
    kind: 'choice',
    required: true,
    ...(name === 'typeId' && typeId === '' && { hint: 'catalogue.propertiesAfterType' as const }),
    options: options[step] ?? [],
    disabled: waits[step] ?? false,
    moves: (id, now) => ({ ...movedTo(hierarchy, placeAt(now), { [name]: id }) }),
    section: 'catalogue.placeHeading',
  }));
}

const kinds = {
  STRING: 'text',
  BOOLEAN: 'yes-no',
  INTEGER: 'integer',
  FLOAT: 'number',
  DATE: 'date',
} as const;

function propertySpec(words: Words, property: AssetProperty, present: string): FieldSpec {
  const { name, unit } = nameAndUnit(property.name);
  const notStated = words.t('catalogue.notStated');
  return {
    name: propertyField(property.key),
    label: { said: name },
    unit,
    kind: kinds[property.valueType],
    ...(property.valueType === 'BOOLEAN' && { noChoice: notStated }),
    ...(property.allowedValues && { options: allowed(property.allowedValues, present), noChoice: notStated }),
    section: 'catalogue.propertiesHeading',
  };
}

/** A value that was allowed once can stay. */
const allowed = (values: readonly string[], present: string): Option[] =>
  (present === '' || values.includes(present) ? values : [...values, present]).map((value) => ({
    value,
    label: value,
  }));
