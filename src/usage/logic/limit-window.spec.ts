import * as fc from 'fast-check';
import type { WindowKind } from '../../ledger/ledger.types';
import { limitWindow, LimitWindows } from './limit-window';

const HOUR_MS = 3_600_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/St_Johns',
];
const zone = fc.constantFrom(...ZONES);
const kind = fc.constantFrom<'day' | 'month'>('day', 'month');
const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) });

const at = (kind: WindowKind, zone: string, iso: string) => {
  const { windowStart, resetsAtMs } = limitWindow(kind, zone, Date.parse(iso));
  return [windowStart, resetsAtMs === null ? null : new Date(resetsAtMs).toISOString()];
};

describe('the window of a limit', () => {
  it.each([
    ['day', 'UTC', '2026-11-21T23:59:59.999Z', '2026-11-21', '2026-11-22T00:00:00.000Z'],
    ['day', 'UTC', '2026-11-22T00:00:00.000Z', '2026-11-22', '2026-11-23T00:00:00.000Z'],
    ['day', 'Europe/Berlin', '2026-11-21T23:30:00Z', '2026-11-22', '2026-11-22T23:00:00.000Z'],
    // The day that summer time begins has 23 hours, the one it ends 25.
    ['day', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29', '2026-03-29T22:00:00.000Z'],
    ['day', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25', '2026-10-25T23:00:00.000Z'],
    // In Cairo the clock jumps from 00:00 to 01:00: that Friday has no midnight.
    ['day', 'Africa/Cairo', '2026-04-23T12:00:00Z', '2026-04-23', '2026-04-23T22:00:00.000Z'],
    ['month', 'UTC', '2028-02-29T12:00:00Z', '2028-02', '2028-03-01T00:00:00.000Z'],
    ['month', 'America/New_York', '2027-01-01T04:59:59Z', '2026-12', '2027-01-01T05:00:00.000Z'],
    ['month', 'Pacific/Kiritimati', '2026-11-30T10:00:00Z', '2026-12', '2026-12-31T10:00:00.000Z'],
  ] as const)('of a %s in %s at %s is %s until %s', (kind, zone, now, start, end) => {
    expect(at(kind, zone, now)).toEqual([start, end]);
  });

  it('never ends for a total', () => {
    expect(at('total', 'UTC', '2026-11-21T12:00:00Z')).toEqual(['all', null]);
  });

  it('ends where the next one begins, and holds to its last millisecond', () => {
    fc.assert(
      fc.property(kind, zone, moment, (kind, zone, now) => {
        const { windowStart, resetsAtMs } = limitWindow(kind, zone, now);
        const end = resetsAtMs as number;
        expect(end).toBeGreaterThan(now);
        expect(limitWindow(kind, zone, end - 1)).toEqual({ windowStart, resetsAtMs });
        const next = limitWindow(kind, zone, end);
        expect(next.windowStart > windowStart).toBe(true);
        const hours = ((next.resetsAtMs as number) - end) / HOUR_MS;
        if (kind === 'day') expect(hours >= 23 && hours <= 25).toBe(true);
        else expect(hours >= 28 * 24 - 1 && hours <= 31 * 24 + 1).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same from memory as computed, also when the clock goes backwards', () => {
    fc.assert(
      fc.property(
        kind,
        zone,
        fc.array(moment, { minLength: 1, maxLength: 5 }),
        (kind, zone, nows) => {
          const windows = new LimitWindows(zone);
          for (const now of nows) {
            expect(windows.at(kind, now)).toMatchObject({ ...limitWindow(kind, zone, now) });
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
