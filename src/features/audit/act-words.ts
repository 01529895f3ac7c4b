/** Sentences for the acts of staff. */
import { isListed, listedEntities } from '#shared/domain/entities';
import { isRight } from '#shared/domain/rights';
import type { Act } from '#shared/api/audit';
import type { WordKey } from '../../words/keys';
import type { Words } from '../../words/words.svelte';

const acts: Record<string, WordKey> = {
  'session.sign-in': 'audit.act-session-sign-in',
  'session.sign-in-failed': 'audit.act-session-sign-in-failed',
  'session.sign-out': 'audit.act-session-sign-out',
  'session.revoke': 'audit.act-session-revoke',
  'user.create': 'audit.act-user-create',
  'user.edit': 'audit.act-user-edit',
  'user.rights': 'audit.act-user-rights',
  'user.regions': 'audit.act-user-regions',
  'user.disable': 'audit.act-user-disable',
  'user.enable': 'audit.act-user-enable',
  'user.password': 'audit.act-user-password',
  'user.first-password': 'audit.act-user-first-password',
  'user.remove': 'audit.act-user-remove',
  'user.password-reset': 'audit.act-user-password-reset',
  'user.provider-name': 'audit.act-user-provider-name',
  'user.provider-bound': 'audit.act-user-provider-bound',
  'user.second-factor-on': 'audit.act-user-second-factor-on',
  'user.second-factor-off': 'audit.act-user-second-factor-off',
  'user.second-factor-reset': 'audit.act-user-second-factor-reset',
  'user.recovery-code': 'audit.act-user-recovery-code',
  'import.commit': 'audit.act-import-commit',
  'import.undo': 'audit.act-import-undo',
  'user.own-password': 'audit.act-user-own-password',
  'site.create': 'audit.act-site-create',
  'site.edit': 'audit.act-site-edit',
  'site.v6-edit': 'audit.act-site-v6',
  'site.v6-release': 'audit.act-site-v6-release',
  'site.memory-export': 'audit.act-site-memory-export',
  'site.person-add': 'audit.act-site-person-add',
  'site.person-edit': 'audit.act-site-person-edit',
  'join-code.create': 'audit.act-join-code-create',
  'join-codes.create': 'audit.act-join-codes-create',
  'join-code.withdraw': 'audit.act-join-code-withdraw',
  'device.revoke': 'audit.act-device-revoke',
  'device.let-in': 'audit.act-device-let-in',
  'store.move': 'audit.act-store-move',
  'asset.move': 'audit.act-asset-move',
  'asset.merge': 'audit.act-asset-merge',
  'asset.separate': 'audit.act-asset-separate',
  'log.void': 'audit.act-log-void',
  'equipment.export': 'audit.act-equipment-export',
  'equipment.change': 'audit.act-equipment-change',
  'programmeSettings.create': 'audit.act-programmeSettings',
  'programmeSettings.edit': 'audit.act-programmeSettings',
};
const verbs: Record<string, WordKey> = {
  create: 'audit.act-create',
  edit: 'audit.act-edit',
  remove: 'audit.act-remove',
};
/** The subjects of acts that are not central data. */
const otherEntities: Record<string, WordKey> = {
  region: 'audit.entity-region',
  facility: 'audit.entity-facility',
};

function theEntity(words: Words, entity: string): string | undefined {
  if (isListed(entity)) return words.t(`entities.the-${entity}`);
  const known = otherEntities[entity];
  return known && words.t(known);
}

const otherKinds: readonly [string, WordKey][] = [
  ['session', 'audit.kind-session'],
  ['user', 'audit.kind-user'],
  ['site', 'audit.kind-site'],
  ['region', 'audit.kind-region'],
  ['device', 'audit.kind-device'],
  ['store', 'audit.kind-store'],
];

/** The kinds of acts to choose from: the text before the dot of an action, with its words. */
export const kindsIn = (words: Words): { value: string; label: string }[] => [
  ...otherKinds.map(([value, key]) => ({ value, label: words.t(key) })),
  ...listedEntities.map((entity) => ({ value: entity, label: words.t(`entities.many-${entity}`) })),
  { value: 'programmeSettings', label: words.t('programme-settings.title') },
];

/** The name of the person who acted: central itself where nobody is known by the id. */
export const personOf = (words: Words, { userId, userName }: Act): string =>
  userName ?? words.t(userId === '' ? 'audit.nobody' : 'audit.central');

export function sayAct(words: Words, act: Act): string {
  const text = sentence(words, act);
  return act.count > 1 ? words.t('audit.more', { text, count: act.count - 1 }) : text;
}

function sentence(words: Words, { action, subject, subjectName }: Act): string {
  const name = subjectName ?? (subject === '' ? words.t('audit.unknownName') : subject);
  const known = acts[action];
  if (known) return words.t(known, { name });
  const [entity = '', verb = ''] = action.split('.');
  const [verbWords, theOne] = [verbs[verb], theEntity(words, entity)];
  return verbWords && theOne !== undefined
    ? words.t(verbWords, { entity: theOne, name })
    : words.t('audit.act-other', { action, name });
}

/** The old value, the new value, and the place of the act. */
export function sayDetails(words: Words, { action, details = {} }: Act): string {
  const { from, to, address, by } = details;
  const say = (value: string | number) =>
    action === 'user.rights' ? sayRights(words, String(value)) : value;
  return [
    ...(from !== undefined && to !== undefined
      ? [words.t('audit.fromTo', { from: say(from), to: say(to) })]
      : []),
    ...(by === 'provider' ? [words.t('audit.byProvider')] : []),
    ...(address !== undefined ? [words.t('audit.address', { address })] : []),
  ].join(' · ');
}

const sayRights = (words: Words, text: string): string => {
  const held = text.split(' ').filter(isRight);
  return held.length === 0
    ? words.t('users.noRights')
    : words.list(held.map((right) => words.t(`users.right-${right}`)));
};
