/** The name that a provider's claims hold for a person. An address of e-mail counts only where the provider says that it is verified. */
export function nameIn(claims: Readonly<Record<string, unknown>>, claim: string): string | undefined {
  const said = claims[claim];
  if (typeof said !== 'string' || said.trim() === '') return undefined;
  if (claim === 'email' && claims['email_verified'] !== true) return undefined;
  return said.trim();
}
