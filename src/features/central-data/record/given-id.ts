/** The id that a new record has in mSupply, or in another program that is to know it again. */
import type { FieldSpec } from './field-spec';

export const givenId: FieldSpec = {
  name: 'id',
  label: 'central-data.givenId',
  hint: 'central-data.givenIdHint',
  kind: 'text',
  section: 'central-data.elsewhere',
};
