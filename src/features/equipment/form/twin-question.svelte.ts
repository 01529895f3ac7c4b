/** Stops at *Save* once where a piece with this serial number and maker is here already, until the person says that they are two. */
import { pieceKey } from '#shared/domain/same-piece';
import type { Issue } from '#shared/result';
import type { AssetRow } from '../../../replica/records';
import { describeAsset, type EquipmentNames } from '../pieces/equipment-names';
import { recordWith } from '../pieces/same-piece';
import { asAsset, type AssetDraft } from './asset-draft';

interface Here {
  assets: readonly AssetRow[];
  names: EquipmentNames;
}

export class TwinQuestion {
  /** the asset that the question is about */
  twin: AssetRow | undefined = $state.raw();
  #asked: string | undefined;
  #areTwo: string | undefined;

  /** The question that saving has to wait for, if any. `exceptId`: the asset that is edited. */
  stops(draft: AssetDraft, { assets, names }: Here, exceptId?: string): Issue | undefined {
    const key = pieceKey(draft.serialNumber, describeAsset(asAsset(draft), names).manufacturer);
    if (key === undefined || key === this.#areTwo) return undefined;
    this.#asked = key;
    const others = assets.filter(({ id }) => id !== exceptId);
    this.twin = recordWith(key, others, names);
    const { assetNumber: otherNumber } = this.twin ?? {};
    return otherNumber === undefined
      ? undefined
      : { code: 'same-piece', field: 'serialNumber', data: { otherNumber } };
  }

  /** The person has looked at both plates. */
  sayTwo(): void {
    this.#areTwo = this.#asked;
    this.close();
  }

  close(): void {
    this.twin = undefined;
  }
}
