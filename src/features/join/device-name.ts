/** A first name for this device, from the browser's own description; the person may give it a better one. */
export type DeviceKind =
  'androidPhone' | 'androidTablet' | 'iphone' | 'ipad' | 'chromebook' | 'windows' | 'mac' | 'linux' | 'other';

export function deviceKind(userAgent: string, touchPoints: number): DeviceKind {
  if (/android/i.test(userAgent)) return /mobile/i.test(userAgent) ? 'androidPhone' : 'androidTablet';
  if (/iphone/i.test(userAgent)) return 'iphone';
  // An iPad calls itself a Mac; no Mac has a touch screen.
  if (/ipad/i.test(userAgent) || (/macintosh/i.test(userAgent) && touchPoints > 1)) return 'ipad';
  if (/\bcros\b/i.test(userAgent)) return 'chromebook';
  if (/windows/i.test(userAgent)) return 'windows';
  if (/macintosh/i.test(userAgent)) return 'mac';
  return /linux/i.test(userAgent) ? 'linux' : 'other';
}
