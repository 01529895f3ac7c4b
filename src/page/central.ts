/** The central server of this browser, for pages that ask it directly. */
import { centralOf, type Central } from '../central-api/central';
import { useMode } from './mode';

/** To be called while a component is set up; the returned function asks for the person who is signed in at the time of the call. */
export function useCentral(): () => Central {
  const mode = useMode();
  return () => (mode.current.kind === 'nobody' ? { url: '' } : centralOf(mode.current.identity));
}
