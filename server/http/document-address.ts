/** The name of a store's document may stand in an address as it is written, with its slashes: to the routes it is one part. */

const STORE_LOG = /^(\/api\/documents\/)(store\/[^/?#]+\/[^/?#]+)(\/log(?:[/?#].*)?)$/;

export const inOnePart = (url: string): string =>
  url.replace(
    STORE_LOG,
    (_whole, before: string, name: string, rest: string) => before + name.replaceAll('/', '%2F') + rest,
  );
