/** The central server of this browser, for pages that ask it directly. */
import { centralOf, type Central } from '../central-api/central';
import { useMode } from './mode';

/** To be called while a component is set up; the function that it returns asks for whoever is signed in when it is called. */
export function useCentral(): () => Central {
  const mode = useMode();
  return () => (mode.current.kind === 'nobody' ? { url: '' } : centralOf(mode.current.identity));
}
