import classes from './led.module.css';

interface LedProps {
  label: string;
  value: string;
  note?: string;
}

/** A number that matters, shown as a score. */
export function Led({ label, value, note }: LedProps) {
  return (
    <div className={classes.led}>
      <span className={classes.label}>{label}</span>
      <span className={classes.digits}>{value}</span>
      {note !== undefined && <span className={classes.note}>{note}</span>}
    </div>
  );
}
