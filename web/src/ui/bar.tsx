import classes from './bar.module.css';

interface BarProps {
  /** What the bar measures, for screen readers. */
  label: string;
  value: number;
  max: number;
  /** Turns amber at four fifths and red at the end: for limits, not for shares. */
  isLimit?: boolean;
}

const NEAR = 0.8;

export function Bar({ label, value, max, isLimit = false }: BarProps) {
  const fraction = max <= 0 ? 1 : Math.min(1, value / max);
  const level = !isLimit || fraction < NEAR ? 'calm' : fraction < 1 ? 'near' : 'full';
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
    >
      <div className={classes.fill} data-level={level} style={{ width: `${fraction * 100}%` }} />
    </div>
  );
}
