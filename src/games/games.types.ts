/** One file of a version. */
export interface GameFile {
  /** SHA-256 of the content, hex: the name of the blob. */
  hash: string;
  sizeBytes: number;
  type: string;
  /** How the maker compressed it; null when not. */
  encoding: string | null;
}

/** The files of a version by path, and where to begin. Paths are NFC, without a leading slash. */
export interface GameManifest {
  entry: string;
  files: Record<string, GameFile>;
}

/** A game as the arcade shows it. */
export interface GameSummary {
  id: string;
  ownerId: string | null;
  title: string;
  description: string;
  visibility: string;
  state: string;
  liveVersion: number | null;
  sizeBytes: number;
  plays: number;
  isSample: boolean;
  createdAtMs: number;
  updatedAtMs: number;
}
