/** The files of an asset as support staff see them: what is not at central yet is said so. */
import type { FleetFile } from '#shared/api/fleet';
import { byOwner, type FileView } from '../files/pieces/file-views';

/** By the asset or log that they hang on. */
export const fleetFileViews = (files: readonly FleetFile[]): Map<string, FileView[]> =>
  byOwner(
    files.map(({ atCentral, ...row }) => ({ row, state: { kind: atCentral ? 'central' : 'onItsWay' } })),
  );
