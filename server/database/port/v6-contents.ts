export interface FileContent {
  sha256: string;
  bytes: number;
  siteId: string;
}

/** The bytes of files that V6 sites uploaded. */
export interface FileContents {
  /** the bytes that sites uploaded for a file, and the site that did so first */
  of(fileIds: readonly string[]): Promise<Map<string, FileContent>>;
  put(fileId: string, content: FileContent): Promise<void>;
  /**
   * True if a V6 site uploaded this content for a file whose reference is still to come; once it is there, the reference decides whether
   * the content is kept.
   */
  isAhead(sha256: string): Promise<boolean>;
  /** The record that the site pushed of this file, whose bytes it is to send; undefined where it pushed none. */
  awaited(siteId: string, fileId: string): Promise<{ mimeType: string } | undefined>;
}
