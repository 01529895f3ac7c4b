/** The refusals of a site, on V6 and on the older call: by codes for which it has words in its user's language, and by ours. */
import { other, V6Failure } from '../wire/answers';
import type { SiteRefusal } from './known-site';

const words = {
  'unknown-name': 'No site of this name is known to the central server.',
  'wrong-password': 'The site name or the password is wrong.',
  'another-installation':
    'Another installation syncs as this site already. Ask the support staff of the central server to release it.',
  'no-installation': 'This installation does not say which one it is, so it cannot sync as a site.',
  'unknown-site': 'This site is not known to the central server. Ask its support staff to add it.',
} as const;

/** Codes of the older call, as mSupply central gives them. */
const codes = {
  'unknown-name': [401, 'site_name_not_found'],
  'wrong-password': [401, 'site_incorrect_password'],
  'another-installation': [401, 'site_incorrect_hardware_id'],
  'no-installation': [401, 'site_incorrect_hardware_id'],
  'unknown-site': [401, 'site_name_not_found'],
  'too-many-tries': [429, 'site_auth_timeout'],
  'legacy-refused': [401, 'site_incorrect_password'],
  'legacy-unreachable': [502, 'server_unavailable'],
} as const;

/** Asked with a version that mSupply central does not speak. */
const WRONG_VERSION = 'api_version_incompatible';

const wordsOf = (refusal: SiteRefusal): string => {
  if (refusal.why === 'too-many-tries')
    return `Too many tries failed. Try again in ${refusal.seconds} seconds.`;
  return 'words' in refusal ? refusal.words : words[refusal.why];
};

function codeOf(refusal: SiteRefusal): readonly [status: number, code: string] {
  const code = refusal.why === 'legacy-refused' ? refusal.code : undefined;
  return code === undefined ? codes[refusal.why] : [code === WRONG_VERSION ? 409 : 401, code];
}

export function toFailure(refusal: SiteRefusal): V6Failure {
  const message = wordsOf(refusal);
  if (refusal.why === 'legacy-unreachable')
    return new V6Failure({ cannotConnectToLegacyServer: message }, 502);
  const [status, code] = codeOf(refusal);
  return new V6Failure({ legacyServerError: { code, message, data: null } }, status);
}

/** Status and body of a refusal on `/sync/v5/site`. */
export function toV5Error(refusal: SiteRefusal) {
  const [status, code] = codeOf(refusal);
  return { status, body: { error: { code, message: wordsOf(refusal), data: null } } };
}

/** There is no room for another body of this address at the moment. */
export const busy = (): V6Failure =>
  other('The central server is busy with other calls of this address. Try again later.', 503);
