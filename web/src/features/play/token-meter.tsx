import { VisuallyHidden } from '@mantine/core';
import { formatCount } from '../../lib/format';
import { texts } from './texts';
import classes from './token-meter.module.css';
import { useTween } from './use-tween';

interface TokenMeterProps {
  /** Settled tokens of this play. */
  spent: number;
  /** Tokens arriving right now, roughly. */
  flowing: number;
  limit: number | null;
}

/** The budget counts as low from here on. */
const LOW = 0.15;

/** What this play has cost, moving while an answer arrives; outside the game's frame, so no game can fake it. */
export function TokenMeter({ spent, flowing, limit }: TokenMeterProps) {
  const shown = useTween(spent + flowing);
  const left = limit === null ? null : Math.max(0, limit - shown);
  const fraction = left === null || limit === null || limit === 0 ? 0 : left / limit;
  return (
    <div className={classes.meter} data-testid="token-meter" data-tokens={spent + flowing}>
      <span className={classes.lamp} data-on={flowing > 0} aria-hidden="true" />
      <span aria-hidden="true">
        <span className={classes.digits}>{formatCount(shown)}</span>{' '}
        <span className={classes.unit}>{texts.tokens}</span>
      </span>
      <div className={classes.left} aria-hidden="true">
        {left === null ? texts.noCap : `${formatCount(left)} ${texts.left}`}
        {left !== null && (
          <div className={classes.track}>
            <div
              className={classes.fill}
              data-low={fraction < LOW}
              style={{ width: `${fraction * 100}%` }}
            />
          </div>
        )}
      </div>
      {/* Announced once per settled call, not on every tick. */}
      <VisuallyHidden role="status">{texts.spentNow(formatCount(spent))}</VisuallyHidden>
    </div>
  );
}
