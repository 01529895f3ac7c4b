/** The name of each form, for the place where it is offered again. */
import type { FormName } from '../../../page/form/form-name';
import type { WordKey } from '../../../words/keys';

const named: Record<FormName, WordKey> = {
  'asset.add': 'forms.asset.add',
  'asset.edit': 'forms.asset.edit',
  'asset.mapping': 'forms.asset.mapping',
  'asset.move': 'forms.asset.move',
  'asset.status': 'forms.asset.status',
  'assets.status': 'forms.assets.status',
  join: 'forms.join',
  person: 'forms.person',
  record: 'forms.record',
  region: 'forms.region',
  'regions.import': 'forms.regions.import',
  'round.found': 'forms.round.found',
  'site.add': 'forms.site.add',
  'site.facility': 'forms.site.facility',
  'site.open-msupply': 'forms.site.open-msupply',
  'site.person': 'forms.site.person',
  'site.rename': 'forms.site.rename',
  'store.add': 'forms.store.add',
  'store.move': 'forms.store.move',
  'user.add': 'forms.user.add',
  'user.edit': 'forms.user.edit',
  view: 'forms.view',
};

/** Undefined for a form that only another version of the app has. */
export const formWords = (form: string): WordKey | undefined =>
  Object.entries(named).find(([name]) => name === form)?.[1];
