/** Holds files back, and shows how they stand: nothing is sent to a central server that is not the one this device joined. */
import type { Uploader } from './files/uploader';
import type { FilesStand } from './files-step';

export class FilesHold {
  #stand: FilesStand | undefined;
  #why: string | undefined;

  constructor(
    private readonly files: Uploader,
    private readonly show: (stand: FilesStand & { heldFor?: string }) => void,
  ) {}

  /** `why`: nothing is sent to the central server that is known; undefined: it is the one it was. */
  hold(why: string | undefined): void {
    this.files.hold(why !== undefined);
    this.#why = why;
    this.stand(this.#stand);
  }

  /** Takes the present state of the files, and shows it. */
  stand(stand: FilesStand | undefined): void {
    this.#stand = stand;
    if (stand) this.show(this.#why === undefined ? stand : { ...stand, heldFor: this.#why });
  }
}
