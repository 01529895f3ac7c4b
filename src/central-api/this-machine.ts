/** True for an address of this machine: it can be reached though the browser says that there is no network. */
const THIS_MACHINE = /^https?:\/\/(?:localhost|[^/:]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]|$)/i;

export const isThisMachine = (url: string): boolean => THIS_MACHINE.test(url);
