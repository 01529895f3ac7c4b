/** The details of a fault in the app for support staff. They hold no recorded data. */
export function errorDetails(error: unknown, version: string, at: Date): string {
  const what =
    error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
  return [`Waypost ${version}`, at.toISOString(), location.pathname, navigator.userAgent, what].join('\n');
}
