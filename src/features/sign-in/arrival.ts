/** What follows on having signed in: the first page of staff, unless the person has gone elsewhere by now. */
import { useMode } from '../../page/mode';
import { useNavigation } from '../../page/navigation';

/** To be called while a component is set up. */
export function useArrival(): () => Promise<void> {
  const mode = useMode();
  const navigation = useNavigation();
  const own = navigation.path;
  return async () => {
    await mode.refresh();
    // The frame offers its places as soon as the identity is stored: who was quicker, and pressed one, stays there.
    if (navigation.bound === own) navigation.go('/', { replace: true });
  };
}
