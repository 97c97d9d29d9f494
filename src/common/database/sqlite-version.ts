/**
 * Before 3.51.3 a rare race between a writer and a checkpoint of the write-ahead log could corrupt the
 * database (sqlite.org/wal.html, "the WAL-reset bug"); 3.50.7 and 3.44.6 carry the fix too.
 */
export function hasWalResetFix(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}

export class SqliteTooOldError extends Error {
  constructor(version: string) {
    super(
      `The SQLite library is ${version}, which may corrupt a database under load. Version 3.51.3 or later is needed: reinstall the packages with npm.`,
    );
    this.name = 'SqliteTooOldError';
  }
}
