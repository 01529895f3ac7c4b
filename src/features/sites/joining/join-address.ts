/** The address that a person types, out of the link that the QR holds. */
export function addressOf(link: string): string {
  try {
    const { host, pathname, protocol } = new URL(link);
    return `${protocol === 'https:' ? '' : `${protocol}//`}${host}${pathname.replace(/\/$/, '')}`;
  } catch {
    return link;
  }
}
