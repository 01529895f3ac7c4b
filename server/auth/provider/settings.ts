/** The settings of the programme's sign-in provider (OpenID Connect). None: staff sign in by password alone. */
import * as z from 'zod';

export interface ProviderSettings {
  /** as the provider writes it of itself, to the letter */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** as staff know it; undefined: the sign-in page has general words */
  name: string | undefined;
  /** the claim by which an account is found at the first sign-in of a person */
  claim: string;
}

const isThisMachine = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** Secrets and tokens go to this address: only on this machine may they go uncovered. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text) || /[?#]/.test(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url));
}

export const providerFields = {
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be the https address of the sign-in provider, such as https://login.example.org')
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500, 'must have at most 500 characters').optional(),
  OIDC_CLIENT_SECRET: z.string().max(2000, 'must have at most 2000 characters').optional(),
  OIDC_NAME: z.string().trim().max(40, 'must have at most 40 characters').optional(),
  OIDC_CLAIM: z
    .string()
    .regex(/^[A-Za-z0-9_.:/-]{1,100}$/, 'must be the name of a claim, such as email')
    .optional(),
};

const fields = z.object(providerFields);
type Set = z.infer<typeof fields> & { PUBLIC_ORIGIN?: string | undefined };

/** Which setting is wrong beside the others, and how; undefined: none. */
export function wrongProvider(set: Set): { name: string; message: string } | undefined {
  if (set.OIDC_ISSUER === undefined) {
    const lone = Object.keys(providerFields).find((name) => set[name as keyof Set] !== undefined);
    return lone === undefined ? undefined : { name: lone, message: 'is set, but OIDC_ISSUER is not' };
  }
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const)
    if (set[name] === undefined) return { name, message: 'must be set with OIDC_ISSUER' };
  return set.PUBLIC_ORIGIN === undefined
    ? { name: 'PUBLIC_ORIGIN', message: 'must be set with OIDC_ISSUER: the provider sends people back there' }
    : undefined;
}

export const providerOf = ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  OIDC_NAME: name,
  OIDC_CLAIM: claim = 'email',
}: Set): ProviderSettings | undefined =>
  issuer === undefined || clientId === undefined || clientSecret === undefined
    ? undefined
    : { issuer, clientId, clientSecret, name: name === '' ? undefined : name, claim };
