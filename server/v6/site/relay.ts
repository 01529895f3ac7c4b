/**
 * Asks the mSupply central server of the programme for a browser that may not ask it itself, since it allows no other origin.
 * No open door: the one address of this server's settings is asked and no other, and of the answer only its meaning goes back.
 */
import type { Credentials } from '../wire/requests';
import { attempt } from '../../auth/attempt';
import { guardsOf, isFailedTry, type SiteRefusal, type SiteTries } from './known-site';
import type { AskMSupply } from './msupply-central';

type Relayed = { ok: true; centralUrl?: string } | { ok: false; refusal: SiteRefusal };

/** Undefined: the address is not the one that is asked here. */
export type Relay = (address: string, who: Credentials, from: string) => Promise<Relayed | undefined>;

export function relayTo(url: string, ask: AskMSupply, tries: SiteTries): Relay {
  const { origin } = new URL(url);
  return async (address, who, from) => {
    if (!URL.canParse(address) || new URL(address).origin !== origin) return undefined;
    const tried = await attempt(
      guardsOf(tries, who.username, from),
      () => ask(who),
      (outcome) => 'value' in outcome && outcome.value.why !== 'known' && isFailedTry(outcome.value),
    );
    if (!tried.ok) return { ok: false, refusal: { why: 'too-many-tries', seconds: tried.seconds } };
    const answer = tried.value;
    if (answer.why !== 'known') return { ok: false, refusal: answer };
    return { ok: true, ...(answer.centralUrl !== undefined && { centralUrl: answer.centralUrl }) };
  };
}
