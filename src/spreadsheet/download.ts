/** Hands a file to the person. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser has taken it by the time anything else is done
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** `catalogue-items-2026-01-31.csv` */
export const fileName = (table: string, day: string, ending: string): string => `${table}-${day}.${ending}`;
