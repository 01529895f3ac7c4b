/** The camera at the back of the phone, or why there is none. */
import { accepted, refused, type Issue, type Result } from '#shared/result';

type CameraCode = 'camera-refused' | 'camera-absent' | 'camera-busy' | 'camera-insecure';

const codes: Record<string, CameraCode> = {
  NotAllowedError: 'camera-refused',
  SecurityError: 'camera-refused',
  NotFoundError: 'camera-absent',
  OverconstrainedError: 'camera-absent',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
};

/** Refuses with `camera-refused`, `camera-absent`, `camera-busy` or `camera-insecure` (the page came over plain http). */
export async function openCamera(): Promise<Result<MediaStream, Issue<CameraCode>>> {
  if (!('mediaDevices' in navigator)) return refused({ code: 'camera-insecure' });
  try {
    const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } };
    return accepted(await navigator.mediaDevices.getUserMedia({ video, audio: false }));
  } catch (error) {
    return refused({ code: (error instanceof Error && codes[error.name]) || 'camera-absent' });
  }
}

/** True if the camera has a lamp that can be switched on. Browsers that know of none have none. */
export const hasLamp = (stream: MediaStream): boolean => {
  const [track] = stream.getVideoTracks();
  const abilities: object = track?.getCapabilities?.() ?? {};
  return 'torch' in abilities && abilities.torch === true;
};

export async function setLamp(stream: MediaStream, on: boolean): Promise<void> {
  const [track] = stream.getVideoTracks();
  // `torch` stands in the specification of image capture, which the types do not know
  await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

export const closeCamera = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());
