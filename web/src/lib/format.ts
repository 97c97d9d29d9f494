const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** 12,345 */
export const formatCount = (count: number): string => whole.format(count);
/** 12.3K, where room is short; say the exact number in a title. */
export const formatShort = (count: number): string => short.format(count);
export const formatMoment = (moment: string | number): string => dateTime.format(new Date(moment));

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "in 3 hours", "5 minutes ago", "now". */
export function formatRelative(moment: string | number, nowMs = Date.now()): string {
  const distance = new Date(moment).getTime() - nowMs;
  for (const [unit, size] of UNITS) {
    if (Math.abs(distance) >= size) return relative.format(Math.round(distance / size), unit);
  }
  return relative.format(0, 'second');
}
