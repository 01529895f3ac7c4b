/** The equipment of the demo country that was photographed: some as it stands, its label, and the panel where something was wrong. */
import type { FileStore } from '../../files/file-store';
import { newId } from '../../new-id';
import type { Event } from '../life-of-an-asset';
import { PHOTO_TYPE, photoOf } from './photo';
import { fridge, label, thermostat, type Scene } from './scenes';

const STANDING = 6;
const LABELS = 3;
const WARM = 5;

interface Taken {
  event: Event;
  scene: Scene;
  fileName: string;
}

/** Keeps the pictures; returns the events of attaching them, each a minute after the record that it shows. */
export async function photographed(
  events: readonly Event[],
  files: Pick<FileStore, 'put'>,
): Promise<Event[]> {
  const attached: Event[] = [];
  for (const taken of choose(events)) attached.push(await attach(taken, files));
  return attached;
}

function choose(events: readonly Event[]): Taken[] {
  // of each store the first few, so that no site is without
  const assets = events.filter(
    ({ draft }) => draft.kind === 'asset.create' && draft.patch['catalogueItemId'] !== undefined,
  );
  const spread = assets.filter((_, index) => index % Math.max(1, Math.floor(assets.length / STANDING)) === 0);
  const broken = events.filter(({ draft }) => draft.patch['functionalStatus'] === 'NOT_FUNCTIONING');
  return [
    ...spread
      .slice(0, STANDING)
      .map((event, index) => ({ event, scene: fridge(index), fileName: 'fridge.png' })),
    ...spread
      .slice(0, LABELS)
      .map((event) => ({ event, scene: label(event.draft.entityId), fileName: 'label.png' })),
    ...[...broken]
      .sort((a, b) => b.at - a.at)
      .slice(0, WARM)
      .map((event, index) => ({ event, scene: thermostat(9.4 + index * 2.3), fileName: 'thermostat.png' })),
  ];
}

async function attach({ event, scene, fileName }: Taken, files: Pick<FileStore, 'put'>): Promise<Event> {
  const photo = photoOf(scene);
  for (const bytes of [photo.bytes, photo.thumbnail])
    await files.put(once(bytes), { maxBytes: bytes.length });
  const at = event.at + 60_000;
  const { sha256, thumbnailSha256, placeholder } = photo;
  const patch = {
    ownerTable: event.draft.kind === 'asset.create' ? 'asset' : 'assetLog',
    ownerId: event.draft.entityId,
    fileName,
    mimeType: PHOTO_TYPE,
    totalBytes: photo.bytes.length,
    ...{ sha256, thumbnailSha256, placeholder },
    createdAt: new Date(at).toISOString(),
  };
  return { at, storeId: event.storeId, draft: { kind: 'file.attach', entityId: newId(at), patch } };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}
