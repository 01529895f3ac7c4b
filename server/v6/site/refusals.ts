/** The words with which a site is refused, on V6 and on the older call. */
import { other, V6Failure } from '../wire/answers';
import type { SiteRefusal } from './known-site';

const words = {
  'wrong-password': 'The site name or the password is wrong.',
  'another-installation':
    'Another installation syncs as this site already. Ask the support staff of the central server to release it.',
  'unknown-site': 'This site is not known to the central server. Ask its support staff to add it.',
} as const;

/** Codes of the older call, as mSupply central gives them. */
const codes = {
  'wrong-password': [401, 'site_incorrect_password'],
  'another-installation': [401, 'site_incorrect_hardware_id'],
  'unknown-site': [401, 'site_name_not_found'],
  'too-many-tries': [429, 'site_auth_timeout'],
  'legacy-refused': [401, 'site_incorrect_password'],
  'legacy-unreachable': [502, 'server_unavailable'],
} as const;

const wordsOf = (refusal: SiteRefusal): string => {
  if (refusal.why === 'too-many-tries')
    return `Too many tries failed. Try again in ${refusal.seconds} seconds.`;
  return 'words' in refusal ? refusal.words : words[refusal.why];
};

export function toFailure(refusal: SiteRefusal): V6Failure {
  if (refusal.why === 'legacy-refused') return new V6Failure({ legacyServerError: refusal.words }, 401);
  if (refusal.why === 'legacy-unreachable')
    return new V6Failure({ cannotConnectToLegacyServer: refusal.words }, 502);
  return other(wordsOf(refusal), codes[refusal.why][0]);
}

/** Status and body of a refusal on `/sync/v5/site`. */
export function toV5Error(refusal: SiteRefusal) {
  const [status, code] = codes[refusal.why];
  return { status, body: { error: { code, message: wordsOf(refusal), data: null } } };
}
