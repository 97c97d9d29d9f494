import { isStorageError } from './storage-errors';

describe('isStorageError', () => {
  test.each([
    { code: 'SQLITE_FULL' },
    { code: 'SQLITE_IOERR' },
    { code: 'ENOSPC' },
    { code: '53100' },
    { code: '57P01' },
    new Error('Connection terminated unexpectedly'),
  ])('%j may succeed later', (error) => {
    expect(isStorageError(error)).toBe(true);
  });

  test.each([{ code: 'SQLITE_CONSTRAINT' }, { code: '23505' }, new Error('no'), null])(
    '%j will not',
    (error) => {
      expect(isStorageError(error)).toBe(false);
    },
  );
});
